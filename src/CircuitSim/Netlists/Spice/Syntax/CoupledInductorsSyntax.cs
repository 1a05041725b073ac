using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>K: <c>Kname Lname Lname … value</c>. The last word is the coupling: a parameter may be called like an inductor.</summary>
internal sealed class CoupledInductorsSyntax : ElementSyntax<CoupledInductors>
{
    public override char Letter => 'K';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var inductors = new List<string>();
        while (inductors.Count < 2 || (!cursor.AtEnd && cursor.Peek is not ('{' or '\'')))
        {
            var start = cursor.Position;
            var inductor = cursor.Word("an inductor");
            if (inductors.Count >= 2 && cursor.AtEnd)
            {
                cursor.Position = start;
                break;
            }

            inductors.Add(inductor);
        }

        if (inductors.FindIndex(i => SiText.TryParse(i, out _)) > 0)
            throw cursor.Fault($"{name}: {cursor.Found()} is the card of a magnetic core, and cores are not supported; leave it out, and give the inductors henries in place of turns.");
        return new CoupledInductors(name, inductors, cursor.Value("the coupling"));
    }

    /// <summary>ngspice couples two inductors a line.</summary>
    protected override string Write(CoupledInductors element, ElementText text) =>
        text.ForNgspice && element.Inductors.Count > 2
            ? string.Join('\n', element.Pairs.Select((pair, n) => $"{text.Head(element)}.{n + 1} {text.Branch(pair.First)} {text.Branch(pair.Second)} {ElementText.Value(element.Coupling)}"))
            : $"{text.Head(element)} {string.Join(' ', element.Inductors.Select(text.Branch))} {ElementText.Value(element.Coupling)}";
}

using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>X: <c>Xname node … subcircuit [params:] [key=…]</c>.</summary>
internal sealed class SubcircuitCallSyntax : ElementSyntax<SubcircuitCall>
{
    public override char Letter => 'X';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var words = new List<NodeId>();
        while (!cursor.AtEnd && cursor.NextKey() is null && !cursor.AcceptWord("params:"))
            words.Add(cursor.Node("a node or the subcircuit"));
        if (words.Count == 0)
            throw cursor.Fault($"{name} names no subcircuit.");
        var parameters = new List<Parameter>();
        while (!cursor.AtEnd)
        {
            var at = cursor.Place;
            parameters.Add(new Parameter(cursor.Key(), cursor.Formula("a value")) { Place = at });
        }

        // NodeId reads gnd as 0: no subcircuit can have that name.
        var subcircuit = words[^1].Name;
        words.RemoveAt(words.Count - 1);
        return SpiceNames.IsName(subcircuit)
            ? new SubcircuitCall(name, words, subcircuit) { Parameters = parameters }
            : throw cursor.Fault(0, $"{name}: '{subcircuit}' cannot be the name of a subcircuit.");
    }

    protected override string Write(SubcircuitCall element, ElementText text) =>
        $"{text.Head(element)} {element.Subcircuit}{string.Concat(element.Parameters.Select(p => $" {p.Name}={ElementText.Value(p.Value)}"))}";
}

using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>B: <c>Bname n+ n- V=expression</c> or <c>I=expression [m=…] [laplace=…] [rpar=… cpar=…]</c>.</summary>
internal sealed class BehavioralSourceSyntax : ElementSyntax<BehavioralSource>
{
    /// <summary>How LTspice cuts its steps and transforms: steps end at jumps here, and transfer functions are exact.</summary>
    private static readonly string[] WithoutEffect = ["tripdv", "tripdt", "window", "nfft", "mtol", "smoothbsrc"];

    public override char Letter => 'B';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = ElementKeys.Nodes(cursor);
        var quantity = cursor.AcceptKey("v") ? BehavioralQuantity.Voltage
            : cursor.AcceptKey("i") ? BehavioralQuantity.Current
            : throw cursor.Fault($"{name}: expected V= or I= and an expression, found {cursor.Found()}.");
        if (cursor.AtEnd)
            throw cursor.Fault($"the statement ends where the expression of {name} is expected.");
        Element source = new BehavioralSource(name, positive, negative, quantity, cursor.RestOfExpression());
        var parasitics = new Parasitics();
        while (cursor.NextKey() is { } key)
        {
            if (parasitics.Accept(cursor))
                continue;
            var at = cursor.Place;
            cursor.Key();
            if (key.Equals("laplace", StringComparison.OrdinalIgnoreCase) && source is BehavioralSource b)
                source = ControlledSourceLaw.ReadTransfer(cursor, name, positive, negative, quantity, b.Value);
            else if (key.Equals("m", StringComparison.OrdinalIgnoreCase) && quantity == BehavioralQuantity.Current && source is BehavioralSource one)
                source = one with { Value = new BinaryExpression(BinaryOperator.Multiply, cursor.Value("the multiplier").ToExpression(), one.Value) };
            else if (!WithoutEffect.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw NetlistException.At(at, $"{name}: {key} is not supported; the keys are laplace, rpar, cpar, m of a current and, without effect, {string.Join(", ", WithoutEffect)}.");
            else
                SkipKey(cursor, at, key);
        }

        return parasitics.Around((TwoTerminalElement)source, cursor, place);
    }

    private static void SkipKey(SpiceCursor cursor, SourcePlace at, string key)
    {
        cursor.Dialects.PassOver(at, $"{key} of a source");
        cursor.SkipValue();
    }

    protected override string Write(BehavioralSource element, ElementText text) =>
        $"{text.Head(element)} {LawKey(element, text)}={text.Law(element.Value)}";

    /// <summary>A source named E or G keeps its form; for ngspice all of them are B sources, which have no node inside.</summary>
    private static string LawKey(BehavioralSource b, ElementText text) =>
        !text.ForNgspice && char.ToUpperInvariant(b.Name[0]) != 'B' ? "VALUE"
        : b.Quantity == BehavioralQuantity.Voltage ? "V" : "I";
}

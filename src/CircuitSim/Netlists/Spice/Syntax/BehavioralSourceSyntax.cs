using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>B: <c>Bname n+ n- V=expression</c> or <c>I=expression [m=…]</c>.</summary>
internal sealed class BehavioralSourceSyntax : ElementSyntax<BehavioralSource>
{
    public override char Letter => 'B';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var quantity = cursor.AcceptKey("v") ? BehavioralQuantity.Voltage
            : cursor.AcceptKey("i") ? BehavioralQuantity.Current
            : throw cursor.Fault($"{name}: expected V= or I= and an expression, found {cursor.Found()}.");
        if (cursor.AtEnd)
            throw cursor.Fault($"the statement ends where the expression of {name} is expected.");
        return new BehavioralSource(name, positive, negative, quantity, ReadMultiplied(cursor, quantity));
    }

    /// <summary>The expression of a source, m times where m= follows that of a current.</summary>
    public static Expression ReadMultiplied(SpiceCursor cursor, BehavioralQuantity quantity)
    {
        var law = cursor.RestOfExpression();
        return quantity == BehavioralQuantity.Current && cursor.AcceptKey("m") ? new BinaryExpression(BinaryOperator.Multiply, cursor.Value("the multiplier").ToExpression(), law) : law;
    }

    protected override string Write(BehavioralSource element, ElementText text) =>
        $"{text.Head(element)} {LawKey(element, text)}={text.Law(element.Value)}";

    /// <summary>A source named E or G keeps its form; for ngspice all of them are B sources, which have no node inside.</summary>
    private static string LawKey(BehavioralSource b, ElementText text) =>
        !text.ForNgspice && char.ToUpperInvariant(b.Name[0]) != 'B' ? "VALUE"
        : b.Quantity == BehavioralQuantity.Voltage ? "V" : "I";
}

using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Flattening;

/// <summary>Writes out, in a flat circuit, what is made of other elements: transfer functions as states, smooth switches and resistances of zero as sources.</summary>
internal static class ComposedElements
{
    /// <summary>The same netlist where there are none.</summary>
    public static Netlist WriteOut(Netlist flat)
    {
        if (!flat.Elements.Any(e => e is LaplaceSource or VoltageSwitch or CurrentSwitch || IsShort(e)))
            return flat;
        var switches = flat.Models.Where(m => SmoothSwitchCard.Kinds.Contains(m.Kind, StringComparer.OrdinalIgnoreCase)).ToDictionary(m => m.Name, SmoothSwitchCard.ToParameters, StringComparer.OrdinalIgnoreCase);
        return switches.Count == 0 && !flat.Elements.Any(e => e is LaplaceSource || IsShort(e))
            ? flat
            : flat with { Elements = [.. flat.Elements.SelectMany(e => Of(e, switches))] };
    }

    private static List<Element> Of(Element element, Dictionary<string, SmoothSwitchParameters> switches) => element switch
    {
        LaplaceSource h => At(h, () => [.. StateSpace.Of(h)]),
        VoltageSwitch s when switches.TryGetValue(s.Model, out var p) => [Smooth(s, new NodeVoltageExpression(s.ControlPositive, s.ControlNegative), p)],
        CurrentSwitch w when switches.TryGetValue(w.Model, out var p) => [Smooth(w, new BranchCurrentExpression(w.Control), p)],
        Resistor r when IsShort(r) => [new BehavioralSource(r.Name, r.Positive, r.Negative, BehavioralQuantity.Voltage, new NumberExpression(0)) { Place = r.Place }],
        _ => [element],
    };

    /// <summary>A resistance of zero, which has no conductance; a card has a value of its own.</summary>
    private static bool IsShort(Element element) => element is Resistor { Model: null, Resistance: { IsNumber: true, Number: 0 } };

    /// <summary>
    /// i = v G with ln G = −(L_m + L_r (3x/2 − 2x³)), L_m = ln √(R_on R_off), L_r = ln(R_on / R_off), and x = (control − middle) / (on − off), from −½ to ½.
    /// </summary>
    private static BehavioralSource Smooth(TwoTerminalElement element, Expression control, SmoothSwitchParameters p)
    {
        var x = $"limit(({control}-({Number((p.On + p.Off) / 2)}))/({Number(p.On - p.Off)}),-0.5,0.5)";
        var (middle, ratio) = (Math.Log(Math.Sqrt(p.OnResistance) * Math.Sqrt(p.OffResistance)), Math.Log(p.OnResistance / p.OffResistance));
        var conductance = Expression.Parse($"exp(-({Number(middle)})-({Number(ratio)})*{x}*(1.5-2*{x}*{x}))");
        var law = new BinaryExpression(BinaryOperator.Multiply, new NodeVoltageExpression(element.Positive, element.Negative), conductance);
        return new BehavioralSource(element.Name, element.Positive, element.Negative, BehavioralQuantity.Current, law) { Place = element.Place };
    }

    private static string Number(double value) => Numerics.SiText.Exact(value);

    private static List<Element> At(Element element, Func<List<Element>> make)
    {
        try
        {
            return make();
        }
        catch (NetlistException e) when (e.Line == 0)
        {
            throw NetlistException.At(element.Place, $"{element.Name}: {e.What}");
        }
    }
}

using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Flattening;

/// <summary>Tells what is asked of memristors whose state is a number from those whose state is a length.</summary>
internal sealed class StateUnits(Netlist flat)
{
    private readonly Lazy<HashSet<string>> numbers = new(() => flat.Models.Where(MemristorCard.HasNumberAsState).Select(m => m.Name).ToHashSet(StringComparer.OrdinalIgnoreCase));

    public DeviceStateExpression StateOf(Memristor memristor) => new(memristor.Name) { Unit = numbers.Value.Contains(memristor.Model) ? "" : "m" };

    /// <summary>The same netlist, its outputs with the units of states.</summary>
    public static Netlist Insert(Netlist flat)
    {
        if (!flat.Models.Any(MemristorCard.HasNumberAsState))
            return flat;
        var units = new StateUnits(flat);
        var states = flat.Elements.OfType<Memristor>().ToDictionary(m => m.Name, units.StateOf, StringComparer.OrdinalIgnoreCase);
        Expression WithUnits(Expression expression) => ExpressionTree.WithLeaves(expression, leaf => leaf is DeviceStateExpression w ? states.GetValueOrDefault(w.Element, w) : leaf);
        return flat with
        {
            Prints = [.. flat.Prints.Select(p => p with { Quantities = [.. p.Quantities.Select(WithUnits)] })],
            Measurements = [.. flat.Measurements.Select(m => m.Placed(new ExpressionPlacement(WithUnits)))],
        };
    }
}

using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using SpiceSharp.Components;
using SpiceSharp.Simulations;

namespace CircuitSim.SpiceSharp;

/// <summary>Reads quantities of a netlist from a simulation that has been set up.</summary>
internal static class SimulationProbes
{
    /// <summary>In a transient each memristor looks after itself, at every accepted point.</summary>
    /// <exception cref="InvalidParameterException">A memristor is outside the range of its card.</exception>
    public static void RequireInRange(FlatNetlist flat, Simulation simulation)
    {
        foreach (var memristor in flat.Elements.OfType<Memristor>())
            simulation.EntityBehaviors[memristor.Name].GetValue<IMemristorBehavior>().RequireInRange();
    }

    public static Func<double>[] Of(IEnumerable<Expression> quantities, Simulation simulation)
    {
        var solved = simulation.GetState<IBiasingSimulationState>();
        return [.. quantities.Select(Probe)];

        Func<double> Probe(Expression quantity)
        {
            switch (quantity)
            {
                case NodeVoltageExpression v:
                    var (positive, negative) = (solved[v.Positive.Name], solved[v.Negative.Name]);
                    return () => positive.Value - negative.Value;
                case DeviceStateExpression w:
                    var memristor = simulation.EntityBehaviors[w.Element].GetValue<IMemristorBehavior>();
                    return () => memristor.State;
                default:
                    var branch = simulation.EntityBehaviors[((BranchCurrentExpression)quantity).Element].GetValue<IBranchedBehavior<double>>().Branch;
                    return () => branch.Value;
            }
        }
    }
}

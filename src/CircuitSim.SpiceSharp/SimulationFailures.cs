using SpiceSharp;
using SpiceSharp.Algebra;
using SpiceSharp.Entities;
using SpiceSharp.Simulations;
using SpiceSharp.Simulations.Biasing;
using SpiceSharp.Validation;

namespace CircuitSim.SpiceSharp;

/// <summary>What SpiceSharp says when it fails, in CircuitSim's exceptions.</summary>
internal static class SimulationFailures
{
    private const string Remedy = "Check the elements at that place, give .nodeset voltages, raise itl1, or try the built-in engine.";

    public static CircuitSimException Translate(SpiceSharpException failure, BiasingSimulation simulation, IEntityCollection circuit)
    {
        switch (failure)
        {
            case ValidationFailedException { Rules: { } rules }:
                return Violation(rules, failure);
            case SingularException { Index: > 0 } singular:
                var solved = simulation.GetState<IBiasingSimulationState>();
                return Undetermined(solved.Map[solved.Solver.InternalToExternal(new MatrixLocation(singular.Index, singular.Index)).Column]);
            case TimestepTooSmallException step:
                var (place, change, bound) = Worst(simulation);
                return ConvergenceException.StepTooSmall(
                    simulation.Name, step.Time, step.Timestep, Iterations(simulation), change, bound, change > bound ? place : null);
            default:
                var (where, residual, tolerance) = Worst(simulation);
                // No iteration came to its end: the matrix was singular, for which there may be a reason that was not looked for.
                return where is null
                    ? Violation(Judge(simulation, circuit), failure)
                    : ConvergenceException.NotReached(simulation.Name, Iterations(simulation), residual, tolerance, where, Remedy, (simulation as Transient)?.Time);
        }
    }

    private static Rules Judge(BiasingSimulation simulation, IEntityCollection circuit)
    {
        var rules = new Rules(simulation.GetState<IBiasingSimulationState>(), simulation.BiasingParameters.NodeComparer);
        foreach (var subject in circuit.OfType<IRuleSubject>())
            subject.Apply(rules);
        return rules;
    }

    private static CircuitSimException Violation(IRules rules, SpiceSharpException failure)
    {
        var violations = rules.Violations.ToList();
        // A loop first: what hangs on it may float as well.
        if (violations.OfType<VoltageLoopRuleViolation>().FirstOrDefault() is { Subject: IEntity element })
            return SingularMatrixException.VoltageLoop(element.Name);
        return violations.OfType<FloatingNodeRuleViolation>().FirstOrDefault() is { } floating
            ? SingularMatrixException.FloatingNode(floating.FloatingVariable.Name)
            : ExternalSimulatorException.Refused(SpiceSharpSimulator.EngineName, failure.Message);
    }

    /// <summary>A branch is called after its element, "V1/branch".</summary>
    private static SingularMatrixException Undetermined(IVariable unknown) =>
        unknown.Unit == Units.Volt ? SingularMatrixException.FloatingNode(unknown.Name) : SingularMatrixException.VoltageLoop(unknown.Name.Split('/')[0]);

    /// <summary>The unknown that last kept an iteration from converging, its change in it, and what was allowed.</summary>
    private static (string? Where, double Residual, double Tolerance) Worst(BiasingSimulation simulation)
    {
        if (simulation.ProblemVariable is not { } unknown || !simulation.TryGetState<IBiasingSimulationState>(out var solved) || !solved.Map.Contains(unknown))
            return (null, 0, 0);
        var index = solved.Map[unknown];
        var (now, before) = (solved.Solution[index], solved.OldSolution[index]);
        var p = simulation.BiasingParameters;
        var tolerance = p.RelativeTolerance * Math.Max(Math.Abs(now), Math.Abs(before))
            + (unknown.Unit == Units.Volt ? p.VoltageTolerance : p.AbsoluteTolerance);
        return (unknown.Name, Math.Abs(now - before), tolerance);
    }

    private static int Iterations(BiasingSimulation simulation) =>
        simulation.Statistics.Iterations + ((simulation as Transient)?.Statistics.TransientIterations ?? 0);
}

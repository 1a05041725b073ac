using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>The DC solution of a circuit.</summary>
internal static class OperatingPointSolver
{
    /// <exception cref="SingularMatrixException">Nothing determines an unknown.</exception>
    /// <exception cref="ConvergenceException">No way to a solution was found.</exception>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card there.</exception>
    public static OperatingPoint Solve(Circuit circuit, CancellationToken cancellationToken)
    {
        var (system, newton) = Find(circuit, cancellationToken);
        return Result(circuit, system.Target.X, new SimulationStatistics(circuit.Numbering.UnknownCount, 1, NewtonIterations: newton.Iterations));
    }

    /// <summary>The equations at the operating point, with their devices accepted there.</summary>
    /// <inheritdoc cref="Solve"/>
    public static (EquationSystem System, NewtonSolver Newton) Find(Circuit circuit, CancellationToken cancellationToken)
    {
        var system = new EquationSystem(circuit);
        system.RequireDetermined(isDc: true);
        cancellationToken.ThrowIfCancellationRequested();
        var newton = new NewtonSolver(system);
        new OperatingPointSearch(system, newton, "operating point").SolveFromNothing(NodeSets(circuit), null, cancellationToken);
        system.AcceptDevices();
        return (system, newton);
    }

    public static HeldNode[] NodeSets(Circuit circuit) =>
        [.. circuit.Flat.NodeSets.Where(s => !s.Node.IsGround).Select(s => new HeldNode(circuit.Numbering.IndexOfNode(s.Node, ".nodeset"), s.Voltage.Number, circuit.Numbering.IndexOfNode(s.Like, ".nodeset")))];

    public static OperatingPoint Result(Circuit circuit, double[] x, SimulationStatistics? statistics = null) =>
        new(circuit.Numbering.Nodes, x.AsSpan(0, circuit.Numbering.Nodes.Count), circuit.Numbering.Branches, x.AsSpan(circuit.Numbering.VoltageCount, circuit.Numbering.Branches.Count)) { Statistics = statistics };
}

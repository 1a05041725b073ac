using CircuitSim.Netlists;

namespace CircuitSim.Engine;

/// <summary>The DC solution of a circuit.</summary>
internal static class OperatingPointSolver
{
    /// <exception cref="SingularMatrixException">Nothing determines an unknown.</exception>
    /// <exception cref="ConvergenceException">No way to a solution was found.</exception>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card there.</exception>
    public static OperatingPoint Solve(Circuit circuit, CancellationToken cancellationToken)
    {
        circuit.RequireDetermined(isDc: true);
        var system = new EquationSystem(circuit);
        cancellationToken.ThrowIfCancellationRequested();
        var newton = new NewtonSolver(system);
        new OperatingPointSearch(system, newton, "operating point").SolveFromNothing(NodeSets(circuit), null, cancellationToken);
        system.AcceptDevices();
        return Result(circuit, system.Target.X, new SimulationStatistics(circuit.UnknownCount, 1, NewtonIterations: newton.Iterations));
    }

    public static (int Node, double Voltage)[] NodeSets(Circuit circuit) =>
        [.. circuit.Flat.NodeSets.Where(s => !s.Node.IsGround).Select(s => (circuit.IndexOfNode(s.Node, ".nodeset"), s.Voltage.Number))];

    public static OperatingPoint Result(Circuit circuit, double[] x, SimulationStatistics? statistics = null)
    {
        var voltages = new Dictionary<NodeId, double>(circuit.Nodes.Count);
        var currents = new Dictionary<string, double>(circuit.Branches.Count, StringComparer.OrdinalIgnoreCase);
        for (var k = 0; k < circuit.Nodes.Count; k++)
            voltages.Add(circuit.Nodes[k], x[k]);
        for (var k = 0; k < circuit.Branches.Count; k++)
            currents.Add(circuit.Branches[k], x[circuit.VoltageCount + k]);
        return new OperatingPoint(voltages, currents) { Statistics = statistics };
    }
}

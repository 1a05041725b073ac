using CircuitSim.Netlists;

namespace CircuitSim.Engine;

/// <summary>The DC solution of a circuit.</summary>
internal static class OperatingPointAnalysis
{
    /// <exception cref="SingularMatrixException">The matrix has no pivot for an unknown.</exception>
    /// <exception cref="ConvergenceException">The values are beyond what floating point can hold.</exception>
    public static OperatingPoint Solve(Circuit circuit, CancellationToken cancellationToken)
    {
        var system = new EquationSystem(circuit);
        cancellationToken.ThrowIfCancellationRequested();
        system.Stamp();
        var outcome = system.Factor();
        if (!outcome.Succeeded)
            throw circuit.Undetermined(outcome.FailedColumn);
        system.Step();
        // A linear circuit is solved by one step. The second, on the same factors, is iterative refinement: its
        // residual is summed from the currents of the elements, where no large conductances cancel.
        system.Stamp();
        system.Step();
        return Result(circuit, system.X);
    }

    private static OperatingPoint Result(Circuit circuit, double[] x)
    {
        var voltages = new Dictionary<NodeId, double>(circuit.Nodes.Count);
        var currents = new Dictionary<string, double>(circuit.Branches.Count, StringComparer.OrdinalIgnoreCase);
        for (var k = 0; k < circuit.Nodes.Count; k++)
            voltages.Add(circuit.Nodes[k], RequireFinite(x[k], circuit.Nodes[k].Name));
        for (var k = 0; k < circuit.Branches.Count; k++)
            currents.Add(circuit.Branches[k], RequireFinite(x[circuit.Nodes.Count + k], circuit.Branches[k]));
        return new OperatingPoint(voltages, currents);
    }

    private static double RequireFinite(double value, string where) =>
        double.IsFinite(value)
            ? value
            : throw ConvergenceException.NotReached("operating point", 1, double.PositiveInfinity, 0, where,
                "The values of the elements are too far apart for floating point; check their units.");
}

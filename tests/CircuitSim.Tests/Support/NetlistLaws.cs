using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CircuitSim.Tests.Support;

/// <summary>
/// A resistive netlist with grounded voltage sources solved by nodal analysis on a dense matrix: slow, obvious, and
/// independent of every solver of the product.
/// </summary>
public static class NetlistLaws
{
    /// <summary>Voltages of all nodes, by name.</summary>
    public static Dictionary<NodeId, double> DenseNodeVoltages(Netlist netlist)
    {
        var known = new Dictionary<NodeId, double> { [NodeId.Ground] = 0 };
        foreach (var source in netlist.Elements.OfType<VoltageSource>())
            known[source.Positive] = source.Voltage.OperatingPointValue;
        var unknowns = netlist.Elements.SelectMany(e => e.Nodes).Distinct().Where(n => !known.ContainsKey(n)).ToList();
        var index = unknowns.Select((node, k) => (node, k)).ToDictionary(x => x.node, x => x.k);
        if (unknowns.Count == 0)
            return known;
        var matrix = new DenseMatrix(unknowns.Count);
        var rhs = new DenseVector(unknowns.Count);
        foreach (var r in netlist.Elements.OfType<Resistor>())
        {
            foreach (var (here, there) in new[] { (r.Positive, r.Negative), (r.Negative, r.Positive) })
            {
                if (!index.TryGetValue(here, out var row))
                    continue;
                matrix[row, row] += 1 / r.Resistance.Number;
                if (index.TryGetValue(there, out var column))
                    matrix[row, column] -= 1 / r.Resistance.Number;
                else
                    rhs[row] += known[there] / r.Resistance.Number;
            }
        }

        var solution = matrix.LU().Solve(rhs);
        foreach (var (node, k) in index)
            known[node] = solution[k];
        return known;
    }

    /// <summary>Current that flows into a grounded source's node out of the resistors there [A].</summary>
    public static double CurrentInto(Netlist netlist, NodeId node, Func<NodeId, double> voltage) =>
        netlist.Elements.OfType<Resistor>().Sum(r =>
            r.Positive == node ? (voltage(r.Negative) - voltage(node)) / r.Resistance.Number
            : r.Negative == node ? (voltage(r.Positive) - voltage(node)) / r.Resistance.Number
            : 0);
}

using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.SpiceSharp;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.SpiceSharp;

/// <summary>Whole arrays with their wires on SpiceSharp: reads against the array solver, a write against the built-in engine.</summary>
public class SpiceSharpArrayTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(64)]
    public void Currents_OfAReadArray_AreThoseOfTheArraySolver(int side)
    {
        var array = RandomArray.DrawSized((ulong)side, side, side);
        var solver = new CrossbarSolver(array.Wiring, CrossbarSolverOptions.Tightest);
        solver.Factor(array.Conductances);
        var expected = new double[side];
        solver.Solve(array.RowVoltages, expected);
        var point = new SpiceSharpSimulator().SolveOperatingPoint(
            new Netlist { Title = "array", Elements = CrossbarNetlist.Elements(array.Wiring, array.Conductances, array.RowVoltages) });
        for (var j = 0; j < side; j++)
        {
            Close.Equal(expected[j], point.Current(CrossbarNetlist.SenseSource(j)), rtol: 0, atol: 1e-10 * expected.Max(Math.Abs), where: $"column {j}");
            Close.Equal(solver.BitLineVoltages[j], point.Voltage(new NodeId($"b_0_{j}")), rtol: 0, atol: 1e-10, where: $"b_0_{j}");
        }
    }

    [Fact]
    public void States_OfAWrittenArray_AreThoseOfTheBuiltInEngine()
    {
        const int Side = 8;
        var netlist = WrittenArray.Create(Side);
        var own = Run(new BuiltInSimulator(), netlist);
        var other = Run(new SpiceSharpSimulator(), netlist);
        var card = VteamCard.ToParameters(netlist.Models.Single());
        var range = card.WOff - card.WOn;
        foreach (var vector in own.Header.Vectors)
            Close.Equal(own[vector.Name][^1] / range, other[vector.Name][^1] / range, rtol: 0, atol: 1e-3, where: vector.Name);
        Assert.Equal(Side / 2, own.Header.Vectors.Count(v => Math.Abs(other[v.Name][^1] - other[v.Name][0]) > 0.1 * range));
    }

    private static Waveforms Run(ICircuitSimulator simulator, Netlist netlist)
    {
        var waveforms = new Waveforms();
        simulator.RunTransient(netlist, (TransientAnalysis)netlist.Analyses.Single(), waveforms);
        return waveforms;
    }
}

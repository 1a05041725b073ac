using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
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
        var analysis = (TransientAnalysis)netlist.Analyses.Single();
        var waveforms = new Waveforms();
        new SpiceSharpSimulator().RunTransient(netlist, analysis, waveforms);
        var card = VteamCard.ToParameters(netlist.Models.Single());
        var range = card.WOff - card.WOn;
        string[] cells = [.. Enumerable.Range(0, Side * Side).Select(k => WrittenArray.CellName(k / Side, k % Side))];
        // On its way, too: in the end the written cells stand at a limit, where nobody can be wrong.
        var session = new TransientSession(netlist.Flatten(), analysis);
        var moving = 0;
        for (var point = 0; point < waveforms.Points; point++)
        {
            session.AdvanceTo(Math.Min(waveforms.Axis[point], WrittenArray.Stop));
            foreach (var cell in cells)
            {
                var state = waveforms[$"w({cell})"][point];
                Close.Equal(session.State(cell) / range, state / range, rtol: 0, atol: 1e-3, where: $"{cell} at {waveforms.Axis[point]} s");
                moving += state > card.WOn && state != waveforms[$"w({cell})"][0] ? 1 : 0;
            }
        }

        Assert.True(moving > 100, $"{moving} states on their way");
        Assert.Equal(Side / 2, cells.Count(c => Math.Abs(waveforms[$"w({c})"][^1] - waveforms[$"w({c})"][0]) > 0.1 * range));
    }
}

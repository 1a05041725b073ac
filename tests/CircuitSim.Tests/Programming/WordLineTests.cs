using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Programming;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Programming;

public class WordLineTests
{
    /// <summary>The line as a ladder of resistors with a current source at every column, on the engine.</summary>
    [Theory]
    [InlineData(WordLineDrive.OneEnd)]
    [InlineData(WordLineDrive.BothEnds)]
    public void Drops_OfUnevenWires_AreThoseOfTheLadder(WordLineDrive drive)
    {
        double[] segments = [3, 5, 0.5, 7, 11];
        double[] currents = [1e-4, 0, 3e-4, 2e-4];
        var wiring = new CrossbarWiring
        {
            Rows = 1,
            Columns = 4,
            WordLineSegments = ResistanceMap.PerPlace(segments),
            BitLineSegments = 2,
            Drivers = 40,
            Drive = drive,
        };
        var drops = new double[4];
        new WordLine(wiring, 0).Drops(currents, drops);
        for (var j = 0; j < 4; j++)
        {
            var ladder = new Netlist
            {
                Title = "ladder",
                Elements =
                [
                    new Resistor("Rd", NodeId.Ground, new NodeId("d"), 40),
                    .. Enumerable.Range(0, 4).Select(k => new Resistor($"R{k}", new NodeId(k == 0 ? "d" : $"w{k - 1}"), new NodeId($"w{k}"), segments[k])),
                    .. Enumerable.Range(0, 4).Where(k => k != j).Select(k => new CurrentSource($"I{k}", new NodeId($"w{k}"), NodeId.Ground, currents[k])),
                    .. drive == WordLineDrive.BothEnds ? [new Resistor("Re", new NodeId("w3"), NodeId.Ground, segments[4] + 40)] : Array.Empty<Element>(),
                ],
            };
            var session = new TransientSession(ladder.Flatten(), new TransientAnalysis(1e-9, 1e-6));
            Close.Equal(-session.Voltage(new NodeId($"w{j}")), drops[j], rtol: 1e-12);
        }
    }

    [Theory]
    [InlineData(CellStructure.Memristor)]
    [InlineData(CellStructure.Selector)]
    public void ReadCurrent_OfAConductance_IsReadAsThatConductance(CellStructure structure)
    {
        var cell = new CellDesign { Structure = structure };
        foreach (var conductance in new[] { 1e-6, 3e-5, 1e-3 })
            Close.Equal(conductance, cell.ReadConductance(cell.ReadCurrent(conductance, 1), 1), rtol: 1e-9);
    }
}

using CircuitSim.Cosimulation;
using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

public class LayerCircuitTests
{
    private static readonly SimulatorOptions Exact = SimulatorOptions.Default with { RelativeTolerance = 1e-10, VoltageTolerance = 1e-12, CurrentTolerance = 1e-16 };

    /// <summary>The array as every wire and as the mesh between its ports, each with DACs, drivers, TIAs and subtractors around it.</summary>
    [Fact]
    public void Netlist_OfATile_IsTheSameWithEveryWireAndByPortAdmittance()
    {
        var (wired, ports) = (Solve(everyWire: true), Solve(everyWire: false));
        for (var image = 0; image < wired.Length; image++)
            Close.Equal(wired[image], ports[image], 0, 1e-9 * 0.5, where: $"tap of image {image}");
        Assert.True(wired[0].Max() > 0.2, "full scale is hardly used");

        static double[][] Solve(bool everyWire)
        {
            var circuit = new LayerCircuit(LayerTile.Parts(32, 9, everyWire, hasDacs: true));
            var session = new OperatingPointSession((circuit.Netlist with { Options = Exact }).Flatten());
            return [.. Enumerable.Range(0, 3).Select(image =>
            {
                foreach (var (source, value) in circuit.Inputs(LayerTile.Codes(32, image)))
                    session.SetSource(source, value);
                session.Solve();
                return (double[])
                [
                    .. Enumerable.Range(0, 32).Select(i => session.Voltage(circuit.RowNode(i))),
                    .. Enumerable.Range(0, 9).Select(j => 1e4 * session.Current(LayerCircuit.SenseSource(j))),
                    .. Enumerable.Range(0, 9).Select(j => session.Voltage(LayerCircuit.TerminationNode(j))),
                    .. Enumerable.Range(0, 8).Select(k => session.Voltage(LayerCircuit.SubtractorNode(k))),
                ];
            })];
        }
    }

    [Fact]
    public void Inputs_ThatTheRowsDoNotTake_AreRefused()
    {
        var (codes, voltages) = (new LayerCircuit(LayerTile.Parts(2, 3, true, hasDacs: true)), new LayerCircuit(LayerTile.Parts(2, 3, true)));
        Assert.Contains("code of row 1", Assert.Throws<InvalidParameterException>(() => codes.Inputs([0, 32])).Message, StringComparison.Ordinal);
        Assert.Contains("take codes", Assert.Throws<InvalidParameterException>(() => codes.Inputs([0.1, 0.2])).Message, StringComparison.Ordinal);
        Assert.Contains("have no DACs", Assert.Throws<InvalidParameterException>(() => voltages.Inputs([1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("[3]", Assert.Throws<InvalidParameterException>(() => voltages.Inputs([0.1, 0.1, 0.1])).Message, StringComparison.Ordinal);
    }
}

using CircuitSim.Cosimulation;
using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

public class LayerCircuitTests
{
    private static readonly SimulatorOptions Exact = SimulatorOptions.Default with { RelativeTolerance = 1e-10, VoltageTolerance = 1e-12, CurrentTolerance = 1e-16 };

    /// <summary>The array as every wire and as the mesh between its ports, each with DACs, drivers, TIAs and subtractors around it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Netlist_OfATile_IsTheSameWithEveryWireAndByPortAdmittance(bool hasTransistors)
    {
        IAmplifier amplifier = hasTransistors ? new TransistorAmplifier("opamp_1v8", LayerTile.Amplifier) : LayerTile.Amplifier;

        var (wired, ports) = (Solve(everyWire: true), Solve(everyWire: false));
        for (var image = 0; image < wired.Length; image++)
            Close.Equal(wired[image], ports[image], 0, 1e-9 * 0.5, where: $"tap of image {image}");
        Assert.True(wired[0].Max() > 0.2, "full scale is hardly used");

        double[][] Solve(bool everyWire)
        {
            var circuit = new LayerCircuit(LayerTile.Parts(32, 9, everyWire, amplifier, hasDacs: true));
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

    /// <summary>The text of a tile by its port admittance, with inputs, on ngspice.</summary>
    [NgspiceFact]
    [Trait("Category", "slow")]
    public void Netlist_ByPortAdmittance_RestsTheSameInNgspice()
    {
        var circuit = new LayerCircuit(LayerTile.Parts(32, 9, everyWire: false, hasDacs: true));
        var inputs = circuit.Inputs(LayerTile.Codes(32, 1)).ToDictionary(i => i.Source, i => i.Value);
        var netlist = circuit.Netlist with
        {
            Elements = [.. circuit.Netlist.Elements.Select(e => e is VoltageSource v && inputs.TryGetValue(v.Name, out var value) ? v with { Voltage = value } : e)],
            Options = circuit.Netlist.Options with { RelativeTolerance = 1e-9, VoltageTolerance = 1e-12, CurrentTolerance = 1e-15 },
        };
        var (own, ngspice) = (new BuiltInSimulator().SolveOperatingPoint(netlist), new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }).SolveOperatingPoint(netlist));
        foreach (var node in Enumerable.Range(0, 9).Select(LayerCircuit.TerminationNode).Concat(Enumerable.Range(0, 8).Select(LayerCircuit.SubtractorNode)))
            Close.Equal(ngspice.Voltage(node), own.Voltage(node), 0, 1e-6 * 0.5, where: $"{node}");
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

using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cosimulation;

public class LayerTransientTests
{
    /// <summary>One resistor of 10 kΩ: the current follows the edge, and P = v²/R.</summary>
    [Fact]
    public void Read_OfOneResistor_SettlesWithTheEdgeAndTakesItsEnergy()
    {
        var (edge, stop, v, r) = (2e-9, 20e-9, 0.2, 10e3);
        var parts = new LayerParts { Wiring = CrossbarWiring.Uniform(1, 1, 0), Cells = [1 / r], EveryWire = true };
        var timing = Timing(stop) with { Edge = edge, CurrentTolerance = 0.1 * v / r, LongestStep = edge / 200 };
        var response = new LayerTransient(new LayerCircuit(parts), timing).Read([v]);
        Close.Equal(v / r, response[ReadOutStage.Array].Values[0], 1e-12);
        Close.Equal(0.9 * edge, response[ReadOutStage.Array].Settled, 1e-9);
        // ∫ (t/edge)² is a third of the edge.
        Close.Equal(v * v / r * (stop - 2.0 / 3 * edge), response.TotalEnergy, 1e-5);
        Assert.Equal(response.TotalEnergy, response.Energy[ReadOutStage.Driver]);
        Assert.Empty(response.Unsettled);
    }

    /// <summary>The segment's capacitance behind a driver resistance: I = V/R (1 − e^(−t/τ)), τ = C (R_d ‖ R_cell).</summary>
    [Fact]
    public void Read_OfACapacitiveLine_SettlesExponentially()
    {
        var (v, rd, cell, c) = (0.2, 1e3, 9e3, 10e-12);
        var parts = new LayerParts
        {
            Wiring = CrossbarWiring.Uniform(1, 1, 0, driverResistance: rd) with { SegmentCapacitance = c },
            Cells = [1 / cell],
            EveryWire = true,
        };
        var (tau, end) = (c * rd * cell / (rd + cell), v / (rd + cell));
        var timing = Timing(20 * tau) with { Edge = 1e-6 * tau, CurrentTolerance = 0.01 * end, LongestStep = tau / 100 };
        var response = new LayerTransient(new LayerCircuit(parts), timing).Read([v]);
        Close.Equal(end, response[ReadOutStage.Array].Values[0], 1e-6);
        Close.Equal(tau * Math.Log(100), response[ReadOutStage.Array].Settled, 1e-3);
    }

    /// <summary>Every read begins at rest, whatever was read before, and ends where the circuit rests with its inputs.</summary>
    [Fact]
    public void Read_OfATile_EndsAtTheOperatingPointAndForgetsEarlierReads()
    {
        var circuit = new LayerCircuit(LayerTile.Parts(6, 4, everyWire: true, hasDacs: true));
        var session = new OperatingPointSession(circuit.Netlist.Flatten());
        foreach (var (source, value) in circuit.Inputs(LayerTile.Codes(6, 1)))
            session.SetSource(source, value);
        session.Solve();

        var transient = new LayerTransient(circuit, Timing(400e-9));
        var first = transient.Read(LayerTile.Codes(6, 1));
        transient.Read(LayerTile.Codes(6, 2));
        var again = transient.Read(LayerTile.Codes(6, 1));
        Assert.Equal([ReadOutStage.Dac, ReadOutStage.Driver, ReadOutStage.Array, ReadOutStage.Tia, ReadOutStage.Subtractor], first.Taps.Select(t => t.Behind));
        for (var t = 0; t < first.Taps.Count; t++)
            Assert.Equal(first.Taps[t].Values, again.Taps[t].Values);
        double[] rows = [.. Enumerable.Range(0, 6).Select(i => session.Voltage(circuit.RowNode(i)))];
        double[] differences = [.. Enumerable.Range(0, 3).Select(k => session.Voltage(LayerCircuit.SubtractorNode(k)))];
        Close.Equal(rows, first[ReadOutStage.Driver].Values, 0, 1e-5, where: "row");
        Close.Equal(differences, first[ReadOutStage.Subtractor].Values, 0, 1e-5, where: "difference");
        Assert.True(first[ReadOutStage.Driver].Settled < first[ReadOutStage.Tia].Settled && first[ReadOutStage.Tia].Settled < first[ReadOutStage.Subtractor].Settled);
        Assert.All(first.Energy.Values, e => Assert.True(e > 0));
    }

    [Fact]
    public void Read_SampledTooEarly_NamesTheTapAndTheRemedy()
    {
        var parts = LayerTile.Parts(4, 3, everyWire: true);
        var circuit = new LayerCircuit(parts with { Holds = [new SampleAndHold { SampleTime = 20e-9 }, new SampleAndHold { SampleTime = 20e-9 }] });
        var early = new LayerTransient(circuit, Timing(200e-9)).Read(LayerTile.RowVoltages(4, 0));
        Assert.Contains(early.Unsettled, line => line.StartsWith("The TIA output of line ", StringComparison.Ordinal) && line.EndsWith("sample later, or give the stage before it more bandwidth.", StringComparison.Ordinal));
        var shortRead = new LayerTransient(new LayerCircuit(parts), Timing(30e-9)).Read(LayerTile.RowVoltages(4, 0));
        Assert.Contains(shortRead.Unsettled, line => line.Contains("read for longer", StringComparison.Ordinal));
    }

    /// <summary>Drivers, every wire, TIAs and subtractors of a whole tile against ngspice, at every point of both.</summary>
    [NgspiceFact]
    [Trait("Category", "slow")]
    public void NetlistOf_AFullTile_IsTheSameInNgspice()
    {
        var circuit = new LayerCircuit(LayerTile.Parts(32, 9, everyWire: true));
        var transient = new LayerTransient(circuit, Timing(150e-9) with { LongestStep = 0.5e-9 });
        var taps = Enumerable.Range(0, 9).Select(LayerCircuit.TerminationNode).Concat(Enumerable.Range(0, 8).Select(LayerCircuit.SubtractorNode));
        var netlist = transient.NetlistOf(circuit.Inputs(LayerTile.RowVoltages(32, 1))) with
        {
            Saves = [.. taps.Select(node => new SaveRequest(new NodeVoltageExpression(node, NodeId.Ground)))],
        };
        var (own, ngspice) = (new Waveforms(), new Waveforms());
        var analysis = netlist.Analyses.OfType<TransientAnalysis>().Single();
        new BuiltInSimulator().RunTransient(netlist, analysis, own);
        new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }).RunTransient(netlist, analysis, ngspice);
        var differences = WaveformDifference.Between(own, ngspice);
        Assert.Equal(17, differences.Count);
        Assert.True(differences.Max(d => d.Swing) > 0.25);
        Assert.All(differences, d => Close.Equal(0, d.Largest, 0, 1e-3 * 0.5, where: $"{d.Name} at {d.Axis} s"));
    }

    /// <summary>
    /// An output layer of 33 rows and ten columns beside one of w_min: TIAs, subtractors and sample-and-holds as one netlist. What is
    /// held is the same in ngspice to a small part of ½ LSB of 8 bits, and a conversion gives the same codes.
    /// </summary>
    [NgspiceFact]
    [Trait("Category", "slow")]
    public void NetlistOf_AnOutputLayer_HoldsTheSameInNgspice()
    {
        const double Sampling = 120e-9, Stop = 140e-9;
        var converter = new SarConverter(new SarDesign { Bits = 8, Lowest = -0.5, Range = 1 });
        var parts = OutputLayer(Sampling);
        var circuit = new LayerCircuit(parts);
        var transient = new LayerTransient(circuit, Timing(Stop));
        var read = transient.Read(LayerTile.RowVoltages(33, 3));
        Assert.Empty(read.Unsettled);

        var netlist = transient.NetlistOf(circuit.Inputs(LayerTile.RowVoltages(33, 3))) with
        {
            Saves = [.. Enumerable.Range(0, 10).Select(l => new SaveRequest(new NodeVoltageExpression(LayerCircuit.HeldNode(l), NodeId.Ground)))],
        };
        var ngspice = new Waveforms();
        new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }).RunTransient(netlist, new TransientAnalysis(0.2e-9, Stop), ngspice);
        for (var l = 0; l < 10; l++)
        {
            var reference = ngspice[$"v({LayerCircuit.HeldNode(l)})"][ngspice.Points - 1];
            Close.Equal(reference, read[ReadOutStage.SampleHold].Values[l], 0, 0.5 / 256 / 10, where: $"held {l}");
            Assert.Equal(converter.Convert(reference), converter.Convert(read[ReadOutStage.SampleHold].Values[l]));
        }
    }

    /// <summary>
    /// Behind buffered sample-and-holds every converter sees its own line alone: solved by itself at the held voltage it gives the code
    /// that it gives inside the whole layer.
    /// </summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Read_WithConvertersInTheNetlist_GivesTheCodesOfConvertersAlone()
    {
        var design = new SarDesign { Bits = 8, Lowest = -0.5, Range = 1, SwitchResistance = 100 };
        var parts = OutputLayer(120e-9, new FollowerDriver { Name = "buffer", Amplifier = LayerTile.Amplifier });
        var whole = new LayerTransient(new LayerCircuit(parts with { Converters = [.. Enumerable.Range(0, 10).Select(_ => new SarConverter(design))] }), Timing(300e-9));
        var converter = new SarConverter(design);
        for (var image = 0; image < 2; image++)
        {
            var read = whole.Read(LayerTile.RowVoltages(33, image));
            Assert.Equal(read[ReadOutStage.SampleHold].Values.Select(v => converter.Convert(v)), read.Codes);
            Assert.True(read.Codes.Distinct().Count() > 3 && read.Energy[ReadOutStage.Adc] != 0);
        }
    }

    /// <summary>A layer as tall as MNIST's first: read in time with every wire it ends where its port admittance rests.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Read_OfALargeLayer_EndsWhereItsPortAdmittanceRests()
    {
        var (rows, columns, voltages) = (785, 17, LayerTile.RowVoltages(785, 4));
        var wired = LayerTile.Parts(rows, columns, everyWire: true);
        wired = wired with { Drivers = [], Wiring = wired.Wiring with { Drivers = ResistanceMap.Uniform(50) } };
        var session = new OperatingPointSession(new LayerCircuit(wired with { EveryWire = false }).Netlist.Flatten());
        for (var i = 0; i < rows; i++)
            session.SetSource(LayerCircuit.RowSource(i), voltages[i]);
        session.Solve();
        var read = new LayerTransient(new LayerCircuit(wired), Timing(150e-9)).Read(voltages);
        Assert.Empty(read.Unsettled);
        double[] differences = [.. Enumerable.Range(0, columns - 1).Select(k => session.Voltage(LayerCircuit.SubtractorNode(k)))];
        Close.Equal(differences, read[ReadOutStage.Subtractor].Values, 0, 20e-6, where: "difference");
        Assert.True(differences.Max(Math.Abs) > 10e-3);
    }

    private static LayerParts OutputLayer(double sampling, IAnalogStage? buffer = null) => LayerTile.Parts(33, 11, everyWire: true) with
    {
        Holds = [.. Enumerable.Range(0, 10).Select(_ => new SampleAndHold { SampleTime = sampling, Feedthrough = 0.3e-15, Buffer = buffer })],
    };

    private static LayerTiming Timing(double stop) => new() { Stop = stop, RowTolerance = 1e-3, CurrentTolerance = 0.2e-6, VoltageTolerance = 1e-3 };
}

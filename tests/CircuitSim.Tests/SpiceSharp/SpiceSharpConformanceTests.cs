using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.SpiceSharp;
using CircuitSim.Tests.Conformance;

namespace CircuitSim.Tests.SpiceSharp;

/// <summary>The conformance corpus on SpiceSharp, against ngspice's stored values, at the corpus's tolerances.</summary>
public class SpiceSharpConformanceTests(ITestOutputHelper output)
{
    private const double PointTolerance = 1e-6;
    private const double WaveformTolerance = 5e-3;

    /// <summary>
    /// Compared in its node voltages only: in depletion SpiceSharp has SPICE 3f5's form of Meyer's capacitances, without one
    /// between gate and drain, and ngspice a later one. Where both transistors are nearly off, the input current differs by 1.5 %. The junctions of its level 3 have gmin twice in reverse,
    /// and those of a bipolar transistor otherwise: picoamperes of the terminals of one that is off.
    /// </summary>
    private static readonly string[] OnlyVoltages = ["tran-pass-gate", "tran-mos3-pass", "op-mos3-regions", "op-mos3-short", "op-mos3-velocity", "op-mos-defaults", "dc-mos3-output", "dc-terminal-currents"];

    /// <summary>
    /// What SpiceSharp cannot express: the ic of a transistor, which it does not follow, a breakdown steeper than n has it, what a diode has beyond SPICE 3f5, a JFET whose gate starts at the charges of its operating point (tran-jfet-gate, which it gets wrong), and of a
    /// bipolar transistor the substrate's current or place, the excess phase and capacitances at another temperature than the card's; sweeps of what is no source, sources that follow their own current.
    /// </summary>
    private static readonly string[] Refused =
    [
        "tran-uic-mosfet", "op-diode-breakdown-nbv", "op-bjt-substrate", "op-bjt-areas", "tran-bjt-follower", "tran-bjt-741", "tran-bjt-substrate",
        "op-bjt-knee", "tran-bjt-start", "tran-bjt-hot", "tran-bjt-excess-phase",
        "op-diode-high-injection", "op-diode-recombination", "op-diode-sidewall", "op-diode-tunnel", "op-diode-temperatures", "op-diode-geometry", "tran-diode-sidewall", "op-jfet-temperatures", "tran-jfet-start", "tran-jfet-gate", "op-mesfet-regions", "dc-mesfet-output", "tran-mesfet-inverter", "op-vdmos-regions", "op-vdmos-temperatures", "dc-vdmos-output", "tran-vdmos-switch",
        "dc-resistor", "dc-resistor-in-call", "dc-temperature", "dc-temperature-source", "dc-temperature-mos", "dc-mos-temperature-levels",
        "tran-functions-with-memory", "tran-behavioral-inductor", "measure-ac-resonance",
    ];

    public static TheoryData<string> Circuits => [.. ConformanceCircuit.Names.Except(Refused).Where(name => !name.StartsWith("ac-", StringComparison.Ordinal) && !name.StartsWith("noise-", StringComparison.Ordinal) && !name.StartsWith("tf-", StringComparison.Ordinal) && !name.StartsWith("sens-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Circuits))]
    public void SpiceSharp_AgainstStoredValues_Agrees(string name)
    {
        var circuit = ConformanceCircuit.Load(name).Tightened();
        var golden = ConformanceValues.FromText(File.ReadAllText(Path.Combine(ConformanceCircuit.Folder, name + ".golden")));
        var actual = circuit.Run(new SpiceSharpSimulator());
        if (OnlyVoltages.Contains(name))
            (golden, actual) = (golden.Voltages(), actual.Voltages());
        var alongTime = circuit.Analysis is TransientAnalysis;
        var (difference, where, _) = actual.LargestDifference(golden, alongTime);
        output.WriteLine($"{name}: {difference:E2}, {where} {actual.Statistics}");
        Assert.True(difference <= (alongTime ? WaveformTolerance : PointTolerance), $"{name}: {difference:E2}, {where}");
    }

    [Fact]
    public void SpiceSharp_OfSmallSignals_IsRefusedByName() => Assert.Contains(
        ".ac is not among what SpiceSharp is given here", Assert.Throws<NetlistException>(() => ConformanceCircuit.Load("ac-rc-lowpass").Run(new SpiceSharpSimulator())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("tran-uic-mosfet", "M1: SpiceSharp does not follow its ic")]
    [InlineData("op-diode-breakdown-nbv", "model d1: SpiceSharp breaks down with nbv = n alone")]
    [InlineData("op-diode-high-injection", "model dm: SpiceSharp's diode has no high injection (ikf, ikr), recombination (isr), sidewall")]
    [InlineData("op-diode-temperatures", "model dm: SpiceSharp's diode has no temperature coefficients")]
    [InlineData("op-jfet-temperatures", "model ja: SpiceSharp's junction FET has no vtotc, tcv, betatce")]
    [InlineData("op-vdmos-regions", "elements of kind vertical MOSFET")]
    [InlineData("op-mesfet-regions", "elements of kind MESFET")]
    [InlineData("op-bjt-substrate", "model qn: SpiceSharp has no current of the substrate")]
    [InlineData("tran-bjt-741", "model X1.pnp: SpiceSharp has the substrate under the collector")]
    [InlineData("tran-bjt-start", "Q1: SpiceSharp does not follow its ic")]
    [InlineData("tran-bjt-hot", "Q1: the potentials of SpiceSharp's junctions follow the temperature otherwise")]
    [InlineData("dc-temperature", ".dc in SpiceSharp sweeps sources, not temp")]
    [InlineData("dc-resistor-in-call", ".dc in SpiceSharp sweeps sources, not X1.R2")]
    [InlineData("tran-behavioral-inductor", "L1: SpiceSharp cannot build a source that follows its own current")]
    [InlineData("tran-bjt-excess-phase", "model qn: SpiceSharp's excess phase is none in a transient")]
    public void SpiceSharp_WhatItCannotExpress_IsRefusedByName(string name, string message)
    {
        Assert.Contains(name, Refused);
        var e = Assert.Throws<NetlistException>(() => ConformanceCircuit.Load(name).Run(new SpiceSharpSimulator()));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }
}

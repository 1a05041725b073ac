using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Conformance;

/// <summary>What must not matter: the order of the cards, and with it the numbering of nodes, and the names of nodes and elements.</summary>
public class InvarianceTests
{
    public static TheoryData<string> PointsAndSweeps =>
        [.. ConformanceCircuit.Names.Where(name => !name.StartsWith("tran-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(PointsAndSweeps))]
    public void Answer_OfReorderedCards_IsTheSame(string name)
    {
        var circuit = ConformanceCircuit.Load(name);
        var elements = circuit.Netlist.Elements.ToArray();
        new RandomStream(1).Child(name).Shuffle<Element>(elements);
        AssertSame(circuit, circuit with { Netlist = circuit.Netlist with { Elements = elements } }, "");
    }

    [Theory]
    [MemberData(nameof(PointsAndSweeps))]
    public void Answer_OfRenamedNodesAndElements_IsTheSame(string name)
    {
        // Put into a subcircuit without ports, every node and element gets another name.
        var circuit = ConformanceCircuit.Load(name);
        // Global nodes keep their names wherever they are; flat, they are nodes like others.
        if (circuit.Netlist.GlobalNodes.Count > 0)
            circuit = circuit with { Netlist = circuit.Netlist.Flatten().Circuit };
        if (circuit.Netlist.Saves.Count > 0 || circuit.Netlist.NodeSets.Count > 0 || circuit.Analysis is DcSweepAnalysis or NoiseAnalysis or TransferFunctionAnalysis or SensitivityAnalysis)
            circuit = circuit with { Netlist = circuit.Netlist with { Saves = [], NodeSets = [], Analyses = [new CircuitSim.Netlists.Analyses.OperatingPointAnalysis()] } };
        var wrapped = circuit.Netlist with
        {
            Elements = [new SubcircuitCall("X9", [], "whole")],
            Subcircuits = [.. circuit.Netlist.Subcircuits, new Subcircuit("whole", [], circuit.Netlist.Elements)],
        };
        AssertSame(circuit, circuit with { Netlist = wrapped }, "x9.");
    }

    /// <summary>
    /// KCL at every accepted point: with an ammeter in each branch of a node, the currents must sum to zero, whatever the
    /// step control and Newton's iteration did.
    /// </summary>
    [Theory]
    [InlineData("R1 in a1 100\nVr a1 a 0\nC1 a c1 10n\nVc c1 0 0\nL1 a l1 1m\nVl l1 0 0", "i(Vr)", "i(Vc)", "i(Vl)")]
    [InlineData("R1 in a1 1k\nVr a1 a 0\nD1 a d1 dm\nVd d1 0 0\nC1 a c1 1n\nVc c1 0 0\n.model dm D(is=1e-13 cjo=2p tt=5n rs=3)", "i(Vr)", "i(Vd)", "i(Vc)")]
    [InlineData("Vdd vdd 0 3\nR1 vdd a1 5k\nVr a1 a 0\nM1 m1 in 0 0 nm w=20u l=1u\nVm a m1 0\nC1 a c1 1p\nVc c1 0 0\n.model nm NMOS(level=1 vto=0.7 kp=100u cgdo=0.3n cgso=0.3n)", "i(Vr)", "i(Vm)", "i(Vc)")]
    public void Currents_AtEveryAcceptedPoint_SumToZero(string branches, string into, string outOf1, string outOf2)
    {
        var netlist = Spice.Read($"V1 in 0 PULSE(0 3 1u 0.1u 0.1u 3u 8u)\n{branches}\n.tran 0.1u 20u");
        var (waveforms, statistics) = Spice.Transient(netlist);
        Assert.True(statistics.AcceptedSteps > 100);
        var largest = waveforms[into].Max(Math.Abs);
        for (var k = 0; k < waveforms.Points; k++)
        {
            Close.Equal(waveforms[into][k], waveforms[outOf1][k] + waveforms[outOf2][k], rtol: 0,
                atol: netlist.Options.RelativeTolerance * largest * 1e-3 + netlist.Options.CurrentTolerance, where: $"t = {waveforms.Axis[k]} s");
        }
    }

    private static void AssertSame(ConformanceCircuit circuit, ConformanceCircuit other, string prefix)
    {
        var expected = circuit.Run(new BuiltInSimulator());
        var actual = other.Run(new BuiltInSimulator());
        Assert.Equal(expected.Vectors.Count, actual.Vectors.Count);
        foreach (var (name, values) in expected.Vectors)
        {
            // Newton's iteration goes on until steps stop shrinking: what is left is rounding, amplified by the circuit's gain.
            var floor = name.StartsWith("i(", StringComparison.Ordinal) ? 1e-13 : 1e-9;
            Close.Equal(values, actual.Vectors[Prefixed(name, prefix)], rtol: 1e-8, atol: floor, where: $"{circuit.Name} {name}");
        }
    }

    private static string Prefixed(string vector, string prefix) =>
        prefix.Length == 0 ? vector : vector.Replace("(", "(" + prefix, StringComparison.Ordinal).Replace(",", "," + prefix, StringComparison.Ordinal);
}

using CircuitSim.Netlists;
using CircuitSim.SpiceSharp;
using CircuitSim.Tests.Conformance;
using Xunit.Abstractions;

namespace CircuitSim.Tests.SpiceSharp;

/// <summary>The conformance corpus on SpiceSharp, against ngspice's stored values, at the corpus's tolerances.</summary>
public class SpiceSharpConformanceTests(ITestOutputHelper output)
{
    private const double PointTolerance = 1e-6;
    private const double WaveformTolerance = 5e-3;

    /// <summary>Its supply carries 5 pA, in which 1 pA of the trapezoidal rule's ringing would count.</summary>
    private const string OnGear = "tran-pass-gate";

    public static TheoryData<string> Circuits => [.. ConformanceCircuit.Names];

    [Theory]
    [MemberData(nameof(Circuits))]
    public void SpiceSharp_AgainstStoredValues_Agrees(string name)
    {
        var circuit = ConformanceCircuit.Load(name).Tightened();
        if (name == OnGear)
            circuit = circuit with { Netlist = circuit.Netlist with { Options = circuit.Netlist.Options with { Method = IntegrationMethod.Gear } } };
        var golden = ConformanceValues.FromText(File.ReadAllText(Path.Combine(ConformanceCircuit.Folder, name + ".golden")));
        var actual = circuit.Run(new SpiceSharpSimulator());
        var alongTime = circuit.Analysis is TransientAnalysis;
        var (difference, where, _) = actual.LargestDifference(golden, alongTime);
        output.WriteLine($"{name}: {difference:E2}, {where} {actual.Statistics}");
        Assert.True(difference <= (alongTime ? WaveformTolerance : PointTolerance), $"{name}: {difference:E2}, {where}");
    }
}

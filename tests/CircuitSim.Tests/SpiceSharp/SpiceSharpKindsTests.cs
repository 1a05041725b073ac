using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.SpiceSharp;
using CircuitSim.Tests.Netlists;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.SpiceSharp;

public class SpiceSharpKindsTests
{
    /// <summary>But what it does not have and refuses by name (SpiceSharpConformanceTests).</summary>
    public static TheoryData<string> Kinds => [.. ElementKindsTests.Kinds.Select(row => row.Data).Where(kind => kind is not ("Mesfet" or "VerticalMosfet"))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_OnSpiceSharp_Runs(string kind) =>
        Close.Equal(1, new SpiceSharpSimulator().SolveOperatingPoint(ElementKindsTests.Read(kind)).Voltage(new NodeId("a")), rtol: 1e-9);
}

using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.SpiceSharp;
using CircuitSim.Tests.Netlists;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.SpiceSharp;

public class SpiceSharpKindsTests
{
    public static TheoryData<string> Kinds => ElementKindsTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_OnSpiceSharp_Runs(string kind) =>
        Close.Equal(1, new SpiceSharpSimulator().SolveOperatingPoint(ElementKindsTests.Read(kind)).Voltage(new NodeId("a")), rtol: 1e-9);
}

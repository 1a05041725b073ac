using CircuitSim.SpiceSharp;
using CircuitSim.Tests.Engine;

namespace CircuitSim.Tests.SpiceSharp;

public class IonDriftMemristorTests(ITestOutputHelper log)
{
    [Theory]
    [MemberData(nameof(IonDriftGoldenTests.Drives), MemberType = typeof(IonDriftGoldenTests))]
    public void States_OfTheComponent_AreThoseOfRadau(string name, int p, string start, string source, double end) =>
        IonDriftGoldenTests.Compare(log, new SpiceSharpSimulator(), name, IonDriftGoldenTests.Netlist(p, start, source, end));
}

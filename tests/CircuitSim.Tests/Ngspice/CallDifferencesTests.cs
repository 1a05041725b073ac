using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

/// <summary>What netlists/README.md says that ngspice 39 has otherwise in calls with m. A version that has it right fails here, and its row goes.</summary>
public class CallDifferencesTests
{
    [NgspiceTheory]
    [InlineData("X1 in a outer m=3\n.subckt outer p q\nR1 p x 3k\nX1 x q leaf m=4\n.ends\n.subckt leaf p q\nR1 p q 20k\n.ends", 1000 / (1000 + 23e3 / 3))]
    [InlineData("X1 in a s m=3\n.subckt s p q\nV1 p p1 0\nR1 p1 q 12k\nF1 p q V1 0.5\n.ends", 1000 / (1000 + 4e3 / 2.5))]
    public void Ngspice_OnThePlainText_HasWhatTheReadmeSays(string cards, double expected) =>
        Close.Equal(expected, PlainNgspice.Last($"Vin in 0 1\nRa a 0 1k\n{cards}\n.op", "v(a)"), rtol: 1e-6);
}

using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

/// <summary>
/// What netlists/README.md says that ngspice 39 has otherwise over frequency, on the text as a user would run it. A version that has
/// it right fails here, and its row goes.
/// </summary>
public class FrequencyDifferencesTests
{
    [NgspiceTheory]
    [InlineData("V1 in 0 1 ac 1\nVc c 0 2\nS1 in a c 0 s ON\nR1 a 0 1k\n.model s sw(vt=1 ron=100 roff=1meg)\n.ac lin 1 1k 1k", "v(a)", 1 / 1001.0)]
    [InlineData("I1 0 a ac 1\nR1 a 0 1k temp=127\n.noise v(a) I1 lin 1 10 10", "onoise_spectrum", 4.0713715e-9)] // √(4kTR) at 27 °C
    [InlineData("V1 in 0 ac 1\nR1 in out 10k\nC1 out 0 1n\n.noise v(out) V1 dec 20 10 100meg", "inoise_total", 1.3637494e-4)] // √(4kTR·100 MHz) is 1.2875e-4
    [InlineData("V1 a 0 1\nR1 a b 1k\nVx b 0 0\n.tf i(Vx) V1", "output_impedance", 1e20)]
    [InlineData("V1 a 0 ac 1\nR1 a b 1k\nC1 b 0 1u\n.ac lin 2 1 10", "frequency", 1)]
    public void Ngspice_OnThePlainText_HasWhatTheReadmeSays(string cards, string vector, double expected) =>
        Close.Equal(expected, PlainNgspice.Last(cards, vector), rtol: 1e-5, where: vector);
}

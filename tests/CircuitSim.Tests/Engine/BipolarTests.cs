using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class BipolarTests
{
    private const string Accurate = ".options reltol=1e-7 vntol=1e-10 abstol=1e-16 chgtol=1e-20 gmin=1e-18";

    [Theory]
    [InlineData("npn", 1, "")]
    [InlineData("pnp", -1, "xcjc=0.4 rb=500 cjs=1p mjs=0.4")]
    [InlineData("npn", 1, "xtf=3 itf=1m vtf=2 ikf=1m vaf=20 rb=300 rbm=30")]
    public void Charge_OverManyCycles_StaysWhereItWas(string kind, int sign, string keys)
    {
        // Gains without end: what a capacitor brings to the base is all that comes, and whatever the transistor does in between,
        // conducting, saturating and off, after a whole cycle the base is where it was.
        var (waveforms, _) = Spice.Transient(
            $"{Accurate}\nVin in 0 sin(0 {2 * sign} 1meg)\nCb in b 2p\nVc c 0 sin({1.5 * sign} {1.2 * sign} 1meg 0 0 70)\nQ1 c b 0 m\n.ic v(b)={0.3 * sign}\n"
            + $".model m {kind}(is=1f bf=1e15 br=1e15 cje=1p cjc=2p tf=1n tr=5n {keys})\n.tran 5n 12u 0 5n");
        double[] time = [.. waveforms.Axis];
        var voltage = waveforms["v(b)"];
        double At(double t)
        {
            var k = Array.BinarySearch(time, t) is var found && found >= 0 ? Math.Max(found, 1) : ~found;
            return voltage[k - 1] + (voltage[k] - voltage[k - 1]) * (t - time[k - 1]) / (time[k] - time[k - 1]);
        }

        Assert.InRange(voltage.ToArray().Max() - voltage.ToArray().Min(), 0.5, 2);
        for (var phase = 0.1; phase < 1; phase += 0.1)
            Close.Equal(At((1 + phase) * 1e-6), At((11 + phase) * 1e-6), 0, 1e-4, $"phase {phase}");
    }

    [Theory]
    [InlineData("npn", 1)]
    [InlineData("pnp", -1)]
    public void Transistor_ReleasedFromItsInitialVoltages_StartsWhereItsNodesWould(string kind, int sign)
    {
        string Cards(string ic, string nodes) =>
            $"{Accurate}\nQ1 c b 0 m {ic}\nRc c 0 2k\nRb b 0 50k\n{nodes}\n.model m {kind}(is=1f cje=1p cjc=2p tf=0.3n)\n.tran 10p 20n 0 10p uic";
        var (told, _) = Spice.Transient(Cards($"ic={0.5 * sign},{2 * sign}", ""));
        var (held, _) = Spice.Transient(Cards("", $".ic v(b)={0.5 * sign} v(c)={2 * sign}"));
        Assert.Equal(held.Points, told.Points);
        Assert.InRange(sign * told["v(c)"][0], 1.9, 2.1);
        foreach (var node in new[] { "v(b)", "v(c)" })
            Close.Equal([.. held[node]], told[node].ToArray(), 1e-6, 1e-7, node);
    }

    [Fact]
    public void Emitter_OfAFollower_IsOneJunctionBelowItsBase()
    {
        // V_be = V_t ln(I/I_s + 1) of a current that the source fixes, base and collector alike.
        var op = Spice.OperatingPoint(".options reltol=1e-9 abstol=1e-18\nQ1 c c 0 m\nI1 0 c 101u\n.model m npn(is=1e-16 bf=100)");
        const double Vt = 1.38064852e-23 * 300.15 / 1.6021766208e-19;
        Close.Equal(Vt * Math.Log(100e-6 / 1e-16 + 1), op.Voltage(new("c")), 1e-7);
    }
}

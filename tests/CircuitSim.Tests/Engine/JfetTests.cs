using CircuitSim.Netlists;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class JfetTests
{
    [Theory]
    [InlineData("J", 1, "njf(is=1e-60 cgs=1p cgd=2p rd=50 vto=-2 beta=2m pb=0.7 b=0.8 fc=0.3)")]
    [InlineData("J", -1, "pjf(is=1e-60 cgs=1p cgd=2p rd=50 vto=-2 beta=2m pb=0.7 b=0.8 fc=0.3)")]
    [InlineData("Z", 1, "nmf(is=1e-60 cgs=1p cgd=2p rd=50 vto=-2 beta=2m pb=0.7 alpha=1.5)")]
    [InlineData("M", 1, "vdmos(is=1e-60 cgs=1p cgdmin=0.2p cgdmax=3p a=1.5 rd=50 vto=-1 kp=2m)")]
    [InlineData("M", -1, "vdmosp(is=1e-60 cgs=1p cgdmin=0.2p cgdmax=3p a=1.5 rd=50 vto=1 kp=2m)")]
    public void Charge_OverManyCycles_StaysWhereItWas(string letter, int sign, string card)
    {
        // No current enters the gate but what a capacitor brings: whatever the channel does in between, after a whole cycle the gate
        // is where it was.
        var (waveforms, _) = Spice.Transient(
            $".options reltol=1e-7 vntol=1e-10 abstol=1e-16 chgtol=1e-20 gmin=1e-18\nVin in 0 sin(0 {2 * sign} 1meg)\nCb in g 3p\nVd d 0 sin({1 * sign} {2.5 * sign} 1meg 0 0 70)\n{letter}1 d g s m\n"
            + $"Rs s 0 1k\n.ic v(g)={-1 * sign}\n.model m {card}\n.tran 5n 12u 0 5n");
        double[] time = [.. waveforms.Axis];
        var voltage = waveforms["v(g)"];
        double At(double t)
        {
            var k = Array.BinarySearch(time, t) is var found && found >= 0 ? Math.Max(found, 1) : ~found;
            return voltage[k - 1] + (voltage[k] - voltage[k - 1]) * (t - time[k - 1]) / (time[k] - time[k - 1]);
        }

        Assert.InRange(voltage.ToArray().Max() - voltage.ToArray().Min(), 1, 6);
        for (var phase = 0.1; phase < 1; phase += 0.1)
            Close.Equal(At((1 + phase) * 1e-6), At((11 + phase) * 1e-6), 0, 2e-4, $"phase {phase}");
    }

    [Fact]
    public void Source_BiasedByItself_MeetsTheSquareLaw()
    {
        // β (2 − i R)² = i with β = 1 mS/V and R = 1 kΩ: i = 1 mA.
        var op = Spice.OperatingPoint(".options reltol=1e-9\nVd d 0 10\nJ1 d 0 s m\nR1 s 0 1k\n.model m njf(beta=1m vto=-2 is=1e-20)");
        Close.Equal(1, op.Voltage(new("s")), 1e-6);
    }

    [Theory]
    [InlineData("level=2", "ngspice's junction FET has no level 2 of Xyce")]
    [InlineData("n=2", "ngspice's junction FET has no n")]
    [InlineData("m=0.3", "ngspice's junction FET has no m")]
    public void Card_WithWhatNgspiceLacks_IsRefusedForIt(string keys, string message)
    {
        var netlist = Spice.Read($"Vd d 0 10\nJ1 d 0 0 m\n.model m njf({keys})");
        var e = Assert.Throws<NetlistException>(() => SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice }));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }
}

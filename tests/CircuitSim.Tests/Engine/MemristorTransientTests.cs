using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class MemristorTransientTests
{
    private const string Card =
        ".model m memristor(ron=1k roff=300k kon=-216.2 koff=0.091 aon=4 aoff=4 von=-1.5 voff=0.3 won=0 woff=3n)";

    private static readonly VteamParameters Parameters = new()
    {
        ROn = 1e3,
        ROff = 300e3,
        KOn = -216.2,
        KOff = 0.091,
        AlphaOn = 4,
        AlphaOff = 4,
        VOn = -1.5,
        VOff = 0.3,
        WOn = 0,
        WOff = 3e-9,
    };

    [Theory]
    [InlineData("")]
    [InlineData(" method=gear")]
    public void State_UnderAConstantVoltage_MovesAtItsRateAndStopsAtTheLimit(string method)
    {
        // Between the limits dw/dt depends on v alone.
        var session = Spice.Session($".options{method} reltol=1e-3\nV1 a 0 0.6\nYMEMRISTOR m1 a 0 m w0=1n\n{Card}\n.tran 1n 1u 0 1n");
        var rate = 0.091 * Math.Pow(0.6 / 0.3 - 1, 4);
        var arrival = (3e-9 - 1e-9) / rate;
        while (session.Advance(2 * arrival))
            Close.Equal(Math.Min(1e-9 + rate * session.Time, 3e-9), session.State("m1"), 1e-9, 1e-15, $"t = {session.Time}");
        Assert.Equal(3e-9, session.State("m1"));
        Close.Equal(-0.6 / 300e3, session.Current("V1"), 1e-12);
    }

    [Fact]
    public void State_BelowTheThresholds_StandsStill()
    {
        var session = Spice.Session($"V1 a 0 sin(0 0.29 1meg)\nYMEMRISTOR m1 a 0 m w0=1n\n{Card}\n.tran 10n 5u");
        session.AdvanceTo(5e-6);
        Assert.Equal(1e-9, session.State("m1"));
    }

    [Theory]
    [InlineData(1e-4, 5e-4)]
    [InlineData(1e-6, 5e-6)]
    public void State_BehindAResistor_FollowsAFineIntegration(double statetol, double tolerance)
    {
        // The divider feeds back: setting lowers R, which takes voltage away from the device. Reference: Runge–Kutta with
        // a step a thousand times shorter.
        var session = Spice.Session(
            $".options statetol={SiText.Exact(statetol)}\nV1 in 0 pulse(0 -3 1n 1n 1n 20n 60n)\nR1 in a 2k\nYMEMRISTOR m1 a 0 m\n{Card}\n.tran 0.1n 60n");
        var physics = new Vteam(Parameters);
        var source = (double t) => t <= 1e-9 ? 0 : t <= 2e-9 ? -3 * (t - 1e-9) / 1e-9 : t <= 22e-9 ? -3 : t <= 23e-9 ? -3 + 3 * (t - 22e-9) / 1e-9 : 0;
        double Rate(double t, double w)
        {
            w = Math.Clamp(w, 0, 3e-9);
            var r = 1 / physics.Conductance(w);
            return physics.StateRate(source(t) * r / (r + 2e3), w);
        }

        const double H = 1e-13;
        var (time, state) = (0.0, 3e-9);
        var worst = 0.0;
        while (session.Advance(60e-9))
        {
            while (time < session.Time)
            {
                var h = Math.Min(H, session.Time - time);
                var k1 = Rate(time, state);
                var k2 = Rate(time + h / 2, state + h / 2 * k1);
                var k3 = Rate(time + h / 2, state + h / 2 * k2);
                var k4 = Rate(time + h, state + h * k3);
                state = Math.Clamp(state + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4), 0, 3e-9);
                time += h;
            }

            worst = Math.Max(worst, Math.Abs(session.State("m1") - state) / 3e-9);
        }

        Assert.InRange(state, 0, 1.5e-9);
        Assert.InRange(worst, 0, tolerance);
    }

    [Fact]
    public void Voltage_BeyondTheRangeOfTheCard_IsRefusedWithDeviceAndTime()
    {
        var card = Card.Replace("woff=3n", "woff=3n vmin=-2 vmax=1", StringComparison.Ordinal);
        var session = Spice.Session($"V1 in 0 pwl(0 0 10n -2 20n -2 40n 4)\nR1 in a 1\nYMEMRISTOR m1 a 0 m\n{card}\n.tran 1n 40n");
        // The bound itself is inside.
        session.AdvanceTo(20e-9);
        var e = Assert.Throws<InvalidParameterException>(() => session.AdvanceTo(40e-9));
        Assert.Matches(@"^voltage across m1 at 3\d\.?\d* ns = 1\.\d* V must be from vmin = -2 V to vmax = 1 V, the range", e.Message);
        Assert.Throws<InvalidParameterException>(() => Spice.OperatingPoint($"V1 a 0 1.1\nYMEMRISTOR m1 a 0 m\n{card}"));
    }

    [Fact]
    public void State_WithinOneStep_MovesAtMostATwentiethOfItsRange()
    {
        var session = Spice.Session($".options reltol=0.5 trtol=1e6\nV1 a 0 0.9\nYMEMRISTOR m1 a 0 m w0=0\n{Card}\n.tran 1u 10u");
        var before = session.State("m1");
        while (session.Advance(1e-6))
        {
            Assert.InRange(Math.Abs(session.State("m1") - before) / 3e-9, 0, 0.05 * (1 + 1e-9));
            before = session.State("m1");
        }

        Assert.Equal(3e-9, before);
    }

    [Fact]
    public void State_OfAntiSerialDevices_KeepsTheirSum()
    {
        // The same current, but voltages of opposite sign: one sets while the other resets; nothing leaves the limits.
        var session = Spice.Session($"V1 in 0 sin(0 4 2meg)\nYMEMRISTOR m1 in x m w0=0\nYMEMRISTOR m2 0 x m w0=3n\n{Card}\n.tran 5n 2u");
        while (session.Advance(2e-6))
        {
            Assert.InRange(session.State("m1"), 0, 3e-9);
            Assert.InRange(session.State("m2"), 0, 3e-9);
            // Kirchhoff at the middle node: both currents by their own states.
            var (v1, v2) = (session.Voltage(new NodeId("in"), new NodeId("x")), session.Voltage(new NodeId("x")));
            var physics = new Vteam(Parameters);
            var (i1, i2) = (v1 * physics.Conductance(session.State("m1")), v2 * physics.Conductance(session.State("m2")));
            Close.Equal(i1, i2, 2e-3, 1e-11, $"t = {session.Time}");
        }
    }
}

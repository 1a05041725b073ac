using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>What every memristor obeys, on every card of the library.</summary>
public class MemristorLawTests
{
    public static TheoryData<string> Cards => [.. DeviceModelLibrary.Cards().Select(c => c.Card.Name)];

    public static TheoryData<string> CardsWithoutWindow =>
        [.. DeviceModelLibrary.Cards().Where(c => Parameters(c.Card.Name).Window.Kind == StateWindowKind.None).Select(c => c.Card.Name)];

    [Theory]
    [MemberData(nameof(Cards))]
    public void Loop_OfASine_IsPinchedPassiveAndInsideItsRange(string card)
    {
        var p = Parameters(card);
        var amplitude = Math.Min(2 * Math.Max(-p.VOn, p.VOff), Math.Min(-p.VMin, p.VMax));
        var device = new Vteam(p);
        var frequency = Math.Min(Math.Abs(device.Drive(amplitude)), Math.Abs(device.Drive(-amplitude))) / (20 * (p.WOff - p.WOn));
        var session = Session(card, $"sin(0 {SiText.Exact(amplitude)} {SiText.Exact(frequency)})", 2 / frequency);
        var (least, greatest) = (double.PositiveInfinity, 0.0);
        for (var half = 1; half <= 4; half++)
        {
            while (session.Advance(half / (2 * frequency)))
            {
                var (v, i, w) = (session.Voltage(new NodeId("a")), -session.Current("V1"), session.State("x1"));
                Assert.InRange(w, p.WOn, p.WOff);
                Assert.True(v * i >= 0, $"power {v * i} at {session.Time}");
                Close.Equal(v * device.Conductance(w), i, rtol: 1e-6, atol: 1e-12, where: $"current at {session.Time}");
                (least, greatest) = (Math.Min(least, w), Math.Max(greatest, w));
            }

            // Where the sine passes zero, to its rounding.
            Assert.InRange(Math.Abs(session.Current("V1")), 0, 1e-12 * amplitude / p.ROn + 1e-18);
        }

        Assert.True(greatest - least > 0.9 * (p.WOff - p.WOn), $"the loop of {card} is not open: {least} to {greatest}");
    }

    [Theory]
    [MemberData(nameof(Cards))]
    [Trait("Category", "slow")]
    public void State_OverTenThousandReadsInTheDeadZone_ChangesNoBit(string card)
    {
        const int Reads = 10_000;
        var p = Parameters(card);
        var start = p.WOn + 0.37 * (p.WOff - p.WOn);
        // Both signs, up to the thresholds themselves.
        var session = Session(card, $"0 w0={SiText.Exact(start)}", 1e-3);
        foreach (var v in new[] { p.VOff, p.VOn, 0.5 * p.VOff, 0.99 * p.VOn })
        {
            for (var read = 0; read < Reads / 4; read++)
            {
                session.SetSource("V1", v);
                session.AdvanceTo(session.Time + 10e-9);
                session.SetSource("V1", 0);
                session.AdvanceTo(session.Time + 10e-9);
            }
        }

        Assert.Equal(start, session.State("x1"));
    }

    [Theory]
    [MemberData(nameof(CardsWithoutWindow))]
    public void SwitchingTime_AgainstAmplitude_IsTheClosedForm(string card)
    {
        var p = Parameters(card);
        foreach (var overdrive in new[] { 0.1, 0.5, 1, 2 })
        {
            foreach (var (v, k, alpha, from, to) in new[] { (p.VOff * (1 + overdrive), p.KOff, p.AlphaOff, p.WOn, p.WOff), (p.VOn * (1 + overdrive), -p.KOn, p.AlphaOn, p.WOff, p.WOn) })
            {
                if (!p.HoldsAt(v))
                    continue;
                var expected = (p.WOff - p.WOn) / (k * Math.Pow(overdrive, alpha));
                var session = Session(card, $"{SiText.Exact(v)} w0={SiText.Exact(from)}", 2 * expected);
                while (session.State("x1") != to)
                {
                    var (time, state) = (session.Time, session.State("x1"));
                    Assert.True(session.Advance(1.002 * expected), $"{card} at {v} V has not arrived");
                    if (session.State("x1") != to)
                        continue;
                    // The last step ran into the limit; the one before tells the speed.
                    var arrival = time + (to - state) / ((state - from) / time);
                    Close.Equal(expected, arrival, rtol: 1e-3, where: $"{card} at {v} V");
                }
            }
        }
    }

    private static VteamParameters Parameters(string card) => VteamCard.ToParameters(DeviceModelLibrary.Find(card).Card);

    /// <param name="source">Of the source, then perhaps w0=….</param>
    private static TransientSession Session(string card, string source, double stop)
    {
        var parts = source.Split(" w0=");
        var start = parts.Length > 1 ? $" w0={parts[1]}" : "";
        var keys = string.Join(' ', DeviceModelLibrary.Find(card).Card.Parameters.Select(k => $"{k.Key}={k.Value}"));
        return Spice.Session($"V1 a 0 {parts[0]}\nYMEMRISTOR x1 a 0 m{start}\n.model m memristor({keys})\n.tran {SiText.Exact(stop / 100)} {SiText.Exact(stop)}");
    }
}

using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class JunctionFetTests
{
    private static readonly JfetParameters[] Cards =
    [
        new() { Threshold = -2, Transconductance = 1e-3, ChannelLengthModulation = 0.02 },
        new() { Threshold = -2, Transconductance = 1e-3, ChannelLengthModulation = 0.02, DopingTail = 0.6, GatePotential = 0.8 },
        new() { Threshold = -2, Transconductance = 1e-3, ChannelLengthModulation = 0.02, Channel = JfetChannel.Shockley },
        new() { Threshold = -2, Transconductance = 1e-3, ChannelLengthModulation = 0.02, Channel = JfetChannel.Shockley, SaturationShift = 0.5, MobilityModulation = 0.1, GatePotential = 0.4 },
        new() { Threshold = -2, Transconductance = 1e-3, ChannelLengthModulation = 0.02, Channel = JfetChannel.Statz, DopingTail = 0.4, SaturationSteepness = 1.5 },
    ];

    /// <summary>Cutoff, both regions and both directions, beside every border, and a gate so far forward that Shockley's layer is none.</summary>
    public static TheoryData<int, double, double> Biases
    {
        get
        {
            var biases = new TheoryData<int, double, double>();
            for (var card = 0; card < Cards.Length; card++)
            {
                foreach (var vgs in new[] { -3, -1.99, -1, 0.3, 0.7 })
                {
                    foreach (var vds in new[] { -4, -1.01, -0.99, -0.3, -0.001, 0.001, 0.4, 0.99, 1.01, 1.49, 1.51, 3.3 })
                        biases.Add(card, vgs, vds);
                }
            }

            return biases;
        }
    }

    [Theory]
    [MemberData(nameof(Biases))]
    public void Slopes_OfTheChannel_AreItsDerivatives(int card, double vgs, double vds)
    {
        var j = new JunctionFet(Cards[card], 2, 60, 27);
        const double H = 1e-6;
        var vgd = vgs - vds;
        var (_, bySource, byDrain) = j.ChannelAt(vgs, vgd);
        Close.Equal((j.ChannelAt(vgs + H, vgd).Current - j.ChannelAt(vgs - H, vgd).Current) / (2 * H), bySource, 2e-6, 1e-9, "by v_gs");
        Close.Equal((j.ChannelAt(vgs, vgd + H).Current - j.ChannelAt(vgs, vgd - H).Current) / (2 * H), byDrain, 2e-6, 1e-9, "by v_gd");
    }

    [Theory]
    [MemberData(nameof(Biases))]
    public void Channel_WithDrainAndSourceSwapped_CarriesTheSameCurrentBack(int card, double vgs, double vds)
    {
        var j = new JunctionFet(Cards[card], 1, 27, 27);
        Assert.Equal(-j.ChannelAt(vgs, vgs - vds).Current, j.ChannelAt(vgs - vds, vgs).Current);
    }

    [Theory]
    [MemberData(nameof(Biases))]
    public void Slopes_OfAMesfetsGateCharge_AreItsDerivatives(int card, double vgs, double vds)
    {
        var p = Cards[card] with { Channel = JfetChannel.Statz, DopingTail = 0.4, SourceCapacitance = 1e-12, DrainCapacitance = 0.3e-12 };
        var z = new JunctionFet(p, 2, 60, 27);
        const double H = 1e-6;
        var vgd = vgs - vds;
        var (charge, bySource, byDrain) = z.GateChargeAt(vgs, vgd);
        Close.Equal((z.GateChargeAt(vgs + H, vgd).Charge - z.GateChargeAt(vgs - H, vgd).Charge) / (2 * H), bySource, 1e-6, 1e-8 * Math.Abs(charge) + 1e-20, "by v_gs");
        Close.Equal((z.GateChargeAt(vgs, vgd + H).Charge - z.GateChargeAt(vgs, vgd - H).Charge) / (2 * H), byDrain, 1e-6, 1e-8 * Math.Abs(charge) + 1e-20, "by v_gd");
    }

    [Fact]
    public void Current_OfASaturatedMesfet_IsStatzs() =>
        Close.Equal(2e-3 * 1.5 * 1.5 / (1 + 0.3 * 1.5) * (1 + 0.03 * 2), new JunctionFet(new JfetParameters { Channel = JfetChannel.Statz, Transconductance = 2e-3, DopingTail = 0.3, ChannelLengthModulation = 0.03, SaturationSteepness = 3 }, 1, 27, 27).ChannelAt(-0.5, -2.5).Current, 1e-14);

    [Fact]
    public void Channel_OfShockley_IsTheIntegralOfItsConductance()
    {
        // The conducting part of the depth at a point of voltage v is 1 − √((pb − v_gs + v) / (pb − vto)): Shockley's gradual channel.
        var p = new JfetParameters { Channel = JfetChannel.Shockley, Threshold = -2.5, GatePotential = 0.9, Transconductance = 1e-3 };
        var j = new JunctionFet(p, 1, 27, 27);
        var (vgs, vds, sum, parts) = (-0.7, 1.1, 0.0, 10000);
        for (var k = 0; k < parts; k++)
            sum += (1 - Math.Sqrt((0.9 - vgs + (k + 0.5) * vds / parts) / 3.4)) * vds / parts;
        Close.Equal(1e-3 * sum, j.ChannelAt(vgs, vgs - vds).Current, 1e-7);
    }

    [Fact]
    public void Current_OfASquareLaw_IsBetaTimesTheDriveSquared() =>
        Close.Equal(1e-3 * 1.5 * 1.5, new JunctionFet(new JfetParameters { Transconductance = 1e-3 }, 1, 27, 27).ChannelAt(-0.5, -5.5).Current, 1e-14);

    [Fact]
    public void Drifts_OfThresholdAndTransconductance_FollowTheirKeys()
    {
        var p = new JfetParameters { Threshold = -2, ThresholdDrift = -2e-3, TransconductanceDrift = -0.5 };
        var j = new JunctionFet(p, 1, 77, 27);
        Close.Equal(-2.1, j.Threshold, 1e-14);
        // Half a percent less with each kelvin, compounded.
        Close.Equal(1e-4 * Math.Pow(1.01, -25), j.ChannelAt(-1.1, -10).Current, 1e-12);
        Close.Equal(1e-4 * Math.Pow(350.15 / 300.15, -1.5), new JunctionFet(new JfetParameters { MobilityExponent = -1.5 }, 1, 77, 27).ChannelAt(-1, -10).Current, 1e-12);
    }
}

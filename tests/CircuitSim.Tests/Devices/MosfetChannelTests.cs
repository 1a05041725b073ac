using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

/// <summary>Channels of levels 2 and 3 against differences of their currents; ngspice judges the currents themselves (netlists/conformance).</summary>
public class MosfetChannelTests
{
    private const double H = 1e-6;

    private static readonly MosfetGeometry Geometry = new() { Width = 5e-6, Length = 2e-6, Multiplier = 2 };

    private static readonly MosfetParameters Plain = new()
    {
        Level = 2,
        Threshold = 0.8,
        Transconductance = 5e-5,
        BodyEffect = 0.5,
        SurfacePotential = 0.7,
        OxideThickness = 25e-9,
    };

    private static readonly MosfetParameters Doped = Plain with { SubstrateDoping = 1e22, JunctionDepth = 3e-7, LateralDiffusion = 2e-7, NarrowWidth = 1, FastSurfaceStates = 1e15 };

    private static readonly MosfetParameters[] Level2 =
    [
        Plain,
        Plain with { BodyEffect = 0, NarrowWidth = 1 },
        Plain with { ChannelLengthModulation = 0.03, CriticalField = 1e6, CriticalFieldExponent = 0.2 },
        Doped,
        Doped with { CriticalField = 2e6, CriticalFieldExponent = 0.15, IsPChannel = true, Threshold = -0.8 },
        Doped with { MaximumVelocity = 5e4, ChannelCharge = 3, CriticalField = 2e6, CriticalFieldExponent = 0.15 },
        Doped with { MaximumVelocity = 5e4, FastSurfaceStates = 0 },
        // Punch-through, with and without a doping.
        Doped with { SubstrateDoping = 1e20, FastSurfaceStates = 0 },
        Plain with { ChannelLengthModulation = 0.16 },
    ];

    private static readonly MosfetParameters[] Level3 =
    [
        Plain,
        Plain with { MobilityModulation = 0.1, StaticFeedback = 0.5, NarrowWidth = 1 },
        Plain with { MaximumVelocity = 1e5, MobilityModulation = 0.1 },
        Doped,
        Doped with { MobilityModulation = 0.1, StaticFeedback = 0.5, WidthNarrowing = 1e-7, LengthAdjustment = 1e-7, IsPChannel = true, Threshold = -0.8 },
        Doped with { MaximumVelocity = 1e5, MobilityModulation = 0.1, StaticFeedback = 0.5 },
        Doped with { MaximumVelocity = 1e5, FastSurfaceStates = 0, SaturationField = 2 },
        // Punch-through with and without a limit of velocity.
        Doped with { SubstrateDoping = 1e20, SaturationField = 3 },
        Doped with { SubstrateDoping = 1e20, SaturationField = 3, MaximumVelocity = 1e5 },
    ];

    public static TheoryData<int, int> Cards
    {
        get
        {
            var cards = new TheoryData<int, int>();
            for (var card = 0; card < Level2.Length; card++)
            {
                cards.Add(2, card);
                cards.Add(3, card);
            }

            return cards;
        }
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public void Slopes_OfTheChannel_AreItsDerivatives(int level, int card)
    {
        var channel = Channel(level, card);
        var (cutOff, weak, ohmic, saturated) = (0, 0, 0, 0);
        foreach (var vgs in new[] { -0.3, 0.55, 0.72, 0.93, 1.3, 2.6, 4.9 })
        {
            foreach (var vds in new[] { 0.013, 0.21, 0.77, 1.9, 4.7, 9.3 })
            {
                foreach (var vbs in new[] { -2.9, -0.4, 0.31 })
                {
                    var point = channel.At(vgs, vds, vbs);
                    _ = point.Current == 0 ? cutOff++ : vgs < point.Threshold ? weak++ : vds < point.Saturation ? ohmic++ : saturated++;
                    var where = $"level {level}, card {card}, vgs {vgs}, vds {vds}, vbs {vbs}";
                    Equal(channel.At(vgs + H, vds, vbs), channel.At(vgs - H, vds, vbs), point.GateTransconductance, $"gm at {where}");
                    Equal(channel.At(vgs, vds + H, vbs), channel.At(vgs, vds - H, vbs), point.OutputConductance, $"gds at {where}");
                    Equal(channel.At(vgs, vds, vbs + H), channel.At(vgs, vds, vbs - H), point.BulkTransconductance, $"gmb at {where}");
                }
            }
        }

        Assert.True(ohmic > 5 && saturated > 5 && cutOff + weak > 5, $"{cutOff} {weak} {ohmic} {saturated}");

        static void Equal(in ChannelPoint after, in ChannelPoint before, double slope, string where) =>
            Close.Equal((after.Current - before.Current) / (2 * H), slope, 2e-5, 1e-7 * (Math.Abs(after.Current) + Math.Abs(after.GateTransconductance)), where);
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public void Current_AtTheEdgeOfSaturation_IsContinuous(int level, int card)
    {
        var channel = Channel(level, card);
        foreach (var vgs in new[] { 1.4, 3.1 })
        {
            var edge = channel.At(vgs, 0.5, -0.7).Saturation;
            // v_dsat moves with v_ds where the drain reaches into the channel.
            for (var k = 0; k < 60; k++)
                edge = channel.At(vgs, edge, -0.7).Saturation;
            var (below, above) = (channel.At(vgs, edge - 1e-9, -0.7), channel.At(vgs, edge + 1e-9, -0.7));
            Close.Equal(below.Current, above.Current, 1e-7, 0, $"level {level}, card {card}");
            Close.Equal(below.GateTransconductance, above.GateTransconductance, 0.5, 0, $"gm of level {level}, card {card}");
        }
    }

    /// <summary>Without theta, eta, doping and limits level 3 is level 1 with a linear charge of the bulk, whose current in saturation has a closed form.</summary>
    [Fact]
    public void Current_OfPlainLevel3_IsTheClosedForm()
    {
        var channel = new Level3Channel(Plain with { Level = 3 }, Geometry, 27, 27);
        var root = Math.Sqrt(0.7 + 1);
        var drive = 2 - (0.8 + 0.5 * (root - Math.Sqrt(0.7)));
        Close.Equal(2 * 5e-5 * 2.5 / 2 * drive * drive / (1 + 0.5 / (4 * root)), channel.At(2, 3, -1).Current, 1e-12);
    }

    /// <summary>Plain level 2 ohmic: Meyer's integral of the bulk's charge.</summary>
    [Fact]
    public void Current_OfPlainLevel2_IsTheClosedForm()
    {
        var channel = new Level2Channel(Plain, Geometry, 27, 27);
        var builtIn = 0.8 - 0.5 * Math.Sqrt(0.7);
        var expected = 2 * 5e-5 * 2.5 * ((3 - builtIn - 0.25) * 0.5 - 2.0 / 3 * 0.5 * (Math.Pow(0.7 + 1 + 0.5, 1.5) - Math.Pow(0.7 + 1, 1.5)));
        Close.Equal(expected, channel.At(3, 0.5, -1).Current, 1e-12);
    }

    private static IMosfetChannel Channel(int level, int card) => level == 2
        ? new Level2Channel(Level2[card], Geometry, 60, 27)
        : new Level3Channel(Level3[card] with { Level = 3 }, Geometry, 60, 27);
}

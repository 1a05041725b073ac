using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class VdmosTests
{
    private const double H = 1e-6;

    private static readonly VdmosParameters Card = new()
    {
        Threshold = 3,
        Transconductance = 12,
        ChannelLengthModulation = 0.01,
        MobilityModulation = 0.02,
        TriodeFactor = 1.7,
        SubthresholdShift = 0.1,
        SubthresholdSlope = 0.12,
        LeastDrainCapacitance = 50e-12,
        LargestDrainCapacitance = 800e-12,
        DrainCapacitanceSteepness = 0.4,
    };

    /// <summary>Weak inversion, both regions beside their border, both directions.</summary>
    public static TheoryData<double, double> Biases
    {
        get
        {
            var biases = new TheoryData<double, double>();
            foreach (var vgs in new[] { -1, 2.2, 2.9, 3.3, 6.0 })
            {
                foreach (var vds in new[] { -3, -0.4, -0.001, 0.001, 0.3, 1.5, 1.9, 20 })
                    biases.Add(vgs, vds);
            }

            return biases;
        }
    }

    [Theory]
    [MemberData(nameof(Biases))]
    public void Slopes_OfTheChannel_AreItsDerivatives(double vgs, double vds)
    {
        var m = new Vdmos(Card, 2, 60, 27);
        var (current, byGate, byDrain) = m.ChannelAt(vgs, vds);
        Close.Equal((m.ChannelAt(vgs + H, vds).Current - m.ChannelAt(vgs - H, vds).Current) / (2 * H), byGate, 1e-6, 1e-8 * Math.Abs(current) + 1e-12, "by v_gs");
        Close.Equal((m.ChannelAt(vgs, vds + H).Current - m.ChannelAt(vgs, vds - H).Current) / (2 * H), byDrain, 1e-6, 1e-8 * Math.Abs(current) + 1e-12, "by v_ds");
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(-1)]
    [InlineData(-1e-9)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(9)]
    [InlineData(2000)]
    public void Slope_OfTheDrainsCharge_IsItsCapacitance(double vgd)
    {
        var m = new Vdmos(Card, 2, 27, 27);
        var (charge, capacitance) = m.DrainChargeAt(vgd);
        Close.Equal((m.DrainChargeAt(vgd + H).Charge - m.DrainChargeAt(vgd - H).Charge) / (2 * H), capacitance, 1e-6, 1e-9 * Math.Abs(charge), "c_gd");
    }

    [Fact]
    public void DrainCapacitance_FarAway_IsOneOfItsLimits()
    {
        var m = new Vdmos(Card, 1, 27, 27);
        Close.Equal(800e-12, m.DrainChargeAt(1e3).Capacitance, 1e-9);
        Close.Equal(50e-12, m.DrainChargeAt(-1e7).Capacitance, 1e-5);
    }

    [Fact]
    public void Current_FarAboveThreshold_IsASquare_AndFarBelowGrowsByEPerSlope()
    {
        var m = new Vdmos(new VdmosParameters { Threshold = 3, Transconductance = 2, SubthresholdSlope = 0.1 }, 1, 27, 27);
        Close.Equal(0.5 * 2 * 4 * 4, m.ChannelAt(7, 50).Current, 1e-12);
        Close.Equal(Math.E * Math.E, m.ChannelAt(1.1, 50).Current / m.ChannelAt(1.0, 50).Current, 1e-6);
    }
}

using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class Level1MosfetTests
{
    private static readonly MosfetParameters Parameters = new()
    {
        Threshold = 0.7,
        Transconductance = 1e-4,
        BodyEffect = 0.4,
        SurfacePotential = 0.65,
        ChannelLengthModulation = 0.05,
        OxideThickness = 10e-9,
        BulkDrainCapacitance = 1e-14,
        JunctionPotential = 0.9,
    };

    private static readonly MosfetGeometry Geometry = new() { Width = 10e-6, Length = 1e-6 };

    [Theory]
    [InlineData(0.5, 1, 0)]
    [InlineData(1.5, 0.3, 0)]
    [InlineData(1.5, 3, -2)]
    [InlineData(2, 1, 0.3)]
    [InlineData(2, 0.1, -0.5)]
    public void Slopes_OfTheChannel_AreItsDerivatives(double vgs, double vds, double vbs)
    {
        var mosfet = new Level1Mosfet(Parameters, Geometry, 60, 27);
        const double H = 1e-6;
        var channel = mosfet.ChannelAt(vgs, vds, vbs);
        Close.Equal((mosfet.ChannelAt(vgs + H, vds, vbs).Current - mosfet.ChannelAt(vgs - H, vds, vbs).Current) / (2 * H), channel.GateTransconductance, 1e-7, 1e-12);
        Close.Equal((mosfet.ChannelAt(vgs, vds + H, vbs).Current - mosfet.ChannelAt(vgs, vds - H, vbs).Current) / (2 * H), channel.OutputConductance, 1e-7, 1e-12);
        Close.Equal((mosfet.ChannelAt(vgs, vds, vbs + H).Current - mosfet.ChannelAt(vgs, vds, vbs - H).Current) / (2 * H), channel.BulkTransconductance, 1e-6, 1e-12);
    }

    [Fact]
    public void Current_AtTheEdgeOfSaturation_IsContinuousWithItsSlopes()
    {
        var mosfet = new Level1Mosfet(Parameters, Geometry, 27, 27);
        var (below, above) = (mosfet.ChannelAt(1.7, 1 - 1e-9, 0), mosfet.ChannelAt(1.7, 1 + 1e-9, 0));
        Close.Equal(below.Current, above.Current, 1e-8);
        Close.Equal(below.OutputConductance, above.OutputConductance, 1e-6);
        Close.Equal(below.GateTransconductance, above.GateTransconductance, 1e-7);
    }

    [Fact]
    public void OxideCapacitances_AlongTheGateVoltage_AreContinuousAndSumToTheOxide()
    {
        var mosfet = new Level1Mosfet(Parameters, Geometry, 27, 27);
        var oxide = 3.9 * 8.854214871e-12 / 10e-9 * 10e-12;
        var before = mosfet.OxideCapacitancesAt(-2, 0, mosfet.ChannelAt(-2, 0, 0));
        Close.Equal(oxide, before.Bulk, 1e-12);
        for (var vgs = -2.0; vgs < 3; vgs += 1e-3)
        {
            var now = mosfet.OxideCapacitancesAt(vgs, 0.5, mosfet.ChannelAt(vgs, 0.5, 0));
            Assert.InRange(now.Source + now.Drain + now.Bulk, 0, oxide * (1 + 1e-12));
            if (vgs > -2)
            {
                Close.Equal(before.Source, now.Source, 0, 0.01 * oxide, "source");
                Close.Equal(before.Drain, now.Drain, 0, 0.01 * oxide, "drain");
                Close.Equal(before.Bulk, now.Bulk, 0, 0.01 * oxide, "bulk");
            }

            before = now;
        }

        // Without v_ds the channel is shared.
        var shared = mosfet.OxideCapacitancesAt(3, 0, mosfet.ChannelAt(3, 0, 0));
        Close.Equal(oxide / 2, shared.Source, 1e-12);
        Close.Equal(oxide / 2, shared.Drain, 1e-12);
        // Deep in saturation two thirds belong to the source.
        Close.Equal(oxide * 2 / 3, mosfet.OxideCapacitancesAt(1.5, 3, mosfet.ChannelAt(1.5, 3, 0)).Source, 1e-12);
    }
}

using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class Level1ChannelTests
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
        var mosfet = new Level1Channel(Parameters, Geometry, 60, 27);
        const double H = 1e-6;
        var channel = mosfet.At(vgs, vds, vbs);
        Close.Equal((mosfet.At(vgs + H, vds, vbs).Current - mosfet.At(vgs - H, vds, vbs).Current) / (2 * H), channel.GateTransconductance, 1e-7, 1e-12);
        Close.Equal((mosfet.At(vgs, vds + H, vbs).Current - mosfet.At(vgs, vds - H, vbs).Current) / (2 * H), channel.OutputConductance, 1e-7, 1e-12);
        Close.Equal((mosfet.At(vgs, vds, vbs + H).Current - mosfet.At(vgs, vds, vbs - H).Current) / (2 * H), channel.BulkTransconductance, 1e-6, 1e-12);
    }

    [Fact]
    public void Current_AtTheEdgeOfSaturation_IsContinuousWithItsSlopes()
    {
        var mosfet = new Level1Channel(Parameters, Geometry, 27, 27);
        var (below, above) = (mosfet.At(1.7, 1 - 1e-9, 0), mosfet.At(1.7, 1 + 1e-9, 0));
        Close.Equal(below.Current, above.Current, 1e-8);
        Close.Equal(below.OutputConductance, above.OutputConductance, 1e-6);
        Close.Equal(below.GateTransconductance, above.GateTransconductance, 1e-7);
    }
}

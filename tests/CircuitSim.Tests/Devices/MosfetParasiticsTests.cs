using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class MosfetParasiticsTests
{
    private static readonly MosfetParameters Parameters = new()
    {
        Threshold = 0.7,
        Transconductance = 1e-4,
        BodyEffect = 0.4,
        SurfacePotential = 0.65,
        OxideThickness = 10e-9,
        BulkDrainCapacitance = 1e-14,
        BottomCapacitance = 2e-4,
        SidewallCapacitance = 1e-10,
        JunctionPotential = 0.9,
    };

    private static readonly MosfetGeometry Geometry = new() { Width = 10e-6, Length = 1e-6, SourceArea = 1e-11, SourcePerimeter = 1e-5 };

    /// <summary>Both sides of −3 V_t, of which level 3 alone has a slope behind, and of fc · φ.</summary>
    [Theory]
    [InlineData(1, -2)]
    [InlineData(3, -2)]
    [InlineData(3, -0.1)]
    [InlineData(1, -0.05)]
    [InlineData(2, 0.3)]
    [InlineData(2, 0.6)]
    public void Slopes_OfJunctionsAndTheirCharges_AreTheDerivatives(int level, double v)
    {
        var m = new MosfetParasitics(Parameters with { Level = level }, Geometry, 60, 27);
        const double H = 1e-6;
        Close.Equal((m.DrainJunctionAt(v + H).Current - m.DrainJunctionAt(v - H).Current) / (2 * H), m.DrainJunctionAt(v).Conductance, 1e-6, 1e-19, "drain");
        Close.Equal((m.SourceJunctionAt(v + H).Current - m.SourceJunctionAt(v - H).Current) / (2 * H), m.SourceJunctionAt(v).Conductance, 1e-6, 1e-19, "source");
        Close.Equal((m.DrainChargeAt(v + H).Charge - m.DrainChargeAt(v - H).Charge) / (2 * H), m.DrainChargeAt(v).Capacitance, 1e-7, 0, "drain's charge");
        Close.Equal((m.SourceChargeAt(v + H).Charge - m.SourceChargeAt(v - H).Charge) / (2 * H), m.SourceChargeAt(v).Capacitance, 1e-7, 0, "source's charge");
    }

    [Fact]
    public void OxideCapacitances_AlongTheGateVoltage_AreContinuousAndSumToTheOxide()
    {
        var mosfet = new MosfetParasitics(Parameters, Geometry, 27, 27);
        var channel = new Level1Channel(Parameters, Geometry, 27, 27);
        var oxide = 3.9 * 8.854214871e-12 / 10e-9 * 10e-12;
        var before = mosfet.OxideCapacitancesAt(-2, 0, channel.At(-2, 0, 0));
        Close.Equal(oxide, before.Bulk, 1e-12);
        for (var vgs = -2.0; vgs < 3; vgs += 1e-3)
        {
            var now = mosfet.OxideCapacitancesAt(vgs, 0.5, channel.At(vgs, 0.5, 0));
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
        var shared = mosfet.OxideCapacitancesAt(3, 0, channel.At(3, 0, 0));
        Close.Equal(oxide / 2, shared.Source, 1e-12);
        Close.Equal(oxide / 2, shared.Drain, 1e-12);
        // Deep in saturation two thirds belong to the source.
        Close.Equal(oxide * 2 / 3, mosfet.OxideCapacitancesAt(1.5, 3, channel.At(1.5, 3, 0)).Source, 1e-12);
    }
}

using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class JunctionDiodeTests
{
    private static readonly DiodeParameters Parameters = new()
    {
        SaturationCurrent = 1e-12,
        EmissionCoefficient = 1.2,
        JunctionCapacitance = 3e-12,
        TransitTime = 2e-9,
        BreakdownVoltage = 6,
        BreakdownCurrent = 1e-3,
    };

    [Theory]
    [InlineData(0.7)]
    [InlineData(0.1)]
    [InlineData(0)]
    [InlineData(-0.05)]
    [InlineData(-0.2)]
    [InlineData(-3)]
    [InlineData(-5.9)]
    [InlineData(-6.05)]
    [InlineData(11)]
    public void Slopes_OfCurrentAndCharge_AreTheirDerivatives(double v)
    {
        var diode = new JunctionDiode(Parameters, 2, 50, 27);
        const double H = 1e-6;
        var (before, _) = diode.CurrentAt(v - H);
        var (after, _) = diode.CurrentAt(v + H);
        var (current, conductance) = diode.CurrentAt(v);
        Close.Equal((after - before) / (2 * H), conductance, 1e-6, 1e-15, "conductance");
        double Charge(double u)
        {
            var (i, g) = diode.CurrentAt(u);
            return diode.ChargeAt(u, i, g).Charge;
        }

        Close.Equal((Charge(v + H) - Charge(v - H)) / (2 * H), diode.ChargeAt(v, current, conductance).Capacitance, 1e-6, 1e-21, "capacitance");
    }

    [Fact]
    public void Current_AtTheBreakdownVoltage_IsTheCardsCurrent() =>
        Close.Equal(-1e-3, new JunctionDiode(Parameters, 1, 27, 27).CurrentAt(-6).Current, 2e-3);

    /// <summary>Behind bv the current of the card grows by e per n_b V_t.</summary>
    [Theory]
    [InlineData(null, 1.2)]
    [InlineData(2.3, 2.3)]
    public void Current_BehindTheBreakdownVoltage_GrowsWithItsOwnEmissionCoefficient(double? nbv, double expected)
    {
        var diode = new JunctionDiode(Parameters with { BreakdownEmissionCoefficient = nbv }, 1, 27, 27);
        Close.Equal(-1e-3 * Math.Exp(0.2 / (expected * PhysicalConstants.ThermalVoltage(300.15))), diode.CurrentAt(-6.2).Current, 1e-3);
    }

    [Theory]
    [InlineData(-3 * 1.2 * 0.025865)]
    [InlineData(-6)]
    public void Current_AcrossItsBranches_HasNoJump(double around)
    {
        var diode = new JunctionDiode(Parameters, 1, 27, 27);
        var currents = Enumerable.Range(-1000, 2001).Select(k => diode.CurrentAt(around + k * 1e-6).Current).ToArray();
        var steps = currents.Zip(currents.Skip(1), (a, b) => b - a).ToArray();
        // No step may stick out from its neighbours by more than the change of slope there allows.
        for (var k = 1; k < steps.Length - 1; k++)
            Close.Equal(0.5 * (steps[k - 1] + steps[k + 1]), steps[k], 0.05, 1e-12 * 0.02, $"step {k}");
    }

    [Fact]
    public void Charge_AroundTheCorner_IsContinuous()
    {
        var junction = new JunctionCapacitance(1e-12, 0.8, 0.4, 0.5, 300.15, 300.15);
        var (below, above) = (junction.At(0.4 - 1e-12), junction.At(0.4 + 1e-12));
        Close.Equal(below.Charge, above.Charge, 1e-10);
        Close.Equal(below.Capacitance, above.Capacitance, 1e-10);
    }
}

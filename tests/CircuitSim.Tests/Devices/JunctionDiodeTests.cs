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

    /// <summary>Every addition alone and all together; both sides of −3 n V_t, of zero, of the corners fc · vj and fcs · php, and breakdown.</summary>
    public static TheoryData<int, double> FullBiases
    {
        get
        {
            var biases = new TheoryData<int, double>();
            for (var card = 0; card < FullCards.Length; card++)
            {
                foreach (var v in new[] { -6.1, -5.9, -0.5, -0.11, -0.09, -0.01, 0.01, 0.2, 0.27, 0.45, 0.7, 0.95 })
                    biases.Add(card, v);
            }

            return biases;
        }
    }

    private static DiodeParameters[] FullCards { get; } =
    [
        Parameters with { ForwardKnee = 1e-3, ReverseKnee = 1e-9 },
        Parameters with { Level = 2, ForwardKnee = 1e-3 },
        Parameters with { RecombinationCurrent = 1e-10, RecombinationEmission = 2, JunctionPotential = 0.8, GradingCoefficient = 0.4 },
        Parameters with { SidewallSaturationCurrent = 1e-12, SidewallCapacitance = 2e-12, SidewallPotential = 0.6, SidewallForwardCoefficient = 0.4 },
        Parameters with { SidewallSaturationCurrent = 1e-12, SidewallEmission = 1.5, TunnelCurrent = 1e-9, SidewallTunnelCurrent = 1e-9 },
        Parameters with
        {
            Level = 2, ForwardKnee = 1e-3, ReverseKnee = 1e-9, RecombinationCurrent = 1e-10, RecombinationEmission = 2, SidewallSaturationCurrent = 1e-12,
            SidewallEmission = 1.5, SidewallCapacitance = 2e-12, TunnelCurrent = 1e-9, HasOwnCapacitanceDrift = true, CapacitanceDrift = (1e-3, 2e-3), PotentialFall = (1e-3, 2e-3),
            GradingDrift = (1e-3, 1e-6), TransitTimeDrift = (1e-3, 1e-6), BreakdownDrift = (1e-4, 1e-6), KneeDrift = 1e-3,
        },
    ];

    [Theory]
    [MemberData(nameof(FullBiases))]
    public void Slopes_OfEveryAddition_AreDerivatives(int card, double v)
    {
        var diode = new JunctionDiode(FullCards[card], 2, 50, 27, 3);
        const double H = 1e-6;
        var (current, conductance) = diode.CurrentAt(v);
        Close.Equal((diode.CurrentAt(v + H).Current - diode.CurrentAt(v - H).Current) / (2 * H), conductance, 1e-6, 1e-8 * Math.Abs(current) + 1e-15, "conductance");
        double Charge(double u)
        {
            var (i, g) = diode.CurrentAt(u);
            return diode.ChargeAt(u, i, g).Charge;
        }

        Close.Equal((Charge(v + H) - Charge(v - H)) / (2 * H), diode.ChargeAt(v, current, conductance).Capacitance, 1e-6, 1e-8 * Math.Abs(Charge(v)) + 1e-21, "capacitance");
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.70710678118654752)]
    public void Current_AtTheKnee_IsThePartThatTheLevelSays(int level, double part)
    {
        // Where the diffusion current is ikf: half of it as ngspice has it, its root over two as PSpice.
        var plain = new DiodeParameters { Level = level };
        var ideal = new JunctionDiode(plain, 1, 27, 27).CurrentAt(0.7).Current;
        Close.Equal(part * ideal, new JunctionDiode(plain with { ForwardKnee = ideal }, 1, 27, 27).CurrentAt(0.7).Current, 1e-12);
    }

    [Fact]
    public void Breakdown_WithTbv1AndTbv2_FollowsTemperature() =>
        Close.Equal(6 * (1 + 1e-3 * 50 + 1e-5 * 2500), -VoltageOf(-1e-3, new JunctionDiode(Parameters with { BreakdownDrift = (1e-3, 1e-5), SaturationCurrent = 1e-20 }, 1, 77, 27)), 1e-4);

    /// <summary>Where the reverse current is this one, by bisection.</summary>
    private static double VoltageOf(double current, in JunctionDiode diode)
    {
        var (low, high) = (-20.0, 0.0);
        while (high - low > 1e-9)
            (low, high) = diode.CurrentAt(0.5 * (low + high)).Current < current ? (0.5 * (low + high), high) : (low, 0.5 * (low + high));
        return low;
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

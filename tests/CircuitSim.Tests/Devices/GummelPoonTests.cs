using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class GummelPoonTests
{
    private const double H = 1e-6;

    private static readonly BipolarParameters Plain = new()
    {
        SaturationCurrent = 1e-15,
        EmitterCapacitance = 1e-12,
        CollectorCapacitance = 2e-12,
        ForwardTransitTime = 1e-10,
        ReverseTransitTime = 1e-8,
    };

    private static readonly BipolarParameters Full = Plain with
    {
        ForwardEarlyVoltage = 40,
        ReverseEarlyVoltage = 6,
        ForwardKnee = 5e-3,
        ReverseKnee = 1e-3,
        EmitterLeakage = 1e-13,
        CollectorLeakage = 1e-12,
        BaseResistance = 300,
        LeastBaseResistance = 20,
        InnerCollectorPart = 0.4,
        SubstrateCapacitance = 1e-12,
        SubstrateGrading = 0.4,
        SubstrateSaturationCurrent = 1e-15,
        TransitTimeGrowth = 3,
        TransitTimeVoltage = 2,
        TransitTimeCurrent = 1e-2,
    };

    /// <summary>Both regions of every junction, the points beside v = 0, both sides of fc · φ, saturation, and an Early voltage that is reached.</summary>
    public static TheoryData<int, double, double> Biases
    {
        get
        {
            var biases = new TheoryData<int, double, double>();
            for (var card = 0; card < 5; card++)
            {
                foreach (var vbe in new[] { -2, -0.05, 0.01, 0.3, 0.65, 0.9 })
                {
                    foreach (var vbc in new[] { -9, -0.05, 0.01, 0.3, 0.6, 0.8 })
                        biases.Add(card, vbe, vbc);
                }
            }

            return biases;
        }
    }

    [Theory]
    [MemberData(nameof(Biases))]
    public void Slopes_OfEveryQuantity_AreItsDerivatives(int card, double vbe, double vbc)
    {
        BipolarParameters[] cards = [Plain, Full, Full with { BaseResistanceCurrent = 1e-4 }, Full with { TransitTimeVoltage = 0, TransitTimeCurrent = 0, KneeExponent = 0.7 }, Full with { ForwardEarlyVoltage = 0.5, ReverseEarlyVoltage = 0.5 }];
        var q = new GummelPoon(cards[card], new BipolarAreas(2, 3, 4), 60, 27);
        Along(v => q.ForwardAt(v), vbe, "i_f");
        Along(v => q.ReverseAt(v), vbc, "i_r");
        Along(v => q.BaseEmitterAt(v, q.ForwardAt(v)), vbe, "i_be");
        Along(v => q.BaseCollectorAt(v, q.ReverseAt(v)), vbc, "i_bc");
        Along(v => q.CollectorChargeAt(v, q.ReverseAt(v)), vbc, "q_bc");
        Along(q.OuterChargeAt, vbc, "q_bx");
        Along(q.SubstrateAt, vbc, "i_s");
        Along(q.SubstrateChargeAt, vbc, "q_s");
        FunctionOfTwo BaseCharge(double be, double bc) => q.BaseChargeAt(be, bc, q.ForwardAt(be), q.ReverseAt(bc));
        Along(BaseCharge, vbe, vbc, "q_b");
        Along((be, bc) => q.EmitterChargeAt(be, bc, q.ForwardAt(be), BaseCharge(be, bc)), vbe, vbc, "q_be");
        if (!q.HasVariableBaseResistance)
            return;
        Along((be, bc) =>
        {
            var (emitter, collector) = (q.BaseEmitterAt(be, q.ForwardAt(be)), q.BaseCollectorAt(bc, q.ReverseAt(bc)));
            return q.BaseConductanceAt(new FunctionOfTwo(emitter.Current + collector.Current, emitter.Conductance, collector.Conductance), BaseCharge(be, bc));
        }, vbe, vbc, "g_b");
    }

    [Fact]
    public void BaseResistance_WithIrb_FallsFromRbToHalfwayAtIrbAndToRbm()
    {
        var q = new GummelPoon(new BipolarParameters { BaseResistance = 500, LeastBaseResistance = 50, BaseResistanceCurrent = 1e-4 }, new BipolarAreas(1, 1, 1), 27, 27);
        double At(double current) => 1 / q.BaseConductanceAt(new FunctionOfTwo(current, 0, 0), new FunctionOfTwo(1, 0, 0)).Value;
        Close.Equal(500, At(0), 1e-6);
        // The fit of UCB/ERL-M520 meets the half to within a percent.
        Close.Equal(275, At(1e-4), 1e-2);
        Close.Equal(50, At(1e2), 1e-2);
        // Series and closed form meet.
        double before = At(1e-9);
        for (var current = 1e-9; current < 1e-2; current *= 1.01)
        {
            var now = At(current);
            Assert.InRange(now, before * 0.99, before * (1 + 1e-12));
            before = now;
        }
    }

    [Fact]
    public void Areas_OfTwo_AreTwoTransistors()
    {
        var (one, two) = (new GummelPoon(Full, new BipolarAreas(1, 1, 1), 27, 27), new GummelPoon(Full, new BipolarAreas(2, 2, 2), 27, 27));
        Close.Equal(2 * one.ForwardAt(0.7).Current, two.ForwardAt(0.7).Current, 1e-14);
        Close.Equal(2 * one.BaseCollectorAt(0.5, one.ReverseAt(0.5)).Current, two.BaseCollectorAt(0.5, two.ReverseAt(0.5)).Current, 1e-14);
        Close.Equal(one.BaseChargeAt(0.7, 0.5, one.ForwardAt(0.7), one.ReverseAt(0.5)).Value, two.BaseChargeAt(0.7, 0.5, two.ForwardAt(0.7), two.ReverseAt(0.5)).Value, 1e-14);
        Close.Equal(2 * one.OuterChargeAt(-1).Charge, two.OuterChargeAt(-1).Charge, 1e-14);
        Close.Equal(2 * one.SubstrateChargeAt(-1).Charge, two.SubstrateChargeAt(-1).Charge, 1e-14);
    }

    /// <summary>The difference of a charge or current near zero is that of numbers as large as the steps of the others.</summary>
    private static void Along(Func<double, (double Value, double Slope)> f, double v, string what)
    {
        var (value, slope) = f(v);
        var difference = (f(v + H).Value - f(v - H).Value) / (2 * H);
        Close.Equal(difference, slope, 1e-6, 1e-8 * (Math.Abs(value) + 1e-14), what);
    }

    private static void Along(Func<double, double, FunctionOfTwo> f, double vbe, double vbc, string what)
    {
        Along(v => (f(v, vbc).Value, f(v, vbc).ByEmitter), vbe, $"{what} by v_be");
        Along(v => (f(vbe, v).Value, f(vbe, v).ByCollector), vbc, $"{what} by v_bc");
    }
}

using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Tests.Support;
using static CircuitSim.Tests.Periphery.StageCircuits;

namespace CircuitSim.Tests.Periphery;

public class DifferenceAmplifierTests
{
    [Theory]
    [InlineData(0.35, 0.3, 0, 2)]
    [InlineData(-0.35, 0.3, 0, 1)]
    [InlineData(1.0, 0.8, 0.9, 0.5)]
    public void Circuit_WithIdealParts_IsTheIdealTransfer(double positive, double negative, double reference, double gain)
    {
        var stage = new DifferenceAmplifier { InputResistance = 10e3, Gain = gain, Reference = reference };
        Close.Equal(stage.Ideal(positive, negative), Subtract(stage, positive, negative), rtol: 1e-9);
    }

    [Theory]
    [InlineData(1e13, 0, 0, 0, 0.01)]
    [InlineData(1000, 0.003, -0.002, 0.001, 0.01)]
    [InlineData(100, -0.02, 0.01, 0.03, -0.01)]
    public void Circuit_WithUnequalResistorsAndFiniteGain_IsTheClosedForm(double gain, double e1, double e2, double e3, double e4)
    {
        var stage = new DifferenceAmplifier
        {
            InputResistance = 10e3,
            Gain = 2,
            ResistorErrors = (e1, e2, e3, e4),
            Amplifier = new IdealAmplifier { Gain = gain },
        };
        var (r1, r2, r3, r4) = (10e3 * (1 + e1), 20e3 * (1 + e2), 10e3 * (1 + e3), 20e3 * (1 + e4));
        var expected = (0.35 * r4 / (r3 + r4) * (1 + r2 / r1) - 0.3 * r2 / r1) / (1 + (1 + r2 / r1) / gain);
        Close.Equal(expected, Subtract(stage, 0.35, 0.3), rtol: 1e-9);
        // Both inputs together: the common-mode gain, here with an infinite gain.
        stage = stage with { Amplifier = new IdealAmplifier() };
        Close.Equal((r1 * r4 - r2 * r3) / (r1 * (r3 + r4)), Subtract(stage, 1, 1) - Subtract(stage, 0, 0), rtol: 1e-9);
    }

    [Fact]
    public void Circuit_WithResistorsAtTheirWorst_RejectsTheCommonModeAsTheToleranceSays()
    {
        const double Tolerance = 1e-3;
        var stage = new DifferenceAmplifier { InputResistance = 10e3, Gain = 2, ResistorErrors = (Tolerance, -Tolerance, -Tolerance, Tolerance) };
        var common = Subtract(stage, 1, 1) - Subtract(stage, 0, 0);
        Close.Equal((1 + 2) / (4 * Tolerance), 2 / common, rtol: 0.01);
    }

    [Fact]
    public void Circuit_OfTheMacro_ErrsAsTheLoadedGainSays()
    {
        var amplifier = OperationalAmplifier.Cmos5V with { Offset = 0 };
        var stage = new DifferenceAmplifier { InputResistance = 50e3, Amplifier = amplifier };
        // The feedback network is a load of R₁ + R₂ = 2 R₂, and R_o feeds through: A_eff = (A 2R₂ − …)/(2R₂ + R_o) at the noise gain of 2.
        var loaded = amplifier.Gain * 100e3 / (100e3 + amplifier.OutputResistance);
        Close.Equal(1 / (1 + 2 / loaded) - 1, (Subtract(stage, 1e-3, 0) - Subtract(stage, 0, 0)) / 1e-3 - 1, rtol: 0.01);
    }

    [Fact]
    public void Mismatch_OfAStream_IsReproducibleAndOfItsSigma()
    {
        var stage = new DifferenceAmplifier { InputResistance = 10e3 };
        Assert.Equal(stage.WithMismatch(1e-3, new RandomStream(3)), stage.WithMismatch(1e-3, new RandomStream(3)));
        // 4 × 2500 draws: the rms has a standard error of σ/√(2·10⁴).
        var stream = new RandomStream(4);
        var squares = 0.0;
        for (var k = 0; k < 2500; k++)
        {
            var (e1, e2, e3, e4) = stage.WithMismatch(1e-3, stream).ResistorErrors;
            squares += e1 * e1 + e2 * e2 + e3 * e3 + e4 * e4;
        }

        Close.Equal(1e-3, Math.Sqrt(squares / 1e4), rtol: 5 / Math.Sqrt(2e4));
    }
}

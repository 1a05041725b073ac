using CircuitSim.Engine;
using CircuitSim.Ngspice;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

public class DacTests
{
    private const double Reference = 0.4;

    public static TheoryData<IDigitalToAnalog> Perfect =>
    [
        new R2RLadder(1, Reference, 10e3), new R2RLadder(5, Reference, 10e3), new R2RLadder(8, Reference, 1e3),
        new ResistorString(1, Reference, 1e3), new ResistorString(5, Reference, 1e3), new ResistorString(8, Reference, 100, 1e3),
    ];

    [Theory]
    [MemberData(nameof(Perfect))]
    public void Circuit_OfIdealParts_IsTheIdealTransfer(IDigitalToAnalog dac)
    {
        var levels = new DacLevels(dac).Find();
        Assert.Equal(1 << dac.Bits, levels.Length);
        for (var code = 0; code < levels.Length; code++)
        {
            Close.Equal(code * Reference / levels.Length, dac.Ideal(code), 1e-15);
            Close.Equal(dac.Ideal(code), levels[code], 1e-9, 1e-11, $"code {code}");
        }
    }

    /// <summary>The step in the middle when the leg of the highest bit is 2R(1 + δ): V_ref[1 − (1 − 2^(1−N))(1 + δ)]/(2 + δ), by Thevenin.</summary>
    [Fact]
    public void R2R_HighestLegOnePercentHigh_LosesAThirdOfAnLsbInTheMiddle()
    {
        const double Delta = 0.01;
        var levels = new DacLevels(new R2RLadder(6, 1, 10e3, errors: [.. Enumerable.Range(0, 12).Select(k => k == 6 ? Delta : 0)])).Find();
        Close.Equal((1 - (1 - 1 / 32.0) * (1 + Delta)) / (2 + Delta), levels[32] - levels[31], 1e-9);
        Assert.Equal(-0.3134, Math.Round((levels[32] - levels[31]) * 64 - 1, 4));
    }

    [Fact]
    public void R2R_OfUnequalPartsAndSwitches_IsTheTheveninRecursion()
    {
        const double R = 10e3, Switch = 150;
        var errors = PartErrors.Draw(R2RLadder.PartsOf(6), 0.05, new RandomStream(3));
        var levels = new DacLevels(new R2RLadder(6, 1, R, Switch, errors), 30e3).Find();
        for (var code = 0; code < 64; code++)
        {
            var (v, r) = (0.0, 2 * R * (1 + errors[0]));
            for (var k = 0; k < 6; k++)
            {
                r += k == 0 ? 0 : R * (1 + errors[6 + k]);
                var leg = 2 * R * (1 + errors[1 + k]) + Switch;
                (v, r) = ((v * leg + (code >> k & 1) * r) / (leg + r), leg * r / (leg + r));
            }

            Close.Equal(v * 30e3 / (30e3 + r), levels[code], 1e-10, 1e-13, $"code {code}");
        }
    }

    /// <summary>σ_DNL of the middle is 2^N σ/√3, σ_INL 2^N σ/(2√3): the resistance below the highest node has a variance of σ²/3.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void R2R_DrawnMismatch_ScattersAsTheClosedForm()
    {
        const int Samples = 1500;
        const double Sigma = 1e-3;
        var simulator = new BuiltInSimulator();
        var (dnl, inl) = (new double[Samples], new double[Samples]);
        for (var s = 0; s < Samples; s++)
        {
            var ladder = new DacLevels(new R2RLadder(6, 1, 10e3, errors: PartErrors.Draw(12, Sigma, new RandomStream(11).Child("ladder", s))));
            double Level(int code) => ladder.Find(code, simulator);
            var lsb = Level(63) / 63;
            (dnl[s], inl[s]) = ((Level(32) - Level(31)) / lsb - 1, Level(32) / lsb - 32);
        }

        AssertSpread(64 * Sigma / Math.Sqrt(3), dnl);
        // The end-point line takes the sum of all bits: the middle is half an LSB off the line's own.
        AssertSpread(64 * Sigma / (2 * Math.Sqrt(3)), inl);
    }

    /// <summary>A bridge between two halves of a chain of independent parts: σ_INL(k) = σ√[k(2^N − k)/2^N], σ_DNL = σ√(1 − 2^−N).</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void String_DrawnMismatch_ScattersAsTheClosedForm()
    {
        const int Samples = 1500;
        const double Sigma = 2e-3;
        var values = Enumerable.Range(0, 3).Select(_ => new double[Samples]).ToArray();
        for (var s = 0; s < Samples; s++)
        {
            var levels = new DacLevels(new ResistorString(4, 1, 1e3, errors: PartErrors.Draw(16, Sigma, new RandomStream(5).Child("string", s)))).Find();
            Assert.Equal(levels.Order(), levels);
            (values[0][s], values[1][s], values[2][s]) = (levels[4] * 16 - 4, levels[8] * 16 - 8, (levels[6] - levels[5]) * 16 - 1);
        }

        AssertSpread(Sigma * Math.Sqrt(4 * 12 / 16.0), values[0]);
        AssertSpread(2 * Sigma, values[1]);
        AssertSpread(Sigma * Math.Sqrt(15 / 16.0), values[2]);
    }

    [Fact]
    public void String_IntoALoad_StandsBehindItsTapAndItsSwitches()
    {
        const double R = 1e3, Switch = 500, Load = 50e3;
        var levels = new DacLevels(new ResistorString(5, Reference, R, Switch), Load).Find();
        for (var code = 0; code < 32; code++)
        {
            var tap = code * (32 - code) / 32.0 * R;
            Close.Equal(code / 32.0 * Reference * Load / (Load + tap + 5 * Switch), levels[code], 1e-9, 1e-12, $"code {code}");
        }
    }

    [NgspiceFact]
    public void Circuits_OfDrawnParts_AgreeWithNgspice()
    {
        var ngspice = new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() });
        foreach (var dac in new IDigitalToAnalog[]
        {
            new R2RLadder(6, 1, 10e3, 100, PartErrors.Draw(12, 0.02, new RandomStream(1))),
            new ResistorString(4, 1, 1e3, 100, PartErrors.Draw(16, 0.02, new RandomStream(2))),
        })
        {
            var levels = new DacLevels(dac, 100e3);
            var ours = levels.Find();
            foreach (var code in new[] { 0, 1, 6, 7, 8, 15 })
                Close.Equal(levels.Find(code, ngspice), ours[code], 1e-6, 1e-9, $"{dac.Name}, code {code}");
        }
    }

    [Fact]
    public void PulseWidth_OfACode_HasItsArea()
    {
        var coding = new PulseWidthCoding { FullScale = 16, Amplitude = 0.2, Longest = 160e-9, Edge = 1e-9 };
        for (var code = 0; code <= 16; code++)
        {
            var points = coding.Waveform(code, 5e-9).Points;
            var area = points.Zip(points.Skip(1), (a, b) => 0.5 * (a.Value.Number + b.Value.Number) * (b.Time.Number - a.Time.Number)).Sum();
            Close.Equal(0.2 * code * 10e-9, area, 1e-12, 1e-24, $"code {code}");
            Assert.Equal((5e-9, 0.0), (points[0].Time.Number, points[0].Value.Number));
        }
    }

    [Fact]
    public void Values_OutOfRange_AreRefusedInALine()
    {
        AssertRefused("bits = 0: an R-2R ladder has 1 to 24 bits here.", () => new R2RLadder(0, 1, 1e3));
        AssertRefused("bits = 40: a resistor string has 1 to 12 bits here.", () => new ResistorString(40, 1, 1e3));
        AssertRefused("reference = 0 V must be finite and above zero.", () => new R2RLadder(6, 0, 1e3));
        AssertRefused("unit resistance = -1 Ω must be finite and above zero.", () => new ResistorString(6, 1, -1));
        AssertRefused("errors of the resistors has shape [2]; expected [12].", () => new R2RLadder(6, 1, 1e3, errors: [0, 0]));
        AssertRefused("mismatch: an error of -1.5 leaves nothing of one of the resistors; draw with a smaller sigma.", () => new ResistorString(1, 1, 1e3, errors: [0, -1.5]));
        AssertRefused("code = 64 must be one of 0 to 63, the codes of 6 bits.", () => new R2RLadder(6, 1, 1e3).Ideal(64));
        var coding = new PulseWidthCoding { FullScale = 16, Amplitude = 1, Longest = 16e-9, Edge = 2e-9 };
        AssertRefused("edge = 2 ns must be at most 1e-9 s, the width of code 1; shorten the edges or lengthen the pulse.", () => coding.Waveform(1));
        AssertRefused("code = 17 must be one of 0 to 16, the full scale of the pulse width.", () => coding.Width(17));
    }

    private static void AssertRefused(string sentence, Func<object> act) =>
        Assert.Equal(sentence, Assert.Throws<InvalidParameterException>(act).Message);

    /// <summary>Mean 0 within 5 σ/√n, spread within 5 of its own standard deviations, 1/√(2n).</summary>
    private static void AssertSpread(double sigma, double[] values)
    {
        var spread = Math.Sqrt(values.Sum(v => v * v) / values.Length);
        Assert.InRange(spread / sigma, 1 - 5 / Math.Sqrt(2 * values.Length), 1 + 5 / Math.Sqrt(2 * values.Length));
        Assert.InRange(values.Average() / sigma, -5 / Math.Sqrt(values.Length), 5 / Math.Sqrt(values.Length));
    }
}

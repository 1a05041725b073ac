using CircuitSim.Numerics;
using CircuitSim.Periphery.Converters;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

public class LinearityTests
{
    private static readonly CodeScale ThreeBits = new(3, 0, 8);

    /// <summary>One of seven transitions a quarter late, all half an LSB: by hand.</summary>
    [Fact]
    public void Transitions_OneLate_HaveTheErrorsOfTheDefinition()
    {
        double[] transitions = [1.5, 2.5, 3.5, 4.75, 5.5, 6.5, 7.5];
        var ends = Linearity.OfTransitions(ThreeBits, transitions);
        Assert.Equal((1, 0.5, 0.0, 0.25, 0.25), (ends.FirstCode, ends.Offset, ends.GainError, ends.LargestInl, ends.LargestDnl));
        Close.Equal([0, 0, 0, 0.25, 0, 0, 0], [.. ends.Inl], 0, 1e-15);
        Close.Equal([0, 0, 0.25, -0.25, 0, 0], [.. ends.Dnl], 0, 1e-15);
        // Its place in the middle leaves the slope of least squares alone: the line rises by a seventh of it.
        var fit = Linearity.OfTransitions(ThreeBits, transitions, LinearityLine.BestFit);
        Close.Equal(0.5 + 0.25 / 7, fit.Offset, 1e-14);
        Close.Equal(0, fit.GainError, 0, 1e-15);
        Close.Equal([.. ends.Inl.Select(e => e - 0.25 / 7)], [.. fit.Inl], 0, 1e-14);
    }

    [Fact]
    public void Levels_OfABow_HaveItsInl()
    {
        // V = x + 4 b x(1 − x): the line through the ends is x, the bow b in the middle, so many codes of it in LSB.
        var scale = new CodeScale(6, -1, 2);
        var levels = Enumerable.Range(0, 64).Select(k => -1 + 2 * (k / 64.0 + 0.04 * (k / 64.0) * (63 - k) / 64.0)).ToArray();
        var result = Linearity.OfLevels(scale, levels);
        Close.Equal(0.04 * 32 * 31 / 64, result.Inl[32], 1e-12);
        Close.Equal(0, result.Offset, 0, 1e-15);
        Close.Equal(0.04 * (62 - 2 * 10) / 64, result.Dnl[10], 1e-12);
        Assert.True(result.IsMonotonic);
        Assert.Empty(result.MissingCodes);
    }

    [Fact]
    public void Codes_LeftOutAndStepsThatFall_AreNamed()
    {
        Assert.Equal([3], Linearity.OfTransitions(ThreeBits, [1, 2, 3, 3.05, 5, 6, 7]).MissingCodes);
        Assert.False(Linearity.OfLevels(ThreeBits, [0, 1, 2, 3, 2.9, 5, 6, 7]).IsMonotonic);
        Assert.Equal(0, Linearity.OfTransitions(new CodeScale(1, 0, 2), [1.25]).LargestDnl);
        Assert.Equal(0.25, Linearity.OfTransitions(new CodeScale(1, 0, 2), [1.25]).Offset);
        Assert.Contains("do not rise", Assert.Throws<InvalidParameterException>(() => Linearity.OfTransitions(ThreeBits, [1, 1, 1, 1, 1, 1, 1])).Message, StringComparison.Ordinal);
        Assert.Equal("levels has shape [7]; expected [8].", Assert.Throws<InvalidParameterException>(() => Linearity.OfLevels(ThreeBits, [1, 2, 3, 4, 5, 6, 7])).Message);
    }

    /// <summary>The code regressed on the voltage leaves (1 − 4^−N)/12 of a staircase's variance.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(12)]
    public void EffectiveBits_OfIdealTransitions_AreTheBits(int bits)
    {
        var ideal = new BehavioralConverter(bits, -0.3, 1.7);
        var enob = EffectiveBits.OfTransitions(new CodeScale(bits, -0.3, 1.7), ideal.Transitions.ToArray());
        Close.Equal(bits - 0.5 * Math.Log2(1 - Math.Pow(4, -bits)), enob, 1e-9);
    }

    /// <summary>A transition that is late by e adds ∫ 2x dx = e² to the square of its code's error: alternating by ±e, residual² = 1/12 + e² (2^N − 1)/2^N.</summary>
    [Fact]
    public void EffectiveBits_OfAlternatingTransitions_LoseWhatTheirErrorAdds()
    {
        const double E = 0.3;
        var scale = new CodeScale(10, 0, 1024);
        var enob = EffectiveBits.OfTransitions(scale, [.. Enumerable.Range(1, 1023).Select(k => k + (k % 2 == 0 ? E : -E))]);
        Close.Equal(10 - 0.5 * Math.Log2(1 + 12 * E * E * 1023 / 1024), enob, 1e-5);
    }

    /// <summary>Full-scale coherent sine, 8192 points: the usual figures of ideal quantizers, which a sine fit misses by up to 0.07 below six bits.</summary>
    [Theory]
    [InlineData(3, 3.015, 3.075)]
    [InlineData(4, 3.975, 4.065)]
    [InlineData(5, 4.965, 5.075)]
    [InlineData(6, 5.965, 6.005)]
    [InlineData(8, 7.975, 8.015)]
    public void EffectiveBits_OfASineThroughAnIdealConverter_AreTheBits(int bits, double least, double greatest)
    {
        var enob = EffectiveBits.OfSine(new BehavioralConverter(bits, 0, 1), 8192, 1021);
        Assert.InRange(enob, least, greatest);
    }

    [Fact]
    public void SineFit_OfASineWithAHarmonic_FindsBoth()
    {
        var samples = Enumerable.Range(0, 512).Select(k => 3 + 2 * Math.Sin(2 * Math.PI * 37 * k / 512 + 0.7) + 0.01 * Math.Cos(2 * Math.PI * 74 * k / 512)).ToArray();
        var fit = SineFit.Of(samples, 37);
        Close.Equal(2, fit.Amplitude, 1e-12);
        Close.Equal(3, fit.Offset, 1e-12);
        Close.Equal(0.01 / Math.Sqrt(2), fit.Residual, 1e-9);
        Assert.Contains("no sine", Assert.Throws<InvalidParameterException>(() => SineFit.Of(samples, 256)).Message, StringComparison.Ordinal);
        Assert.Contains("odd number", Assert.Throws<InvalidParameterException>(() => EffectiveBits.RequireCoherent(512, 36)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transitions_Sought_AreThoseOfTheConverter()
    {
        var converter = BehavioralConverter.Draw(7, -0.2, 1.28, 0.013, 0.02, 0.3, 0.2, new RandomStream(8));
        var exact = converter.Transitions.ToArray();
        var sought = TransitionSearch.ByBisection(converter, 1e-3);
        var ramped = TransitionSearch.ByRamp(converter, 64);
        for (var k = 0; k < exact.Length; k++)
        {
            Assert.InRange(sought[k] - exact[k], -0.5e-5 - 1e-12, 0.5e-5 + 1e-12);
            Assert.InRange(ramped[k] - exact[k], -0.01 / 128 - 1e-12, 0.01 / 128 + 1e-12);
        }

        var part = TransitionSearch.ByBisection(converter, 1e-3, 30, 50);
        Assert.All(part.Index(), p => Assert.InRange(p.Item - exact[29 + p.Index], -0.5e-5 - 1e-12, 0.5e-5 + 1e-12));
        var far = new BehavioralConverter(1, 0, 1, [1.6]);
        Assert.Equal("behavioral ADC: code 1 begins more than a quarter of the range above it, or never; an offset or a gain is too far off to be characterised.",
            Assert.Throws<InvalidParameterException>(() => TransitionSearch.ByBisection(far, 0.01)).Message);
        Assert.Throws<InvalidParameterException>(() => TransitionSearch.ByRamp(far, 4));
    }
}

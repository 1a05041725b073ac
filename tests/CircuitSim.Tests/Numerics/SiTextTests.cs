using System.Globalization;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Numerics;

public class SiTextTests
{
    /// <summary>Whole numbers of every length, up to what a long holds and beyond: the nearest doubles, as the runtime finds them.</summary>
    [Fact]
    public void TryParse_WholeNumbers_AreTheRuntimesDoubles()
    {
        var random = new RandomStream(1);
        for (var length = 1; length <= 22; length++)
        {
            for (var sample = 0; sample < 1000; sample++)
            {
                var text = string.Concat(Enumerable.Range(0, length).Select(_ => (char)('0' + random.NextInt32(10))));
                Assert.True(SiText.TryParse(text, out var value));
                Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), value);
            }
        }

        Assert.False(SiText.TryParse("", out _));
    }

    /// <summary>A percent is a hundredth (ISO 80000-1, 7.3.3); the reader of netlists ignores the sign, as SPICE does every unit.</summary>
    [Theory]
    [InlineData("5%", 0.05)]
    [InlineData("-2.5 %", -0.025)]
    [InlineData("1e2%", 1.0)]
    [InlineData("4.7k", 4700.0)]
    [InlineData("10%x", null)]
    [InlineData("5k%", null)]
    [InlineData("5%%", null)]
    [InlineData("%", null)]
    public void TryParseTyped_Percent_IsAHundredth(string text, double? expected)
    {
        Assert.Equal(expected is not null, SiText.TryParseTyped(text, out var value));
        Assert.Equal(expected ?? 0, value);
        Assert.Equal(expected is { } number && text.EndsWith('%') ? SiText.Exact(number) : text, SiText.WithoutPercent(text));
        Assert.True(SiText.TryParse("5%", out var ofSpice));
        Assert.Equal(5, ofSpice);
    }

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(59.96, "1 min")]
    [InlineData(61.4, "1 min 1 s")]
    [InlineData(3599.7, "1 h")]
    [InlineData(11_520, "3 h 12 min")]
    [InlineData(-11_520, "-3 h 12 min")]
    [InlineData(86_399, "1 d")]
    [InlineData(5 * 86_400 + 3 * 3600, "5 d 3 h")]
    [InlineData(2.5 * 31_557_600, "2.5 years")]
    [InlineData(14.65e12, "464,200 years")] // of 365.25 days
    public void Duration_OfSeconds_HasUnitsOfPeople(double seconds, string expected) => Assert.Equal(expected, SiText.Duration(seconds));

    [Theory]
    [InlineData(1.5e-9, "1.5 ns")]
    [InlineData(999.9, "999.9 s")]
    [InlineData(1500, "25 min")]
    [InlineData(14.65e12, "464,200 years")]
    public void Format_OfATime_IsADurationFromAThousandSecondsOn(double seconds, string expected) => Assert.Equal(expected, SiText.Format(seconds, "s"));

    [Theory]
    [InlineData(0.7619, "0.7619")]
    [InlineData(1e-3, "0.001")]
    [InlineData(0.99996, "1")]
    [InlineData(4700, "4.7 k")]
    [InlineData(2.2e-6, "2.2 µ")]
    public void Format_WithoutAUnit_HasNoPrefixBelowOne(double value, string expected) => Assert.Equal(expected, SiText.Format(value, ""));
}

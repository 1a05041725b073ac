using CircuitSim.Numerics;

namespace CircuitSim.Tests.Numerics;

public class SiTextTests
{
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
}

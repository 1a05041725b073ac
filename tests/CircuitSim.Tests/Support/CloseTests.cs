using Xunit.Sdk;

namespace CircuitSim.Tests.Support;

public class CloseTests
{
    [Theory]
    [InlineData(1, 1 + 1e-10, 1e-9, 0, true)]
    [InlineData(1, 1 + 1e-8, 1e-9, 0, false)]
    [InlineData(0, 1e-13, 0, 1e-12, true)]
    [InlineData(0, 1e-11, 1e-6, 1e-12, false)]
    [InlineData(double.NaN, double.NaN, 1, 1, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 1, 1, false)]
    public void Holds_AtAndBeyondTolerance_FollowsTheFormula(double a, double b, double rtol, double atol, bool expected) =>
        Assert.Equal(expected, Close.Holds(a, b, rtol, atol));

    [Fact]
    public void Equal_OnDifference_NamesBothValuesAndThePlace()
    {
        var e = Assert.Throws<XunitException>(() => Close.Equal([1, 2], [1, 2.5], 1e-9, where: "v"));
        Assert.Contains("v[1]: expected 2, actual 2.5", e.Message, StringComparison.Ordinal);
    }
}

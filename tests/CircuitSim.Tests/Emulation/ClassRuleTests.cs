using CircuitSim.Emulation;

namespace CircuitSim.Tests.Emulation;

public class ClassRuleTests
{
    [Theory]
    [InlineData(new[] { 1.0, 3, 2 }, 1, false)]
    [InlineData(new[] { 1.0, 3, 3 }, 1, true)]
    [InlineData(new[] { 3 - 9e-9, 1, 3 }, 0, true)]
    [InlineData(new[] { 3 - 1.1e-8, 1, 3 }, 2, false)]
    [InlineData(new[] { -5.0, -5, -5 }, 0, true)]
    [InlineData(new[] { 7.0 }, 0, false)]
    public void Classify_AtFullScale10_TakesTheLowestWithin1e8OfTheLargest(double[] outputs, int expected, bool tie)
    {
        var rule = new ClassRule(10);
        Assert.Equal(expected, rule.Classify(outputs));
        Assert.Equal(tie, rule.IsTie(outputs));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Classify_WithoutANumber_IsRefused(double value) =>
        Assert.Throws<InvalidParameterException>(() => new ClassRule(1).Classify([0, value]));
}

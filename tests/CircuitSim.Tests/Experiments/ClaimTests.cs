using CircuitSim.Experiments;

namespace CircuitSim.Tests.Experiments;

public class ClaimTests
{
    [Theory]
    [InlineData("none", null, null)]
    [InlineData("≥ 88", 88.0, null)]
    [InlineData("≤ 0.25", null, 0.25)]
    [InlineData("-3 … 3", -3.0, 3.0)]
    [InlineData("= 273", 273.0, 273.0)]
    [InlineData("0.509375 ± 1.0e-9", 0.509375 - 1e-9, 0.509375 + 1e-9)]
    public void Bound_OfAnInterval_ShowsWhatItIs(string expected, double? least, double? greatest) =>
        Assert.Equal(expected, new Claim("id", "paper", "statement", "method", 1, "", least, greatest).Bound);
}

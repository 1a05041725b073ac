using CircuitSim.Cli.Commands;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Cli;

public class SpiceNumberTests
{
    [Theory]
    [InlineData(5e-8, "50n")]
    [InlineData(1e-6, "1u")]
    [InlineData(10e3, "10k")]
    [InlineData(1e6, "1meg")]
    [InlineData(0.2, "0.2")]
    [InlineData(0.001, "0.001")]
    [InlineData(785, "785")]
    [InlineData(-2.5e-9, "-2.5n")]
    [InlineData(0, "0")]
    [InlineData(1e-20, "1E-20")]
    [InlineData(12345.678, "12345.678")]
    public void Text_IsWhatAUserWouldType(double value, string text)
    {
        Assert.Equal(text, new SpiceNumber(value).ToString());
        Assert.True(SiText.TryParse(text, out var read));
        Assert.Equal(value, read);
    }

    [Fact]
    public void Text_OfAnyNumber_ReadsBackAsTheSameBits()
    {
        var random = new RandomStream(1);
        for (var k = 0; k < 1000; k++)
        {
            var value = Math.Pow(10, -16 + 30 * random.NextUniform());
            Assert.True(SiText.TryParse(new SpiceNumber(value).ToString(), out var read));
            Assert.Equal(value, read);
        }
    }

    [Fact]
    public void List_IsSeparatedByCommas() => Assert.Equal("0,0.5,10k", new SpiceNumberList([0, 0.5, 10e3]).ToString());
}

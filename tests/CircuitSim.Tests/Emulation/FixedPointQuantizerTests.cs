using CircuitSim.Emulation;

namespace CircuitSim.Tests.Emulation;

public class FixedPointQuantizerTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 1)]
    [InlineData(-0.25, -1)]
    [InlineData(0.2499, 0)]
    [InlineData(0.75, 2)]
    [InlineData(-0.75, -2)]
    [InlineData(1.25, 3)]
    [InlineData(3.5, 7)]
    [InlineData(3.75, 7)]
    [InlineData(1e300, 7)]
    [InlineData(-3.75, -8)]
    [InlineData(-4.25, -8)]
    [InlineData(-1e300, -8)]
    public void Quantize_At4BitsAndHalfSteps_RoundsAwayFromZeroAndClips(double x, int expected) =>
        Assert.Equal(expected, new FixedPointQuantizer(4).Quantize(x, 0.5));

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(17)]
    public void Constructor_WithBitsOutOfRange_NamesThem(int bits) =>
        Assert.Contains("bits", Assert.Throws<InvalidParameterException>(() => new FixedPointQuantizer(bits)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Quantize_ALayerWithBadScaleFactor_IsRefused(double scaleFactor)
    {
        var layer = new DenseLayer(1, 1, [1], [0]);
        var e = Assert.Throws<InvalidParameterException>(() => new FixedPointQuantizer(4).Quantize(layer, scaleFactor));
        Assert.Equal("scaleFactor", e.Parameter);
    }
}

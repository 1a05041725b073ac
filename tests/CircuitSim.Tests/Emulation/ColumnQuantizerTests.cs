using CircuitSim.Emulation;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation;

public class ColumnQuantizerTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.49e-3, 0)]
    [InlineData(0.5e-3, 1)]
    [InlineData(6.9e-3, 7)]
    [InlineData(7e-3, 7)]
    [InlineData(1, 7)]
    public void Code_At3BitsAnd7mA_CountsMilliamperes(double current, int code)
    {
        var quantizer = new ColumnQuantizer(3, 7e-3);
        Assert.Equal(code, quantizer.Code(current));
        Close.Equal(code * 1e-3, quantizer.Quantize(current), rtol: 1e-15);
    }

    [Fact]
    public void Quantize_WithinFullScale_IsWithinHalfAStep()
    {
        var quantizer = new ColumnQuantizer(8, 1);
        for (var i = 0; i <= 1000; i++)
            Assert.InRange(quantizer.Quantize(i / 1000.0) - i / 1000.0, -0.5 / 255 - 1e-15, 0.5 / 255 + 1e-15);
    }

    [Theory]
    [InlineData(0, 1, "ADC bits")]
    [InlineData(25, 1, "ADC bits")]
    [InlineData(8, 0, "fullScale")]
    [InlineData(8, double.NaN, "fullScale")]
    public void Constructor_OutOfRange_NamesTheParameter(int bits, double fullScale, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<InvalidParameterException>(() => new ColumnQuantizer(bits, fullScale)).Parameter);
}

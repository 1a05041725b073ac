using CircuitSim.Programming;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Programming;

public class PulseBiasTests
{
    public static TheoryData<BiasScheme, WriteDirection, double, double> Shares => new()
    {
        // What a cell sees that shares one line with the written one, and one that shares none; parts of the amplitude.
        { BiasScheme.HalfVoltage, WriteDirection.Reset, 1.0 / 2, 0 },
        { BiasScheme.HalfVoltage, WriteDirection.Set, -1.0 / 2, 0 },
        { BiasScheme.ThirdVoltage, WriteDirection.Reset, 1.0 / 3, -1.0 / 3 },
        { BiasScheme.ThirdVoltage, WriteDirection.Set, -1.0 / 3, 1.0 / 3 },
    };

    [Theory]
    [MemberData(nameof(Shares))]
    public void Of_ASchemeOfShares_GivesEveryCellItsShare(BiasScheme scheme, WriteDirection direction, double half, double none)
    {
        const double Amplitude = 1.8;
        var bias = PulseBias.Of(scheme, direction, Amplitude);
        var written = bias.WrittenBitLine(direction, Amplitude);
        var sign = direction == WriteDirection.Reset ? 1 : -1;
        Close.Equal(sign * Amplitude, bias.WordLine - written, 1e-15, where: "written cell");
        Close.Equal(half * Amplitude, bias.WordLine - bias.OtherBitLines!.Value, 1e-12, where: "same word line");
        Close.Equal(half * Amplitude, bias.OtherWordLines!.Value - written, 1e-12, where: "same bit line");
        Close.Equal(none * Amplitude, bias.OtherWordLines.Value - bias.OtherBitLines.Value, 1e-12, 1e-15, where: "neither");
    }

    [Theory]
    [InlineData(BiasScheme.Floating)]
    [InlineData(BiasScheme.HalfVoltage)]
    [InlineData(BiasScheme.ThirdVoltage)]
    [InlineData(BiasScheme.Select)]
    public void Of_AnyScheme_NeedsNoNegativeSupplyAndWritesEachColumnWithItsOwnAmplitude(BiasScheme scheme)
    {
        foreach (var direction in new[] { WriteDirection.Set, WriteDirection.Reset })
        {
            var bias = PulseBias.Of(scheme, direction, 2);
            foreach (var amplitude in new[] { 2, 1.3 })
            {
                var written = bias.WrittenBitLine(direction, amplitude);
                Close.Equal(amplitude, Math.Abs(bias.WordLine - written), 1e-15);
                Assert.True(written >= 0 && bias.WordLine >= 0 && !(bias.OtherWordLines < 0) && !(bias.OtherBitLines < 0));
            }
        }
    }

    [Fact]
    public void Of_Select_LeavesColumnsThatAreNotWrittenWithoutVoltage()
    {
        foreach (var direction in new[] { WriteDirection.Set, WriteDirection.Reset })
        {
            var bias = PulseBias.Of(BiasScheme.Select, direction, 2);
            Assert.Equal(bias.WordLine, bias.OtherBitLines);
        }
    }
}

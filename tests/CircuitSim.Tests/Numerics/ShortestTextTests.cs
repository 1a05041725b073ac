using System.Globalization;
using System.Text;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Numerics;

/// <summary>Against the runtime's own format R, which is another algorithm (Grisu and Dragon4).</summary>
public class ShortestTextTests
{
    [Fact]
    public void Format_EdgesOfDoubles_AreTheRuntimesTexts()
    {
        double[] edges = [0, -0.0, double.Epsilon, 2.2250738585072011e-308, 2.2250738585072014e-308, double.MaxValue, double.MinValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
            1, -1, 0.1, 0.1 + 0.2, 1.0 / 3, 1e-3, 1e-4, 1e-5, 9.999e-5, 1e14, 1e15, 1e16, 999999999999999, 1234567890123456, 12345678901234567, 1e21, 1e22, 1e23, 5e-324, 9007199254740993, 2e23, 8.41e21, 4.8726570057e288];
        AssertSame(edges);
        // Below each power of two the interval is lopsided; a power of ten and its neighbours sit at the change of k.
        AssertSame(Enumerable.Range(-1022, 2046).SelectMany(q => Around(Math.ScaleB(1, q))));
        AssertSame(Enumerable.Range(-307, 616).SelectMany(k => Around(double.Parse($"1e{k}", CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Format_DoublesOfAnyBits_AreTheRuntimesTexts()
    {
        var random = new RandomStream(1);
        AssertSame(Enumerable.Range(0, 200_000).Select(_ => BitConverter.UInt64BitsToDouble(random.NextUInt64())));
    }

    [Fact]
    public void Format_DecimalNumbersOfFewDigits_AreTheRuntimesTexts()
    {
        var random = new RandomStream(2);
        AssertSame(Enumerable.Range(0, 100_000).Select(k => Math.Round(random.NextUniform(-1, 1), k % 16) * Math.Pow(10, random.NextInt32(40) - 20)));
    }

    /// <summary>As Python prints it.</summary>
    [Fact]
    public void Format_PowerOfTwoThatTheRuntimeGetsWrong_ReadsBack()
    {
        Span<byte> text = stackalloc byte[ShortestText.MostLength];
        Assert.Equal("2.9802322387695312E-08", Encoding.ASCII.GetString(text[..new ShortestText().Format(Math.ScaleB(1, -25), text)]));
    }

    private static double[] Around(double value) => [Math.BitDecrement(value), value, Math.BitIncrement(value), -value];

    private static void AssertSame(IEnumerable<double> values)
    {
        var shortest = new ShortestText();
        Span<byte> text = stackalloc byte[ShortestText.MostLength];
        foreach (var value in values)
        {
            var (expected, actual) = (value.ToString("R", CultureInfo.InvariantCulture), Encoding.ASCII.GetString(text[..shortest.Format(value, text)]));
            // The runtime's text of 2⁻²⁵ and of 2⁻⁹⁵⁸ is that of their lower neighbour, a digit too short.
            if (double.Parse(expected, CultureInfo.InvariantCulture).Equals(value))
                Assert.Equal(expected, actual);
            else
                Assert.Equal(value, double.Parse(actual, CultureInfo.InvariantCulture));
        }
    }
}

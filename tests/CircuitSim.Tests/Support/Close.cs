using System.Globalization;
using Xunit.Sdk;

namespace CircuitSim.Tests.Support;

/// <summary>
/// The one comparison of floating-point results: |a − b| ≤ atol + rtol · max(|a|, |b|). NaN and infinity never pass;
/// a failure prints both values and where they are.
/// </summary>
public static class Close
{
    public static bool Holds(double actual, double expected, double rtol, double atol = 0) =>
        double.IsFinite(actual) && double.IsFinite(expected)
        && Math.Abs(actual - expected) <= atol + rtol * Math.Max(Math.Abs(actual), Math.Abs(expected));

    public static void Equal(double expected, double actual, double rtol, double atol = 0, string where = "value")
    {
        if (!Holds(actual, expected, rtol, atol))
        {
            throw new XunitException(string.Create(CultureInfo.InvariantCulture,
                $"{where}: expected {expected:R}, actual {actual:R}, difference {Math.Abs(actual - expected):E3}, allowed {atol + rtol * Math.Max(Math.Abs(actual), Math.Abs(expected)):E3}"));
        }
    }

    public static void Equal(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double rtol, double atol = 0, string where = "value")
    {
        if (expected.Length != actual.Length)
            throw new XunitException($"{where}: expected {expected.Length} values, actual {actual.Length}");
        for (var i = 0; i < expected.Length; i++)
            Equal(expected[i], actual[i], rtol, atol, $"{where}[{i}]");
    }
}

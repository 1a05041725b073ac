using System.Globalization;
using CircuitSim.LookupTables;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables;

public class InverseDistributionTests
{
    [NumPyFact]
    public void Of_ASample_IsNumPysQuantile()
    {
        var stream = new RandomStream(3);
        double[] sample = [.. Enumerable.Range(0, 37).Select(_ => stream.NextNormal()).Order()];
        double[] parts = [.. Enumerable.Range(0, 101).Select(k => k / 100.0)];
        var values = new double[parts.Length];
        InverseDistribution.Of(sample, parts, values);
        var script = "x = np.array(sys.argv[1].split(','), dtype=float)\nprint(','.join(repr(float(v)) for v in np.quantile(x, np.arange(101) / 100)))";
        var expected = NumPy.Run(script, string.Join(',', sample.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))).Split(',');
        Close.Equal([.. expected.Select(t => double.Parse(t, CultureInfo.InvariantCulture))], values, rtol: 1e-13, atol: 1e-15);
        Assert.True(values.Zip(values.Skip(1)).All(v => v.First <= v.Second));
    }

    [Fact]
    public void Of_ASingleValue_IsThatValueEverywhere()
    {
        var values = new double[3];
        InverseDistribution.Of([7], [0, 0.5, 1], values);
        Assert.Equal([7, 7, 7], values);
    }

    [Fact]
    public void Moments_OfUniformAndTwoPointLaws_AreTheClosedForms()
    {
        // Uniform on (2, 4) in uneven pieces: (b − a)²/12 and (b − a)⁴/80.
        var (mean, variance, fourth) = InverseDistribution.Moments([0, 0.1, 0.7, 1], [2, 2.2, 3.4, 4]);
        Close.Equal([3, 4.0 / 12, 16.0 / 80], [mean, variance, fourth], rtol: 1e-14);
        // Halves at −1 and 1.
        (mean, variance, fourth) = InverseDistribution.Moments([0, 0.5, 0.5 + 1e-15, 1], [-1, -1, 1, 1]);
        Close.Equal([0, 1, 1], [mean, variance, fourth], rtol: 0, atol: 1e-14);
    }
}

using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Options;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;
using MathNet.Numerics.Distributions;

namespace CircuitSim.Tests.Experiments.LookupTables;

public class SumLawTests
{
    private static readonly (int Value, double Log)[] Products = [(0, Math.Log(0.25)), (0, Math.Log(0.25)), (0, Math.Log(0.25)), (1, Math.Log(0.25))];

    [Fact]
    public void Log_OfProductsOfBits_IsTheBinomialDistribution()
    {
        var law = new SumLaw([.. Enumerable.Repeat(Products, 40)], 40);
        for (var k = 0; k <= 40; k++)
            Close.Equal(Binomial.PMFLn(0.25, 40, k), law.Log(k), 1e-12, 1e-12, $"sum {k}");
    }

    /// <summary>Powers of a polynomial: (1 + x + x²)^n / 3^n at n = 6 by its coefficients, and a sum that no draw can have.</summary>
    [Fact]
    public void Log_OfSeveralLevels_IsThePowerOfTheirPolynomial()
    {
        var law = new SumLaw([.. Enumerable.Repeat((int[])[0, 2, 4], 6).Select(r => r.Select(v => (v, -Math.Log(3))).ToArray())], 24);
        double[] trinomial = [1, 6, 21, 50, 90, 126, 141];
        for (var k = 0; k <= 6; k++)
            Close.Equal(trinomial[k] / 729, Math.Exp(law.Log(2 * k)), 1e-13, 0, $"sum {2 * k}");
        Assert.Equal(double.NegativeInfinity, law.Log(3));
    }

    /// <summary>10^−616, far below the least double.</summary>
    [Fact]
    public void Log_OfAThousandRows_DoesNotUnderflow() => Close.Equal(1024 * Math.Log(0.25), new SumLaw([.. Enumerable.Repeat(Products, 1024)], 1024).Log(1024), 1e-12);

    /// <summary>Given the sum, the rows that do not count have each other outcome as often: 4000 draws, 5σ.</summary>
    [Fact]
    public void Draw_OfASum_HasItAndLeavesTheRestAsItWas()
    {
        var law = new SumLaw([.. Enumerable.Repeat(Products, 10)], 10);
        var (random, counts) = (new RandomStream(3), new int[4]);
        for (var n = 0; n < 4000; n++)
        {
            var drawn = law.Draw(4, random.Child("draw", n));
            Assert.Equal(4, drawn.Count(o => o == 3));
            foreach (var o in drawn)
                counts[o]++;
        }

        Assert.All(counts[..3], c => Assert.InRange(c, 8000 - 5 * Math.Sqrt(24000 * 2 / 9.0), 8000 + 5 * Math.Sqrt(24000 * 2 / 9.0)));
    }

    /// <summary>
    /// Among patterns of one sum k the number of active rows is k + a binomial number of the others with (½ · ½)/(1 − ¼) = ⅓, as for a
    /// single column that nobody shares its inputs with: mean within 5σ of as many reads as gave that sum.
    /// </summary>
    [Fact]
    public void RandomSums_AtEverySum_HaveTheInputsOfThatSum()
    {
        const int Rows = 12, Columns = 6;
        var array = new AdcTableCase(new StudyValues().With(AdcTableOptions.Rows, Rows).With(AdcTableOptions.Columns, Columns));
        var sums = new RandomSums(array, 0.5, 0.5, 800, new RandomStream(5));
        var active = Enumerable.Range(0, Rows + 1).Select(_ => new List<double>()).ToArray();
        for (var p = 0; p < sums.Count; p++)
        {
            var pattern = sums.Draw(p);
            for (var j = 0; j < Columns; j++)
                active[Enumerable.Range(0, Rows).Sum(i => pattern.Inputs[i] * pattern.Cells[i * Columns + j])].Add(pattern.Inputs.Sum());
        }

        for (var k = 0; k <= Rows; k++)
        {
            // Columns of one read share their inputs, so at least a column's share of them is independent.
            var sigma = Math.Sqrt((Rows - k) * (2.0 / 9) / (active[k].Count / (double)Columns));
            Assert.InRange(active[k].Count, 400, 1200);
            Assert.InRange(active[k].Average(), k + (Rows - k) / 3.0 - 5 * sigma - 1e-12, k + (Rows - k) / 3.0 + 5 * sigma + 1e-12);
        }
    }
}

using CircuitSim.Numerics;
using CircuitSim.Tests.Support;
using MathNet.Numerics.LinearAlgebra;

namespace CircuitSim.Tests.Numerics;

public class SparseLuTests
{
    [Fact]
    public void Solve_OfRandomUnsymmetricMatrices_HasASmallResidual()
    {
        var random = new RandomStream(1);
        for (var trial = 0; trial < 200; trial++)
        {
            var matrix = Matrices.Random(random, 1 + random.NextInt32(150), random.NextInt32(5));
            var lu = SparseLu.Analyze(matrix.Pattern);
            Assert.True(lu.Factor(matrix.Values).Succeeded, $"trial {trial}");
            AssertSolves(matrix, lu, random, $"trial {trial}");
        }
    }

    [Fact]
    public void Solve_OfWellConditionedMatrices_AgreesWithDenseSolve()
    {
        var random = new RandomStream(2);
        for (var trial = 0; trial < 20; trial++)
        {
            var matrix = Matrices.Random(random, 60, 3);
            var b = RandomVector(random, 60);
            var lu = SparseLu.Analyze(matrix.Pattern);
            lu.Factor(matrix.Values);
            var x = b.AsSpan().ToArray();
            lu.Solve(x);
            lu.Refine(matrix.Values, b, x, new double[60]);

            var dense = matrix.ToDense();
            var expected = dense.Solve(Vector<double>.Build.Dense(b)).ToArray();
            Close.Equal(expected, x, 0, 1e-14 * dense.ConditionNumber() * expected.Max(Math.Abs), $"trial {trial}, x");
        }
    }

    [Fact]
    public void Analyze_OfAHiddenTriangularMatrix_FindsOnlyBlocksOfOne()
    {
        var random = new RandomStream(3);
        var (rows, columns) = (Permutation(random, 80), Permutation(random, 80));
        var entries = new List<(int, int, double)>();
        for (var j = 0; j < 80; j++)
        {
            entries.Add((rows[j], columns[j], 2));
            for (var i = 0; i < j; i += 3)
                entries.Add((rows[i], columns[j], 1));
        }

        var matrix = Matrices.Of(80, [.. entries]);
        var lu = SparseLu.Analyze(matrix.Pattern);
        Assert.True(lu.Factor(matrix.Values).Succeeded);
        Assert.Equal(80, lu.BlockCount);
        Assert.Equal(80, lu.FactorEntryCount);
        AssertSolves(matrix, lu, random, "triangular");
    }

    [Fact]
    public void Analyze_WithGroundedVoltageSource_LeavesItsNodeOutOfTheBlock()
    {
        // Nodes 0, 1, 2 joined by conductances, a source branch 3 that fixes node 0.
        var matrix = Matrices.Of(4,
            (0, 0, 1), (0, 1, -1), (1, 0, -1), (1, 1, 3), (1, 2, -1), (2, 1, -1), (2, 2, 2), (0, 3, 1), (3, 0, 1));
        var lu = SparseLu.Analyze(matrix.Pattern);
        Assert.True(lu.Factor(matrix.Values).Succeeded);
        Assert.Equal(3, lu.BlockCount);
        AssertSolves(matrix, lu, new RandomStream(4), "grounded source");
    }

    [Fact]
    public void Factor_WithATinyDiagonal_PivotsElsewhere()
    {
        var matrix = Matrices.Of(2, (0, 0, 1e-20), (0, 1, 1), (1, 0, 1), (1, 1, 1));
        var lu = SparseLu.Analyze(matrix.Pattern);
        Assert.True(lu.Factor(matrix.Values).Succeeded);
        double[] x = [1, 2];
        lu.Solve(x);
        Close.Equal([1, 1], x, 1e-15);
    }

    [Fact]
    public void Refactor_WithNewValues_GivesTheSameAsFactor()
    {
        var random = new RandomStream(6);
        for (var trial = 0; trial < 50; trial++)
        {
            var matrix = Matrices.Random(random, 100, 4);
            var lu = SparseLu.Analyze(matrix.Pattern);
            lu.Factor(matrix.Values);
            for (var k = 0; k < matrix.Values.Length; k++)
                matrix.Values[k] *= 1 + 0.1 * random.NextUniform();
            var outcome = lu.Refactor(matrix.Values);
            Assert.True(outcome.Succeeded);
            AssertSolves(matrix, lu, random, $"trial {trial}", growth: outcome.Repivoted ? 1 : 1e3);
        }
    }

    /// <summary>Columns that are left as they were must be those that a refactorisation of everything leaves, to the last bit.</summary>
    [Fact]
    public void Refactor_WithFewNewValues_GivesTheSameAsOfAll()
    {
        var random = new RandomStream(61);
        for (var trial = 0; trial < 50; trial++)
        {
            var matrix = Matrices.Random(random, 100, 4);
            var (few, all) = (SparseLu.Analyze(matrix.Pattern), SparseLu.Analyze(matrix.Pattern));
            few.Factor(matrix.Values);
            all.Factor(matrix.Values);
            for (var change = 0; change < 5; change++)
            {
                Assert.False(all.Refactor([.. matrix.Values.Select(v => v * (1 + 1e-3 * random.NextUniform()))]).Repivoted);
                for (var k = 0; k < change; k++)
                    matrix.Values[random.NextInt32(matrix.Values.Length)] *= 1 + 1e-3 * random.NextUniform();
                var (x, y) = (RandomVector(random, 100), new double[100]);
                x.CopyTo(y, 0);
                Assert.Equal(all.Refactor(matrix.Values), few.Refactor(matrix.Values));
                all.Solve(x);
                few.Solve(y);
                Assert.Equal(x, y);
            }
        }
    }

    /// <summary>Blocks with much fill whose values are those of a network of conductances have factors of another kind; pivoting finds the same.</summary>
    [Theory]
    [InlineData(80, 400)]
    [InlineData(300, 900)]
    [InlineData(700, 1500)]
    public void Solve_OfANetwork_AgreesWithDenseCholeskyAndWithPivoting(int n, int edges)
    {
        var random = new RandomStream(62);
        var matrix = Matrices.Network(random, n, edges);
        var dense = matrix.ToDense().Cholesky();
        var (network, general) = (SparseLu.Analyze(matrix.Pattern), SparseLu.Analyze(matrix.Pattern, new NaturalOrdering()));
        Assert.True(network.Factor(matrix.Values).Succeeded && general.Factor(matrix.Values).Succeeded);
        for (var trial = 0; trial < 3; trial++)
        {
            var b = RandomVector(random, n);
            double[] x = [.. b], y = [.. b];
            network.Solve(x);
            general.Solve(y);
            double[] expected = [.. dense.Solve(Vector<double>.Build.Dense(b))];
            Close.Equal(expected, x, 0, 1e-10 * expected.Max(Math.Abs), $"trial {trial}, dense");
            Close.Equal(y, x, 0, 1e-10 * expected.Max(Math.Abs), $"trial {trial}, pivoting");
        }
    }

    [Fact]
    public void Refactor_OfANetworkThatBecomesNoneAndOneAgain_Solves()
    {
        var random = new RandomStream(63);
        var matrix = Matrices.Network(random, 200, 800);
        var lu = SparseLu.Analyze(matrix.Pattern);
        Assert.True(lu.Factor(matrix.Values).Succeeded);
        var first = lu.FactorEntryCount;
        AssertSolves(matrix, lu, random, "network");
        var slot = matrix.Pattern.ColumnStarts[100];
        var value = matrix.Values[slot];
        // A controlled source makes it unsymmetric, then a negative resistor takes the dominance away.
        matrix.Values[slot] *= 1.5;
        Assert.True(lu.Refactor(matrix.Values) is { Succeeded: true, Repivoted: true });
        AssertSolves(matrix, lu, random, "unsymmetric", growth: 1e3);
        matrix.Values[slot] = value;
        var diagonal = matrix.Pattern.Find(50, 50);
        var whole = matrix.Values[diagonal];
        matrix.Values[diagonal] *= 0.5;
        Assert.True(lu.Factor(matrix.Values).Succeeded);
        AssertSolves(matrix, lu, random, "not dominant", growth: 1e3);
        matrix.Values[diagonal] = whole;
        Assert.True(lu.Factor(matrix.Values).Succeeded);
        Assert.Equal(first, lu.FactorEntryCount);
        AssertSolves(matrix, lu, random, "network again");
    }

    [Fact]
    public void Factor_OfANetworkWithoutGround_IsSingularToWorkingPrecision()
    {
        var matrix = Matrices.Network(new RandomStream(64), 200, 800);
        for (var j = 0; j < 200; j++)
        {
            var diagonal = matrix.Pattern.Find(j, j);
            matrix.Values[diagonal] = 0;
            matrix.Values[diagonal] = -matrix.Pattern.RowsOf(j).ToArray().Sum(i => matrix.Values[matrix.Pattern.Find(i, j)]);
        }

        var outcome = SparseLu.Analyze(matrix.Pattern).Factor(matrix.Values);
        Assert.True(!outcome.Succeeded || outcome.SmallestPivotRatio < 1e-12, $"{outcome}");
    }

    [Fact]
    public void Refactor_WhenAPivotVanishes_ChoosesAnew()
    {
        var matrix = Matrices.Of(2, (0, 0, 2), (0, 1, 1), (1, 0, 1), (1, 1, 3));
        var lu = SparseLu.Analyze(matrix.Pattern);
        Assert.False(lu.Factor(matrix.Values).Repivoted);
        matrix.Values[matrix.Pattern.Find(0, 0)] = 0;
        matrix.Values[matrix.Pattern.Find(1, 1)] = 0;
        var outcome = lu.Refactor(matrix.Values);
        Assert.True(outcome.Succeeded && outcome.Repivoted);
        double[] x = [1, 2];
        lu.Solve(x);
        Close.Equal([2, 1], x, 1e-15);
    }

    [Fact]
    public void Refactor_BeforeFactor_Factors()
    {
        var matrix = Matrices.Grid(4);
        var lu = SparseLu.Analyze(matrix.Pattern);
        Assert.True(lu.Refactor(matrix.Values).Succeeded);
        AssertSolves(matrix, lu, new RandomStream(7), "grid");
    }

    [Fact]
    public void Factor_AfterAFailure_WorksAgain()
    {
        var matrix = Matrices.Grid(5);
        var lu = SparseLu.Analyze(matrix.Pattern);
        Assert.False(lu.Factor(new double[matrix.Values.Length]).Succeeded);
        Assert.Throws<InvalidOperationException>(() => lu.Solve(new double[25]));
        Assert.True(lu.Factor(matrix.Values).Succeeded);
        AssertSolves(matrix, lu, new RandomStream(8), "grid");
    }

    [Fact]
    public void Factor_WithEqualColumns_FailsInOneOfThem()
    {
        var matrix = Matrices.Of(3,
            (0, 0, 1), (1, 0, 2), (2, 0, 4), (0, 1, 1), (1, 1, 2), (2, 1, 4), (0, 2, 1), (1, 2, 1), (2, 2, 8));
        var outcome = SparseLu.Analyze(matrix.Pattern).Factor(matrix.Values);
        Assert.False(outcome.Succeeded);
        Assert.InRange(outcome.FailedColumn, 0, 2);
    }

    [Fact]
    public void Factor_WithoutEnoughRows_FailsInAColumnThatHasNone()
    {
        // Columns 1 and 2 live in row 1 alone.
        var matrix = Matrices.Of(3, (0, 0, 1), (1, 1, 1), (1, 2, 1));
        var outcome = SparseLu.Analyze(matrix.Pattern).Factor(matrix.Values);
        Assert.False(outcome.Succeeded);
        Assert.InRange(outcome.FailedColumn, 1, 2);
    }

    [Fact]
    public void Factor_OfANearlySingularMatrix_ReportsATinyPivotRatio()
    {
        var matrix = Matrices.Of(2, (0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1 + 1e-14));
        var outcome = SparseLu.Analyze(matrix.Pattern).Factor(matrix.Values);
        Assert.True(outcome.Succeeded);
        Assert.InRange(outcome.SmallestPivotRatio, 0.9e-14, 1.1e-14);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Factor_WithAValueThatIsNoNumber_Fails(double value)
    {
        var matrix = Matrices.Grid(3);
        matrix.Values[3] = value;
        Assert.False(SparseLu.Analyze(matrix.Pattern).Factor(matrix.Values).Succeeded);
    }

    [Fact]
    public void Analyze_OfARectangle_IsRefused()
    {
        var pattern = new SparsePatternBuilder(2, 3).Build(out _);
        var e = Assert.Throws<InvalidParameterException>(() => SparseLu.Analyze(pattern));
        Assert.Equal("pattern has shape 2 × 3; expected square.", e.Message);
    }

    [Fact]
    public void Refine_OnAPoorFactorisation_ReducesTheResidual()
    {
        var random = new RandomStream(9);
        var matrix = Matrices.Random(random, 100, 3);
        var lu = SparseLu.Analyze(matrix.Pattern);
        lu.Factor([.. matrix.Values.Select(value => value * (1 + 1e-9 * random.NextNormal()))]);
        var b = RandomVector(random, 100);
        var x = b.AsSpan().ToArray();
        lu.Solve(x);
        var scratch = new double[100];
        var first = lu.Refine(matrix.Values, b, x, scratch);
        var second = lu.Refine(matrix.Values, b, x, scratch);
        Assert.True(second < 1e-4 * first, $"corrections {first}, {second}");
    }

    /// <summary>Backward error: |b − A x| against |A| |x| + |b|, allowing pivots of the threshold to grow a little.</summary>
    private static void AssertSolves(Matrices.Sparse matrix, SparseLu lu, RandomStream random, string where, double growth = 1)
    {
        var n = matrix.Pattern.Columns;
        var b = RandomVector(random, n);
        var x = b.AsSpan().ToArray();
        lu.Solve(x);
        var product = new double[n];
        matrix.Pattern.Multiply(matrix.Values, x, product);
        var scale = matrix.Values.Max(Math.Abs) * x.Max(Math.Abs) + b.Max(Math.Abs);
        Close.Equal(b, product, 0, growth * 1e-12 * scale, where);
    }

    private static double[] RandomVector(RandomStream random, int n)
    {
        var vector = new double[n];
        for (var i = 0; i < n; i++)
            vector[i] = random.NextNormal();
        return vector;
    }

    private static int[] Permutation(RandomStream random, int n)
    {
        var permutation = Enumerable.Range(0, n).ToArray();
        random.Shuffle<int>(permutation);
        return permutation;
    }
}

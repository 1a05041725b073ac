using CircuitSim.Numerics;

namespace CircuitSim.Tests.Numerics;

public class ApproximateMinimumDegreeTests
{
    [Fact]
    public void Order_OfRandomGraphs_IsAPermutation()
    {
        var random = new RandomStream(11);
        for (var trial = 0; trial < 300; trial++)
        {
            var n = 1 + random.NextInt32(120);
            var graph = AdjacencyGraph.Of(Matrices.Random(random, n, random.NextInt32(6)).Pattern);
            AssertPermutation(n, new ApproximateMinimumDegree().Order(graph, out _));
        }
    }

    [Fact]
    public void Order_OfAnEmptyGraph_IsEmpty() =>
        Assert.Empty(new ApproximateMinimumDegree().Order(AdjacencyGraph.Of(Matrices.Of(0).Pattern), out _));

    [Fact]
    public void Order_OfAStar_TakesTheCentreAmongTheLastTwo()
    {
        var entries = Enumerable.Range(1, 200).SelectMany(i => new[] { (0, i, 1.0), (i, 0, 1.0) });
        var order = new ApproximateMinimumDegree().Order(AdjacencyGraph.Of(Matrices.Of(201, [.. entries]).Pattern), out _);
        AssertPermutation(201, order);
        Assert.Contains(0, order[^2..]);
    }

    [Fact]
    public void Order_OfATree_LeavesNoFill()
    {
        // A tree has an ordering without fill (leaves first), and minimum degree finds it.
        var random = new RandomStream(5);
        var entries = new List<(int, int, double)> { (0, 0, 4) };
        for (var i = 1; i < 500; i++)
        {
            var parent = random.NextInt32(i);
            entries.AddRange([(i, i, 4), (i, parent, -0.01), (parent, i, -0.01)]);
        }

        var matrix = Matrices.Of(500, [.. entries]);
        var lu = SparseLu.Analyze(matrix.Pattern);
        Assert.True(lu.Factor(matrix.Values).Succeeded);
        Assert.Equal(matrix.Pattern.EntryCount, lu.FactorEntryCount);
    }

    [Fact]
    public void Order_OfAGrid_FillsFarLessThanTheNaturalOrder()
    {
        // Band order of a k × k grid: about 2 k³ entries; minimum degree grows like k² log k.
        var grid = Matrices.Grid(60);
        var natural = FactorEntries(grid, new NaturalOrdering());
        var minimumDegree = FactorEntries(grid, new ApproximateMinimumDegree());
        Assert.InRange(natural, 420_000, 440_000);
        Assert.InRange(minimumDegree, 1, 130_000);
    }

    [Fact]
    public void Order_OfADenseRow_IsLast()
    {
        // A rail that touches everything must not spoil the order of a grid.
        var grid = Matrices.Grid(40);
        var n = grid.Pattern.Columns;
        var entries = new List<(int, int, double)> { (n, n, n) };
        for (var j = 0; j < n; j++)
        {
            foreach (var row in grid.Pattern.RowsOf(j))
                entries.Add((row, j, 1));
            entries.AddRange([(n, j, 1), (j, n, 1)]);
        }

        var order = new ApproximateMinimumDegree().Order(AdjacencyGraph.Of(Matrices.Of(n + 1, [.. entries]).Pattern), out _);
        AssertPermutation(n + 1, order);
        Assert.Equal(n, order[^1]);
    }

    private static int FactorEntries(Matrices.Sparse matrix, IFillReducingOrdering ordering)
    {
        var lu = SparseLu.Analyze(matrix.Pattern, ordering);
        Assert.True(lu.Factor(matrix.Values).Succeeded);
        return lu.FactorEntryCount;
    }

    private static void AssertPermutation(int n, int[] order) =>
        Assert.Equal(Enumerable.Range(0, n), order.Order());
}

using CircuitSim.Numerics;

namespace CircuitSim.Tests.Numerics;

public class SparsePatternBuilderTests
{
    [Fact]
    public void Build_WithRepeatedPlaces_GivesThemOneSlotInAscendingRows()
    {
        var builder = new SparsePatternBuilder(3, 3);
        foreach (var (row, column) in new[] { (2, 1), (0, 1), (2, 1), (1, 0), (2, 2) })
            builder.Reserve(row, column);

        var pattern = builder.Build(out var slots);

        Assert.Equal([0, 1, 3, 4], pattern.ColumnStarts.ToArray());
        Assert.Equal([1, 0, 2, 2], pattern.RowIndices.ToArray());
        Assert.Equal([2, 1, 2, 0, 3], slots);
        Assert.Equal(2, pattern.Find(2, 1));
        Assert.Equal(-1, pattern.Find(1, 1));
    }

    [Fact]
    public void Build_OfNothing_IsAnEmptyPattern()
    {
        var pattern = new SparsePatternBuilder(2, 2).Build(out var slots);
        Assert.Empty(slots);
        Assert.Equal(0, pattern.EntryCount);
        Assert.Equal([0, 0, 0], pattern.ColumnStarts.ToArray());
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 2)]
    [InlineData(-1, 0)]
    public void Reserve_OutsideTheMatrix_IsRefused(int row, int column) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparsePatternBuilder(3, 2).Reserve(row, column));
}

using CircuitSim.Crossbars;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Crossbars;

public class RowTilingTests
{
    private const double Unused = 1e-5;

    [Fact]
    public void Effective_HeightThatDividesTheRows_IsTheTilingOfEqualTiles()
    {
        var array = RandomArray.DrawSized(1, 24, 7);
        var wiring = CrossbarWiring.Uniform(8, 7, 2, 30, 5, WordLineDrive.BothEnds);
        var stack = RowTiling.Of(24, 8);
        Assert.Equal((3, 0), (stack.Count, stack.UnusedRows));
        double[] expected = [.. array.Conductances.Chunk(8 * 7).SelectMany(tile => EffectiveConductance.Compute(wiring, tile).Values.ToArray())];
        Assert.Equal(expected, stack.Effective(wiring, array.Conductances, Unused));
    }

    [Fact]
    public void Effective_HeightThatDoesNotDivide_FillsTheFarEndOfTheLastTile()
    {
        var array = RandomArray.DrawSized(2, 11, 5);
        var wiring = CrossbarWiring.Uniform(4, 5, 3);
        var stack = RowTiling.Of(11, 4);
        Assert.Equal((3, 1), (stack.Count, stack.UnusedRows));
        var effective = stack.Effective(wiring, array.Conductances, Unused);

        double[] last = [.. Enumerable.Repeat(Unused, 5), .. array.Conductances[40..]];
        Assert.Equal(EffectiveConductance.Compute(wiring, last).Values[5..].ToArray(), effective[40..]);
        Assert.Equal(EffectiveConductance.Compute(wiring, array.Conductances.AsSpan(0, 20)).Values.ToArray(), effective[..20]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(500)]
    public void Effective_WithoutWires_IsTheCellsAtAnyHeight(int tileRows)
    {
        var array = RandomArray.DrawSized(3, 11, 5);
        var stack = RowTiling.Of(11, tileRows);
        var effective = stack.Effective(CrossbarWiring.Uniform(stack.TileRows, 5, 0), array.Conductances, Unused);
        Close.Equal(array.Conductances, effective, rtol: 1e-12, where: "cell");
    }

    [Fact]
    public void Effective_WiringOrCellsOfAnotherSize_AreRefused()
    {
        var stack = RowTiling.Of(11, 4);
        Assert.Throws<InvalidParameterException>(() => stack.Effective(CrossbarWiring.Uniform(5, 2, 1), new double[22], Unused));
        Assert.Throws<InvalidParameterException>(() => stack.Effective(CrossbarWiring.Uniform(4, 2, 1), new double[21], Unused));
        Assert.Throws<InvalidParameterException>(() => RowTiling.Of(11, 0));
    }
}

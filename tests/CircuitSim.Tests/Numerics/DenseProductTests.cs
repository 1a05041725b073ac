using CircuitSim.Numerics;

namespace CircuitSim.Tests.Numerics;

public class DenseProductTests
{
    // Every edge of a tile, and a depth beyond one panel.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(8, 5, 8)]
    [InlineData(3, 7, 9)]
    [InlineData(13, 300, 19)]
    [InlineData(37, 513, 8)]
    [InlineData(4, 0, 3)]
    public void Add_OfAnyShape_GivesTheBitsOfPlainLoops(int rows, int depth, int columns)
    {
        var stream = new RandomStream(7);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => stream.NextUniform(-1, 1))];
        var (a, b, c) = (Draw(rows * depth), Draw(depth * columns), Draw(rows * columns));
        var expected = (double[])c.Clone();
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                for (var p = 0; p < depth; p++)
                    expected[i * columns + j] += a[i * depth + p] * b[p * columns + j];
            }
        }

        double[] first = [.. c], left = [.. c], right = [.. c];
        DenseProduct.Add(rows, depth, columns, a, b, first);
        DenseProduct.AddLeftTransposed(rows, depth, columns, Transposed(a, rows, depth), b, left);
        DenseProduct.AddRightTransposed(rows, depth, columns, a, Transposed(b, depth, columns), right);

        Assert.Equal(expected, first);
        Assert.Equal(expected, left);
        Assert.Equal(expected, right);
    }

    [Fact]
    public void Add_OfAMatrixTooSmall_IsRefused()
    {
        Assert.Equal("a", Assert.Throws<InvalidParameterException>(() => DenseProduct.Add(2, 3, 4, new double[5], new double[12], new double[8])).Parameter);
        Assert.Equal("b", Assert.Throws<InvalidParameterException>(() => DenseProduct.AddRightTransposed(2, 3, 4, new double[6], new double[11], new double[8])).Parameter);
        Assert.Equal("c", Assert.Throws<InvalidParameterException>(() => DenseProduct.AddLeftTransposed(2, 3, 4, new double[6], new double[12], new double[7])).Parameter);
    }

    private static double[] Transposed(double[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(k => matrix[k % rows * columns + k / rows])];
}

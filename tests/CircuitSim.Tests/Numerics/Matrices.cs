using CircuitSim.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace CircuitSim.Tests.Numerics;

/// <summary>Sparse matrices for tests, with a dense twin for the oracle.</summary>
internal static class Matrices
{
    public sealed record Sparse(SparsePattern Pattern, double[] Values)
    {
        public Matrix<double> ToDense()
        {
            var dense = Matrix<double>.Build.Dense(Pattern.Rows, Pattern.Columns);
            for (var j = 0; j < Pattern.Columns; j++)
            {
                for (var slot = Pattern.ColumnStarts[j]; slot < Pattern.ColumnStarts[j + 1]; slot++)
                    dense[Pattern.RowIndices[slot], j] = Values[slot];
            }

            return dense;
        }
    }

    public static Sparse Of(int n, params (int Row, int Column, double Value)[] entries)
    {
        var builder = new SparsePatternBuilder(n, n);
        foreach (var (row, column, _) in entries)
            builder.Reserve(row, column);
        var pattern = builder.Build(out var slots);
        var values = new double[pattern.EntryCount];
        for (var t = 0; t < entries.Length; t++)
            values[slots[t]] += entries[t].Value;
        return new Sparse(pattern, values);
    }

    /// <summary>Unsymmetric, without a dominant or even a complete diagonal; a hidden permutation keeps it regular.</summary>
    public static Sparse Random(RandomStream random, int n, int extraPerColumn)
    {
        var rows = new int[n];
        for (var i = 0; i < n; i++)
            rows[i] = i;
        random.Shuffle<int>(rows);
        var entries = new List<(int, int, double)>();
        for (var j = 0; j < n; j++)
        {
            entries.Add((rows[j], j, 1 + random.NextUniform()));
            for (var k = 0; k < extraPerColumn; k++)
                entries.Add((random.NextInt32(n), j, random.NextNormal()));
        }

        return Of(n, [.. entries]);
    }

    /// <summary>The five-point Laplacian of a square grid with a leak to ground at every node.</summary>
    public static Sparse Grid(int side)
    {
        var entries = new List<(int, int, double)>();
        void Join(int a, int b)
        {
            entries.AddRange([(a, a, 1.0), (b, b, 1.0), (a, b, -1.0), (b, a, -1.0)]);
        }

        for (var i = 0; i < side; i++)
        {
            for (var j = 0; j < side; j++)
            {
                entries.Add((i * side + j, i * side + j, 1e-3));
                if (j + 1 < side)
                    Join(i * side + j, i * side + j + 1);
                if (i + 1 < side)
                    Join(i * side + j, (i + 1) * side + j);
            }
        }

        return Of(side * side, [.. entries]);
    }

    /// <summary>Conductances of six decades between nodes near each other and to ground, in an order that says nothing of where they are.</summary>
    public static Sparse Network(RandomStream random, int n, int edges)
    {
        var number = Enumerable.Range(0, n).ToArray();
        random.Shuffle<int>(number);
        var entries = new List<(int, int, double)>();
        for (var i = 0; i < n; i++)
            entries.Add((number[i], number[i], i % 7 == 0 ? 1e-3 : 0));
        for (var e = 0; e < edges + n; e++)
        {
            var a = e < n ? e : random.NextInt32(n);
            var b = e < n ? Math.Max(e - 1, 0) : random.NextInt32(n);
            if (a == b)
                continue;
            var g = Math.Pow(10, -6 * random.NextUniform());
            var (i, j) = (number[a], number[b]);
            entries.AddRange([(i, i, g), (j, j, g), (i, j, -g), (j, i, -g)]);
        }

        return Of(n, [.. entries]);
    }
}

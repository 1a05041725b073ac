using CircuitSim.Crossbars;

namespace CircuitSim.Tests.Support;

/// <summary>
/// Column currents of an array by taking out one node after the other (star to mesh) in any arithmetic, dense, sources and
/// sensing nodes left: nothing is subtracted, so double-doubles keep 30 digits whatever the conductances, where
/// <see cref="ExtendedArray"/> loses as many as they differ by. No wire may have resistance zero.
/// </summary>
public static class SubtractionFreeArray
{
    /// <summary>Conductance between each word line's source and each sensing node, [M, N] [S].</summary>
    public static DoubleDouble[,] EffectiveConductances(CrossbarWiring wiring, ReadOnlySpan<double> cells)
    {
        var between = PortConductances(wiring, cells);
        var effective = new DoubleDouble[wiring.Rows, wiring.Columns];
        for (var i = 0; i < wiring.Rows; i++)
        {
            for (var j = 0; j < wiring.Columns; j++)
                effective[i, j] = between[i, wiring.Rows + j];
        }

        return effective;
    }

    /// <summary>Conductance between every two terminals, the sources of the word lines and then the sensing nodes, [M + N, M + N] [S].</summary>
    public static DoubleDouble[,] PortConductances(CrossbarWiring wiring, ReadOnlySpan<double> cells)
    {
        var (nodes, ports) = (2 * wiring.Rows * wiring.Columns, wiring.Rows + wiring.Columns);
        var between = TakeOutNodes(Conductances(wiring, cells), nodes, (a, b) => a + b, (a, b) => a * b, (a, b) => a / b);
        var mesh = new DoubleDouble[ports, ports];
        for (var a = 0; a < ports; a++)
        {
            for (var b = 0; b < ports; b++)
                mesh[a, b] = between[nodes + a, nodes + b];
        }

        return mesh;
    }

    /// <summary>Currents with the sensing nodes at 0 V, [N] [A].</summary>
    public static double[] ColumnCurrents(CrossbarWiring wiring, ReadOnlySpan<double> cells, double[] rowVoltages)
    {
        LineBias[] wordLines = [.. rowVoltages.Select(LineBias.At)];
        return ColumnCurrents(wiring, cells, wordLines, new LineBias[wiring.Columns]);
    }

    /// <summary>Currents with each line held or floating, [N] [A].</summary>
    public static double[] ColumnCurrents(CrossbarWiring wiring, ReadOnlySpan<double> cells, LineBias[] wordLines, LineBias[] bitLines)
    {
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        var nodes = 2 * rows * columns;
        LineBias[] lines = [.. wordLines, .. bitLines];
        var conductances = Conductances(wiring, cells);
        for (var t = 0; t < lines.Length; t++)
        {
            for (var n = 0; n < nodes && lines[t].IsFloating; n++)
                conductances[nodes + t, n] = conductances[n, nodes + t] = 0;
        }

        var between = TakeOutNodes(conductances, nodes, (a, b) => a + b, (a, b) => a * b, (a, b) => a / b);
        return [.. Enumerable.Range(rows, columns).Select(j =>
        {
            DoubleDouble sum = 0;
            for (var t = 0; t < lines.Length; t++)
            {
                if (t != j && !lines[t].IsFloating && !lines[j].IsFloating)
                    sum += between[nodes + j, nodes + t] * ((DoubleDouble)lines[t].Voltage - lines[j].Voltage);
            }

            return (double)sum;
        })];
    }

    /// <summary>Takes the first nodes out of a network, [size, size] symmetric; the conductances between the others are left.</summary>
    public static T[,] TakeOutNodes<T>(T[,] between, int count, Func<T, T, T> add, Func<T, T, T> multiply, Func<T, T, T> divide)
    {
        var size = between.GetLength(0);
        for (var k = 0; k < count; k++)
        {
            var sum = between[k, k + 1];
            for (var i = k + 2; i < size; i++)
                sum = add(sum, between[k, i]);
            for (var i = k + 1; i < size; i++)
            {
                if (between[k, i]!.Equals(default(T)))
                    continue;
                var share = divide(between[k, i], sum);
                for (var j = i + 1; j < size; j++)
                    between[i, j] = between[j, i] = add(between[i, j], multiply(share, between[k, j]));
            }
        }

        return between;
    }

    /// <summary>Between u(i, j), then v(i, j), then the sources of the word lines, then the sensing nodes [S].</summary>
    private static DoubleDouble[,] Conductances(CrossbarWiring wiring, ReadOnlySpan<double> cells)
    {
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        var nodes = 2 * rows * columns;
        var between = new DoubleDouble[nodes + rows + columns, nodes + rows + columns];
        void Join(int a, int b, DoubleDouble conductance) => between[a, b] = between[b, a] = between[a, b] + conductance;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var (u, v) = (i * columns + j, rows * columns + i * columns + j);
                Join(u, v, cells[u]);
                DoubleDouble word = wiring.WordLineSegments[i * (columns + 1) + j], bit = wiring.BitLineSegments[i * columns + j];
                if (j > 0)
                    Join(u - 1, u, 1 / word);
                else
                    Join(nodes + i, u, 1 / (word + wiring.Drivers[i]));
                if (j == columns - 1 && wiring.Drive == WordLineDrive.BothEnds)
                    Join(nodes + i, u, 1 / ((DoubleDouble)wiring.WordLineSegments[i * (columns + 1) + columns] + wiring.Drivers[i]));
                if (i > 0)
                    Join(v - columns, v, 1 / bit);
                else if (wiring.Sensing == BitLineSensing.BothEnds)
                    Join(nodes + rows + j, v, 1 / (bit + wiring.SenseInputs[j]));
                if (i == rows - 1)
                    Join(nodes + rows + j, v, 1 / ((DoubleDouble)wiring.BitLineSegments[rows * columns + j] + wiring.SenseInputs[j]));
            }
        }

        return between;
    }
}

using CircuitSim.Crossbars;

namespace CircuitSim.Tests.Support;

/// <summary>
/// Nodal analysis of an array in double-double arithmetic: LDLᵀ of the banded matrix, unknowns u(i,j), v(i,j) row by row.
/// No wire may have resistance zero. Shares nothing with the solver but the wiring.
/// </summary>
public static class ExtendedArray
{
    /// <summary>Column currents with the sensing nodes at ground, [N] [A].</summary>
    public static double[] ColumnCurrents(CrossbarWiring wiring, ReadOnlySpan<double> conductances, ReadOnlySpan<double> rowVoltages) =>
        ColumnCurrents(wiring, conductances, [.. rowVoltages.ToArray().Select(LineBias.At)], new LineBias[wiring.Columns]);

    /// <summary>Column currents with each line held at a voltage or floating, [N] [A].</summary>
    public static double[] ColumnCurrents(
        CrossbarWiring wiring, ReadOnlySpan<double> conductances, ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines)
    {
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        var (size, band) = (2 * rows * columns, 2 * columns);
        // lower[n, m] is the entry in row n, column n − m.
        var lower = new DoubleDouble[size, band + 1];
        var x = new DoubleDouble[size];
        int WordNode(int i, int j) => 2 * (i * columns + j);
        int BitNode(int i, int j) => WordNode(i, j) + 1;
        void Connect(int a, int b, DoubleDouble conductance)
        {
            lower[a, 0] += conductance;
            lower[b, 0] += conductance;
            lower[Math.Max(a, b), Math.Abs(a - b)] -= conductance;
        }

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                Connect(WordNode(i, j), BitNode(i, j), conductances[i * columns + j]);
                if (j > 0)
                    Connect(WordNode(i, j - 1), WordNode(i, j), Inverse(wiring.WordLineSegments[i * (columns + 1) + j]));
                if (i > 0)
                    Connect(BitNode(i - 1, j), BitNode(i, j), Inverse(wiring.BitLineSegments[i * columns + j]));
            }

            if (wordLines[i].IsFloating)
                continue;
            Drive(WordNode(i, 0), (DoubleDouble)wiring.Drivers[i] + wiring.WordLineSegments[i * (columns + 1)], wordLines[i].Voltage);
            if (wiring.Drive == WordLineDrive.BothEnds)
                Drive(WordNode(i, columns - 1), (DoubleDouble)wiring.Drivers[i] + wiring.WordLineSegments[i * (columns + 1) + columns], wordLines[i].Voltage);
        }

        var (senses, farSenses) = (new DoubleDouble[columns], new DoubleDouble[columns]);
        for (var j = 0; j < columns; j++)
        {
            if (bitLines[j].IsFloating)
                continue;
            senses[j] = 1 / ((DoubleDouble)wiring.SenseInputs[j] + wiring.BitLineSegments[rows * columns + j]);
            Drive(BitNode(rows - 1, j), (DoubleDouble)wiring.SenseInputs[j] + wiring.BitLineSegments[rows * columns + j], bitLines[j].Voltage);
            if (wiring.Sensing != BitLineSensing.BothEnds)
                continue;
            farSenses[j] = 1 / ((DoubleDouble)wiring.SenseInputs[j] + wiring.BitLineSegments[j]);
            Drive(BitNode(0, j), (DoubleDouble)wiring.SenseInputs[j] + wiring.BitLineSegments[j], bitLines[j].Voltage);
        }

        void Drive(int node, DoubleDouble resistance, double voltage)
        {
            var conductance = 1 / resistance;
            lower[node, 0] += conductance;
            x[node] += conductance * voltage;
        }

        Solve(lower, x);
        var held = new double[columns];
        for (var j = 0; j < columns; j++)
            held[j] = bitLines[j].IsFloating ? 0 : bitLines[j].Voltage;
        return [.. Enumerable.Range(0, columns).Select(j => (double)(senses[j] * (x[BitNode(rows - 1, j)] - held[j]) + farSenses[j] * (x[BitNode(0, j)] - held[j])))];
    }

    private static DoubleDouble Inverse(double resistance) => 1 / (DoubleDouble)resistance;

    private static void Solve(DoubleDouble[,] lower, DoubleDouble[] x)
    {
        var (size, band) = (lower.GetLength(0), lower.GetLength(1) - 1);
        for (var n = 0; n < size; n++)
        {
            for (var r = 1; r <= band && n + r < size; r++)
            {
                var factor = lower[n + r, r] / lower[n, 0];
                for (var s = r; s <= band && n + s < size; s++)
                    lower[n + s, s - r] -= factor * lower[n + s, s];
                x[n + r] -= factor * x[n];
            }
        }

        for (var n = size - 1; n >= 0; n--)
        {
            for (var r = 1; r <= band && n + r < size; r++)
                x[n] -= lower[n + r, r] * x[n + r];
            x[n] /= lower[n, 0];
        }
    }
}

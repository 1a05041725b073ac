using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Arrays;

/// <summary>What a read of an array gives.</summary>
/// <param name="Ideal">The same read without wires.</param>
/// <param name="Outcome">Method, iterations and bound of the solve.</param>
/// <param name="Seconds">Time of factoring and solving [s].</param>
/// <param name="ColumnCurrents">Current into each sensing node, [columns] [A].</param>
/// <param name="WordLineVoltages">Word-line node of each crosspoint, [rows × columns] row-major [V].</param>
/// <param name="BitLineVoltages">Bit-line node of each crosspoint, [rows × columns] row-major [V].</param>
public sealed record ArraySolution(
    ArrayCase Case, IdealRead Ideal, CrossbarOutcome Outcome, double Seconds, ReadOnlyMemory<double> ColumnCurrents,
    ReadOnlyMemory<double> WordLineVoltages, ReadOnlyMemory<double> BitLineVoltages)
{
    /// <summary>All that leaves the array [A].</summary>
    public double TotalCurrent => Sum(ColumnCurrents.Span);

    /// <summary>The same without any wire, driver or sense resistance [A].</summary>
    public double IdealTotalCurrent => Sum(Ideal.ColumnCurrents.Span);

    /// <summary>The cell that loses the most voltage.</summary>
    public CellDrop WorstDrop
    {
        get
        {
            var drops = VoltageDrops();
            var worst = 0;
            for (var k = 1; k < drops.Length; k++)
            {
                if (drops[k] > drops[worst])
                    worst = k;
            }

            var largest = 0.0;
            foreach (var line in (ReadOnlySpan<LineBias>)[.. Case.WordLines.Span, .. Case.BitLines.Span])
                largest = Math.Max(largest, line.IsFloating ? 0 : Math.Abs(line.Voltage));
            return new CellDrop(worst / Case.Columns, worst % Case.Columns, drops[worst], largest > 0 ? drops[worst] / largest : 0);
        }
    }

    /// <summary>
    /// Current through each cell from word line to bit line, [rows × columns] row-major [A]. That of a cell which conducts better
    /// than its wires is what these bring: what is left of the voltage across it is rounding.
    /// </summary>
    public double[] CellCurrents()
    {
        var u = WordLineVoltages.Span;
        var v = BitLineVoltages.Span;
        var currents = new double[u.Length];
        for (var k = 0; k < currents.Length; k++)
        {
            var (i, j) = (k / Case.Columns, k % Case.Columns);
            (currents[k], var least) = Case.Cell(k, u[k] - v[k]);
            if (least * Case.Wiring.WordLineSegments[i * (Case.Columns + 1) + j] <= 1)
                continue;
            var (conductance, current) = FromWordLine(i, j);
            if (conductance < least)
                (least, currents[k]) = (conductance, current);
            (conductance, current) = IntoBitLine(i, j);
            if (conductance < least)
                currents[k] = current;
        }

        return currents;
    }

    /// <summary>Conductance of the wires at a word-line node, and the current that they bring [S, A].</summary>
    private (double Conductance, double Current) FromWordLine(int i, int j)
    {
        var u = WordLineVoltages.Span;
        var (wiring, line, last) = (Case.Wiring, Case.WordLines.Span[i], Case.Columns - 1);
        var (k, segment) = (i * Case.Columns + j, i * (Case.Columns + 1) + j);
        var end = line.IsFloating ? 0 : line.Voltage;
        var before = j > 0 ? Conductance(wiring.WordLineSegments[segment])
            : line.IsFloating ? 0 : Conductance(wiring.WordLineSegments[segment] + wiring.Drivers[i]);
        var after = j < last ? Conductance(wiring.WordLineSegments[segment + 1])
            : line.IsFloating || wiring.Drive == WordLineDrive.OneEnd ? 0 : Conductance(wiring.WordLineSegments[segment + 1] + wiring.Drivers[i]);
        return (before + after, before * ((j > 0 ? u[k - 1] : end) - u[k]) + after * ((j < last ? u[k + 1] : end) - u[k]));
    }

    /// <summary>Conductance of the wires at a bit-line node, and the current that they take away [S, A].</summary>
    private (double Conductance, double Current) IntoBitLine(int i, int j)
    {
        var v = BitLineVoltages.Span;
        var (wiring, line, last) = (Case.Wiring, Case.BitLines.Span[j], Case.Rows - 1);
        var k = i * Case.Columns + j;
        var end = line.IsFloating ? 0 : line.Voltage;
        var before = i > 0 ? Conductance(wiring.BitLineSegments[k])
            : line.IsFloating || wiring.Sensing == BitLineSensing.OneEnd ? 0 : Conductance(wiring.BitLineSegments[k] + wiring.SenseInputs[j]);
        var after = i < last ? Conductance(wiring.BitLineSegments[k + Case.Columns])
            : line.IsFloating ? 0 : Conductance(wiring.BitLineSegments[k + Case.Columns] + wiring.SenseInputs[j]);
        return (before + after, before * (v[k] - (i > 0 ? v[k - Case.Columns] : end)) + after * (v[k] - (i < last ? v[k + Case.Columns] : end)));
    }

    private static double Conductance(double resistance) => 1 / resistance;

    /// <summary>|voltage without wires − voltage| of each cell, [rows × columns] row-major [V].</summary>
    public double[] VoltageDrops()
    {
        var rows = Ideal.WordLineVoltages.Span;
        var columns = Ideal.BitLineVoltages.Span;
        var u = WordLineVoltages.Span;
        var v = BitLineVoltages.Span;
        var drops = new double[u.Length];
        for (var k = 0; k < drops.Length; k++)
            drops[k] = Math.Abs(rows[k / Case.Columns] - columns[k % Case.Columns] - (u[k] - v[k]));
        return drops;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}

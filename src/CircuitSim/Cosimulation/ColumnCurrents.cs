using System.Numerics;

namespace CircuitSim.Cosimulation;

/// <summary>
/// Column currents of many images as one product, I = V_read · X G. A strip of columns stays in registers while an
/// image's driven rows pass, in the order of the rows: each current is the same sequence of products and sums whatever
/// the width of the vectors, and the same bits as a plain double loop.
/// </summary>
internal static class ColumnCurrents
{
    /// <param name="conductances">Ideal or effective, [rows × columns] row-major [S].</param>
    /// <returns>[images × columns] row-major [A].</returns>
    public static double[] Of(InputBatch inputs, ReadOnlySpan<double> conductances, int columns, double readVoltage)
    {
        if (conductances.Length != inputs.Rows * columns)
            throw InvalidParameterException.WrongShape(nameof(conductances), $"[{conductances.Length}]", $"[{inputs.Rows} × {columns}]");
        // Rows are padded to whole vectors, so that no strip has a remainder.
        var stride = (columns + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        var padded = new double[inputs.Rows * stride];
        for (var i = 0; i < inputs.Rows; i++)
            conductances.Slice(i * columns, columns).CopyTo(padded.AsSpan(i * stride));
        var currents = new double[inputs.Count * columns];
        var sums = new double[stride];
        for (var image = 0; image < inputs.Count; image++)
        {
            AddRows(inputs.DrivenRows(image), inputs.Inputs(image), padded, sums);
            for (var j = 0; j < columns; j++)
                currents[image * columns + j] = readVoltage * sums[j];
        }

        return currents;
    }

    private static void AddRows(ReadOnlySpan<int> rows, ReadOnlySpan<double> inputs, double[] padded, Span<double> sums)
    {
        var width = Vector<double>.Count;
        var j = 0;
        for (; j <= sums.Length - 4 * width; j += 4 * width)
        {
            Vector<double> a = default, b = default, c = default, d = default;
            for (var k = 0; k < rows.Length; k++)
            {
                var x = new Vector<double>(inputs[k]);
                var row = padded.AsSpan(rows[k] * sums.Length + j, 4 * width);
                a += x * new Vector<double>(row);
                b += x * new Vector<double>(row[width..]);
                c += x * new Vector<double>(row[(2 * width)..]);
                d += x * new Vector<double>(row[(3 * width)..]);
            }

            a.CopyTo(sums[j..]);
            b.CopyTo(sums[(j + width)..]);
            c.CopyTo(sums[(j + 2 * width)..]);
            d.CopyTo(sums[(j + 3 * width)..]);
        }

        for (; j < sums.Length; j += width)
        {
            Vector<double> a = default;
            for (var k = 0; k < rows.Length; k++)
                a += inputs[k] * new Vector<double>(padded, rows[k] * sums.Length + j);
            a.CopyTo(sums[j..]);
        }
    }
}

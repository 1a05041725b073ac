using System.Globalization;
using System.Text;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// The jump tables of XBTorch 1.0 (devices/base.py, class TabularDevice): for each direction conductances [S], changes ΔG [S], and
/// P(ΔG ≤ x | G) [conductance × ΔG]. It reads single precision, takes the row of the nearest conductance, draws p evenly from 0 … 1 and
/// takes the ΔG whose probability is nearest to p, the first of equals. So a point is drawn with half the probability of the steps to
/// its neighbours, which keeps the mean; but where the probability stays, below the distribution or in a gap of it, and then jumps, the
/// first point of the gap would be drawn for its last, far away: that gets <see cref="Step"/> more. A batch is compared with the whole of a row and of the conductances
/// in memory, therefore <see cref="Points"/> of those at most, and no more changes than are needed.
/// </summary>
public sealed class XBTorchFormat : ITableFormat
{
    private const int Points = 201;

    /// <summary>Enough to be nearer in single precision, and too rare to be seen.</summary>
    private const float Step = 1f / (1 << 20);

    /// <summary>Of the probability, which a change must have of its own to be a point of the grid.</summary>
    private const double OwnPart = 0.1;

    /// <summary>Part of what a row spans by which the grid may miss its ends.</summary>
    private const double EndPart = 0.05;

    private static readonly double[] Levels = [0, 0.002, 0.01, 0.04, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.96, 0.99, 0.998, 1];

    /// <summary>A jump behind a gap that is told as a fault.</summary>
    private const double Jump = 0.01;

    private static readonly string[] Directions = ["set", "reset"];

    public string Word => "xbtorch";

    public string Title => "XBTorch 1.0, jump tables";

    public TableKind Kind => TableKind.Device;

    public IReadOnlyList<string> Loading =>
    [
        "`from xbtorch.devices.base import TabularDevice`, then, with this folder as `d`: `TabularDevice(*[f\"{d}/{n}.txt\" for n in (\"reset_g\", \"reset_dg\", \"reset_cdf\", \"set_g\", \"set_dg\", \"set_cdf\")], max_level=64)`.",
        "`max_level` is the number of pulses from one end of the range to the other. Conductances in S, `cdf` one line for each conductance; `numpy.loadtxt` reads all six.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var g = tables[DeviceKeys.Set].Axes[1];
        var range = TableAxis.Even("g_s", "conductance", "S", g.Least, g.Greatest, Math.Min(Points, g.Count));
        return [.. Documents("reset", tables[DeviceKeys.Reset]), .. Documents("set", tables[DeviceKeys.Set])];

        IEnumerable<FormatDocument> Documents(string direction, LookupTable table)
        {
            var q = table.Axes[0].Points.ToArray();
            var columns = range.Points.ToArray().Select(at => q.Select(p => table.At(p, at)).ToArray()).ToArray();
            var changes = Changes(columns, q);
            var text = new StringBuilder($"# P(dG <= x | G), a line for each conductance of {direction}_g.txt, a column for each x of {direction}_dg.txt. {Origin.Line(tables.Provenance)}\n");
            foreach (var column in columns)
                text.Append(Line(Probabilities(column, q, changes))).Append('\n');
            yield return FormatDocument.Text($"{direction}_g.txt", $"# conductance [S]\n{string.Join('\n', Line(range.Points.ToArray().Select(x => (float)x)).Split(' '))}\n");
            yield return FormatDocument.Text($"{direction}_dg.txt", $"# change of conductance by one {direction} pulse [S]\n{string.Join('\n', Line(changes).Split(' '))}\n");
            yield return FormatDocument.Text($"{direction}_cdf.txt", text.ToString());
        }
    }

    private static string Line(IEnumerable<float> values) => string.Join(' ', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>
    /// The grid of changes, which span decades from one conductance to another: as many as each row needs to have one near each of
    /// <see cref="Levels"/> and near both ends of what it spans, most of them shared. Around a change that has a probability of its own, in
    /// a device without spread above all, the two numbers between which the probability jumps.
    /// </summary>
    private static float[] Changes(double[][] columns, double[] quantiles)
    {
        var points = new List<float>();
        foreach (var column in columns)
        {
            double At(double level)
            {
                var place = level * (quantiles.Length - 1);
                var k = Math.Min((int)place, quantiles.Length - 2);
                return column[k] + (place - k) * (column[k + 1] - column[k]);
            }

            var margin = EndPart * (column[^1] - column[0]);
            Want((float)(column[0] - margin), MathF.BitDecrement((float)column[0]), MathF.BitDecrement((float)column[0]));
            for (var k = 1; k < Levels.Length - 1; k++)
                Want((float)At((Levels[k - 1] + Levels[k]) / 2), (float)At((Levels[k] + Levels[k + 1]) / 2), (float)At(Levels[k]));
            Want((float)column[^1], (float)(column[^1] + margin), (float)column[^1]);
            var first = 0;
            for (var k = 1; k < column.Length; k++)
            {
                if ((float)column[k] != (float)column[first])
                    first = k;
                else if (k - first >= OwnPart * (column.Length - 1))
                {
                    Want((float)column[k], (float)column[k], (float)column[k]);
                    Want(MathF.BitDecrement((float)column[k]), MathF.BitDecrement((float)column[k]), MathF.BitDecrement((float)column[k]));
                }
            }
        }

        return [.. points];

        // A point between two bounds, this one if there is none.
        void Want(float least, float greatest, float point)
        {
            var at = points.BinarySearch(least);
            if (at < 0 && (~at == points.Count || points[~at] > greatest) && points.BinarySearch(point) is var place && place < 0)
                points.Insert(~place, point);
        }
    }

    /// <summary>P(ΔG ≤ x) at each x: the inverse CDF, linear between its points, turned round.</summary>
    private static float[] Probabilities(double[] column, double[] quantiles, float[] changes)
    {
        var (result, k) = (new float[changes.Length], 0);
        for (var x = 0; x < changes.Length; x++)
        {
            // Rounded to single precision as the changes are, or a jump would lie beside its number.
            while (k < column.Length && (float)column[k] <= changes[x])
                k++;
            result[x] = k == 0 ? 0
                : k == column.Length ? 1
                : (float)Math.Clamp(quantiles[k - 1] + (quantiles[k] - quantiles[k - 1]) * (changes[x] - column[k - 1]) / (column[k] - column[k - 1]), quantiles[k - 1], quantiles[k]);
        }

        for (var x = 1; x < result.Length - 1; x++)
        {
            if (result[x] == result[x - 1] && result[x] < result[x + 1])
                result[x] = Math.Min(result[x] + Step, result[x + 1]);
        }

        return result;
    }

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new FaultList();
        foreach (var direction in Directions)
        {
            var (g, dg, cdf) = (Axis($"{direction}_g.txt"), Axis($"{direction}_dg.txt"), TextNumbers.Read(files, $"{direction}_cdf.txt", ' ', 0, faults));
            if (g is { Count: > 0 } && !(g[0][0] > 0))
                faults.Add($"{g.Place(0, 0)}: the least conductance must be above zero; XBTorch takes zero for one that is not given.");
            if (g is null || dg is null || cdf is null || !cdf.Has(0, g.Count, dg.Count, "probability", faults))
                continue;
            for (var row = 0; row < cdf.Count; row++)
            {
                for (var k = 0; k < dg.Count; k++)
                {
                    if (cdf[row][k] is < 0 or > 1)
                        faults.Add($"{cdf.Place(row, k)}: a probability lies in 0 … 1.");
                    else if (k > 0 && cdf[row][k] < cdf[row][k - 1])
                        faults.Add($"{cdf.Place(row, k)}: falls below the number before it; a distribution does not.");
                    else if (k > 1 && (float)cdf[row][k - 1] == (float)cdf[row][k - 2] && cdf[row][k] - cdf[row][k - 1] > Jump)
                        faults.Add($"{cdf.Place(row, k)}: the probability jumps behind equal ones, of which XBTorch draws the first, however far away; raise the last of them by 1e-6.");
                }
            }
        }

        return faults.All;

        TextNumbers? Axis(string name)
        {
            if (TextNumbers.Read(files, name, ' ', 0, faults) is not { } axis)
                return null;
            if (axis.Count < 2)
            {
                faults.Add($"{name}: has {axis.Count} numbers; an axis needs two.");
                return null;
            }

            if (!axis.Has(0, axis.Count, 1, "axis", faults))
                return null;
            for (var k = 1; k < axis.Count; k++)
            {
                if ((float)axis[k][0] <= (float)axis[k - 1][0])
                    faults.Add($"{axis.Place(k, 0)}: the axis must rise, in single precision too.");
            }

            return axis;
        }
    }
}

using System.Text;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// The training tables of CrossSim 2.0, the last version that has any (parameters/numeric_params.py, class dGLookupParams): two files,
/// each with a free line, the conductances [S], the CDF points and ΔG [CDF × conductance, S]. It takes the mean of a column as the sum of
/// CDF steps times all values but the last, and indexes by rounding, so that axes must be even; its path of several tables knows no
/// other size than 501 × 501.
/// </summary>
public sealed class CrossSim2Format : ITableFormat
{
    private const int Points = 501;

    /// <summary>Relative difference of steps from which on CrossSim calls an axis uneven.</summary>
    private const double Evenness = 1e-4;

    private const string Increasing = "dG_increasing.txt", Decreasing = "dG_decreasing.txt";

    public string Word => "crosssim-2";

    public string Title => "CrossSim 2.0, training tables";

    public TableKind Kind => TableKind.Device;

    public IReadOnlyList<string> Loading =>
    [
        $"With `numeric_params.update_model = \"DG_LOOKUP\"`, set `numeric_params.dG_lookup.file_increasing` and `.file_decreasing` to the paths of `{Increasing}` and `{Decreasing}`.",
        "Line 1 of each says the range of conductances, cut to where both pulses still move the mean; of it CrossSim uses `Gmin_relative` … `Gmax_relative`, 0.1 … 0.9 unless set.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var (set, reset) = (tables[DeviceKeys.Set], tables[DeviceKeys.Reset]);
        var whole = set.Axes[1];
        var quantiles = TableAxis.Even("quantile", "CDF", "", 0, 1, Points);
        // The longest run of conductances at which both pulses move the mean as they should.
        var (first, last, start) = (0, -1, 0);
        for (var k = 0; k < whole.Count; k++)
        {
            var column = Column(set, quantiles, whole.Points[k]);
            var rises = LeftMean(column) > 0;
            column = Column(reset, quantiles, whole.Points[k]);
            // The true mean lies above the left sum by half a step of what the distribution spans.
            if (!rises || LeftMean(column) + (column[^1] - column[0]) / (2 * (Points - 1)) >= 0)
                start = k + 1;
            else if (k - start > last - first)
                (first, last) = (start, k);
        }

        if (last <= first)
            throw InvalidParameterException.Because("tables", "CrossSim needs conductances at which the set pulse raises and the reset pulse lowers the mean, and there are none; take pulses that move the device both ways.");
        var range = TableAxis.Even("g_s", "conductance", "S", whole.Points[first], whole.Points[last], Points);
        var cut = first == 0 && last == whole.Count - 1 ? "all of the table's range" : $"cut from {Origin.Numbers([whole.Least], ' ')} ... {Origin.Numbers([whole.Greatest], ' ')} S to where both pulses move the mean";
        return [Document(Increasing, set, "set"), Document(Decreasing, reset, "reset")];

        FormatDocument Document(string name, LookupTable table, string pulse)
        {
            var text = new StringBuilder($"Line 2: conductance [S], {cut}; line 3: CDF; then dG [S] by one {pulse} pulse, rows CDF, columns conductance. {Origin.Line(tables.Provenance)}\n");
            text.Append(Origin.Numbers(range.Points.ToArray(), ',')).Append('\n').Append(Origin.Numbers(quantiles.Points.ToArray(), ',')).Append('\n');
            var above = Enumerable.Repeat(double.NegativeInfinity, Points).ToArray();
            foreach (var q in quantiles.Points)
            {
                // A rounding of the interpolation must not make a column fall.
                for (var k = 0; k < Points; k++)
                    above[k] = Math.Max(above[k], table.At(q, range.Points[k]));
                text.Append(Origin.Numbers(above, ',')).Append('\n');
            }

            return FormatDocument.Text(name, text.ToString());
        }
    }

    private static double[] Column(LookupTable table, TableAxis quantiles, double g)
    {
        var column = new double[Points];
        for (var k = 0; k < Points; k++)
            column[k] = table.At(quantiles.Points[k], g);
        return column;
    }

    private static double LeftMean(double[] column) => column.SkipLast(1).Sum() / (Points - 1);

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new FaultList();
        var up = ReadOne(files, Increasing, 1, faults);
        var down = ReadOne(files, Decreasing, -1, faults);
        for (var row = 0; row < 2 && up is not null && down is not null; row++)
        {
            for (var k = 0; k < Points; k++)
            {
                if (up[row][k] == down[row][k])
                    continue;
                faults.Add($"{down.Place(row, k)}: differs from {Increasing}; CrossSim looks both tables up with one pair of axes.");
                break;
            }
        }

        return faults.All;
    }

    private static TextNumbers? ReadOne(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, int sign, FaultList faults)
    {
        var read = TextNumbers.Read(files, name, ',', 1, faults);
        if (read is null || !read.Has(0, Points + 2, Points, "conductance", faults))
            return null;
        var (g, cdf) = (read[0], read[1]);
        RequireEven(read, 0, "conductance", faults);
        RequireEven(read, 1, "CDF", faults);
        if (!(g[0] > 0))
            faults.Add($"{read.Place(0, 0)}: a conductance must be above zero.");
        if (cdf[0] != 0 || cdf[^1] != 1)
            faults.Add($"{read.Place(1)}: the CDF points must go from 0 to 1.");
        var (all, used) = (0.0, 0);
        var wrong = new List<int>();
        for (var k = 0; k < Points; k++)
        {
            var mean = 0.0;
            for (var row = 2; row < read.Count; row++)
            {
                if (row > 2 && read[row][k] < read[row - 1][k])
                    faults.Add($"{read.Place(row, k)}: falls below the value above it; ΔG must not fall while the CDF rises.");
                if (row < read.Count - 1)
                    mean += read[row][k] * (cdf[row - 1] - cdf[row - 2]);
            }

            if (mean * sign <= 0)
                wrong.Add(k);
            if (k >= Points / 10 && k < Points - Points / 10)
                (all, used) = (all + mean, used + 1);
        }

        var direction = sign > 0 ? "raise" : "lower";
        if (all / used * sign <= 0)
            faults.Add($"{name}: on the whole its pulses do not {direction} the conductance; CrossSim refuses it, or takes the two files for swapped.");
        else if (wrong.Count > 0)
            faults.Add($"{read.Place(2, wrong[0])}: the mean of this and {wrong.Count - 1} more columns does not {direction} the conductance; CrossSim divides by it.");
        return read;
    }

    private static void RequireEven(TextNumbers read, int row, string axis, FaultList faults)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var k = 1; k < Points; k++)
        {
            var step = read[row][k] - read[row][k - 1];
            if (step <= 0)
            {
                faults.Add($"{read.Place(row, k)}: the {axis} axis must rise.");
                return;
            }

            (least, greatest) = (Math.Min(least, step), Math.Max(greatest, step));
        }

        if (greatest - least >= greatest * Evenness)
            faults.Add($"{read.Place(row)}: the {axis} axis is not even to 1e-4; CrossSim then takes a slow interpolator and refuses a GPU.");
    }
}

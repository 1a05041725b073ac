using System.Text.Json.Nodes;
using CircuitSim.Numerics;

namespace CircuitSim.LookupTables;

/// <summary>
/// The tables of a device in place of the device: its current from i(g, v), and what a pulse does from the inverse CDF of ΔG, linear
/// between the points of both axes. What the tables leave open is stated, too (<see cref="Range"/>).
/// </summary>
public sealed class DeviceTable
{
    /// <summary>Of the largest current: what rounding may leave.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Standard deviations of what sampling leaves open.</summary>
    private const double Sigmas = 5;

    private readonly TableAxis conductances, quantiles;
    private readonly double[] voltages, currents;
    private readonly LookupTable set, reset;
    private readonly double samples, step;

    /// <exception cref="InvalidParameterException">They are no tables of a device, or of none that can be.</exception>
    public DeviceTable(TableSet tables)
    {
        Tables = tables;
        if (tables.Kind != TableKind.Device || tables.Provenance is not { Set: { Voltage: < 0 } setPulse, Reset: { Voltage: > 0 } resetPulse })
            throw InvalidParameterException.Because("device table", "the tables are not of a device under a negative set and a positive reset pulse; measure one with lut device.");
        (SetPulse, ResetPulse) = (setPulse, resetPulse);
        var current = Of(DeviceKeys.Current, DeviceKeys.Conductance, DeviceKeys.Voltage);
        (set, reset) = (Of(DeviceKeys.Set, DeviceKeys.Quantile, DeviceKeys.Conductance), Of(DeviceKeys.Reset, DeviceKeys.Quantile, DeviceKeys.Conductance));
        (conductances, quantiles) = (current.Axes[0], set.Axes[0]);
        (voltages, currents) = (current.Axes[1].Points.ToArray(), current.Values.ToArray());
        step = quantiles.Points.ToArray().Zip(quantiles.Points[1..].ToArray(), (a, b) => b - a).DefaultIfEmpty(1).Max();
        samples = Option("samples") ?? double.PositiveInfinity;
        foreach (var axis in new[] { conductances, quantiles, current.Axes[1] })
            InvalidParameterException.RequireAtLeast(axis.Count, 3, $"points of {axis.Key}");
        InvalidParameterException.Require(conductances.Least > 0, conductances.Key, conductances.Least, "S", "above zero");
        if (quantiles.Least != 0 || quantiles.Greatest != 1)
            throw InvalidParameterException.Because(quantiles.Key, $"the quantiles run from {SiText.Exact(quantiles.Least)} to {SiText.Exact(quantiles.Greatest)}; they must from 0 to 1.");
        if (voltages[0] >= 0 || voltages[^1] <= 0)
            throw InvalidParameterException.Because(DeviceKeys.Voltage, $"the voltages run from {SiText.Format(voltages[0], "V")} to {SiText.Format(voltages[^1], "V")}; a cell in an array sees both signs.");
        RequireRising(current, along: 1);
        var largest = currents.Max(Math.Abs);
        for (var r = 0; r < conductances.Count; r++)
        {
            if (Math.Abs(new TableCell(voltages, currents, r, 0).Current(0, 0)) > Rounding * largest)
                throw InvalidParameterException.Because(DeviceKeys.Current, $"at {SiText.Format(conductances.Points[r], "S")} a current flows without a voltage; a memristor has none.");
        }

        foreach (var (table, word, sign) in new[] { (set, "set", 1), (reset, "reset", -1) })
        {
            RequireRising(table, along: 0);
            if (sign * Enumerable.Range(0, conductances.Count).Sum(r => table.At(0.5, conductances.Points[r])) < 0)
                throw InvalidParameterException.Because(table.Key, $"the {word} pulse moves the conductance the wrong way; swap the device's polarity, or the two pulses.");
        }
    }

    public TableSet Tables { get; }

    public TablePulse SetPulse { get; }

    public TablePulse ResetPulse { get; }

    /// <summary>Start conductances [S].</summary>
    public TableAxis Conductances => conductances;

    /// <summary>Voltages of i(g, v) [V].</summary>
    public ReadOnlySpan<double> Voltages => voltages;

    /// <summary>Whether i = G v at every conductance, rounding apart.</summary>
    public bool IsOhmic
    {
        get
        {
            var largest = currents.Max(Math.Abs);
            return !Enumerable.Range(0, conductances.Count).Any(r => voltages.Index().Any(v =>
                Math.Abs(currents[r * voltages.Length + v.Index] - currents[(r + 1) * voltages.Length - 1] / voltages[^1] * v.Item) > 1e-13 * largest));
        }
    }

    /// <summary>A number among the options that the tables were measured with, e.g. "samples", or "ron" of "sigma_device"; null where it is not there.</summary>
    public double? Option(string key, string? inner = null) =>
        (inner is null ? Tables.Provenance.Options[key] : (Tables.Provenance.Options[key] as JsonObject)?[inner]) is JsonValue node && SiText.TryParse(node.ToJsonString(), out var value) ? value : null;

    /// <summary>The same tables with every <paramref name="every"/>-th point of each axis, both ends and 0 V: what a coarser grid would have held.</summary>
    public DeviceTable Thinned(int every)
    {
        static int[] Kept(TableAxis axis, int every) => [.. Enumerable.Range(0, axis.Count).Where(n => n % every == 0 || n == axis.Count - 1 || axis.Points[n] == 0)];
        LookupTable Thin(LookupTable table)
        {
            var kept = Array.ConvertAll([.. table.Axes], a => Kept(a, every));
            TableAxis[] axes = [.. table.Axes.Zip(kept, (a, k) => new TableAxis(a.Key, a.Title, a.Unit, [.. k.Select(n => a.Points[n])]))];
            return new LookupTable(table.Key, table.Title, table.Unit, axes, [.. kept[0].SelectMany(r => kept[1].Select(c => table[r, c]))]);
        }

        return every == 1 ? this : new DeviceTable(Tables with { Tables = [Thin(Tables[DeviceKeys.Current]), Thin(set), Thin(reset)] });
    }

    /// <summary>
    /// The tables as the same number of other samples might have made them: at every quantile the value where such a sample of uniform numbers has
    /// it (a bootstrap from the tables themselves). All states share the sample, as those that lut device measures share their devices.
    /// </summary>
    /// <param name="stream">Of this sample.</param>
    public DeviceTable Redrawn(RandomStream stream)
    {
        if (!double.IsFinite(samples))
            return this;
        var (drawn, places) = (new double[(int)samples], new double[quantiles.Count]);
        for (var n = 0; n < drawn.Length; n++)
            drawn[n] = stream.NextUniform();
        Array.Sort(drawn);
        InverseDistribution.Of(drawn, quantiles.Points, places);
        LookupTable Moved(LookupTable table) =>
            new(table.Key, table.Title, table.Unit, table.Axes, [.. places.SelectMany(u => conductances.Points.ToArray().Select(g => table.At(u, g)))]);
        return new DeviceTable(Tables with { Tables = [Tables[DeviceKeys.Current], Moved(set), Moved(reset)] });
    }

    /// <summary>The cell of a conductance, held at the ends of the table [S].</summary>
    public TableCell Cell(double conductance)
    {
        var (row, part) = conductances.Place(conductance);
        return new TableCell(voltages, currents, row, part);
    }

    /// <summary>Conductance behind a pulse [S].</summary>
    /// <param name="conductance">Before it [S].</param>
    /// <param name="quantile">Of ΔG, 0 … 1.</param>
    public double Behind(bool isSet, double conductance, double quantile) => Held(conductance + (isSet ? set : reset).At(quantile, conductance));

    /// <summary>
    /// Between which conductances the device may be behind a pulse that the table draws at this quantile. A sample of N puts a quantile u
    /// within 5 √(u (1 − u)/N) + 25/N of its place; one step of the grid more, and all is within that the line between two points leaves
    /// open; beyond the ends the last slope goes on. Along g the second differences of the table tell (<see cref="Bend"/>).
    /// </summary>
    public (double Least, double Greatest) Range(bool isSet, double conductance, double quantile)
    {
        var table = isSet ? set : reset;
        var away = step + (double.IsFinite(samples) ? Sigmas * Math.Sqrt(quantile * (1 - quantile) / samples) + Sigmas * Sigmas / samples : 0);
        var (row, part) = conductances.Place(conductance);
        var bend = Math.Max(Bend(table, row, part, quantile), Math.Max(Bend(table, row, part, Math.Max(quantile - away, 0)), Bend(table, row, part, Math.Min(quantile + away, 1))));
        return (Held(conductance + Continued(table, quantile - away, conductance) - bend), Held(conductance + Continued(table, quantile + away, conductance) + bend));
    }

    /// <summary>What the grid of conductances leaves open of a pulse's ΔG, on average over the pulses from one conductance to another.</summary>
    public double GridShare(bool isSet, double least, double greatest)
    {
        // Of a segment, so that one across which ΔG changes by much is seen where it is small.
        const int Parts = 8;
        var table = isSet ? set : reset;
        var (open, pulses) = (0.0, 0.0);
        for (var k = 0; k < Parts * (conductances.Count - 1); k++)
        {
            var (row, part) = (k / Parts, (k % Parts + 0.5) / Parts);
            var length = conductances.Points[row + 1] - conductances.Points[row];
            var g = conductances.Points[row] + part * length;
            var moved = Math.Abs(table.At(0.5, g));
            if (g < least || g > greatest || moved == 0)
                continue;
            open += length / moved * Bend(table, row, part, 0.5) / moved;
            pulses += length / moved;
        }

        return pulses > 0 ? open / pulses : 0;
    }

    private double Held(double conductance) => Math.Clamp(conductance, conductances.Least, conductances.Greatest);

    private double Continued(LookupTable table, double quantile, double conductance)
    {
        if (quantile is >= 0 and <= 1)
            return table.At(quantile, conductance);
        var points = quantiles.Points;
        var (end, inner) = quantile < 0 ? (points[0], points[1]) : (points[^1], points[^2]);
        var last = table.At(end, conductance);
        return last + (table.At(inner, conductance) - last) * (quantile - end) / (inner - end);
    }

    /// <summary>
    /// How far a curve through the points may leave the line between two of them. A smooth one leaves it by p (1 − p)/2 of its second
    /// difference, taken twice because that changes from point to point; one that an end of the range holds has a corner, whose second
    /// differences those of the smooth part may hide, so that all nearby count together.
    /// </summary>
    private double Bend(LookupTable table, int row, double part, double quantile)
    {
        if (part == 0)
            return 0;
        double At(int k) => table.At(quantile, conductances.Points[k]);
        // For uneven points the change of slope over the segment at hand.
        double Second(int k) => Math.Abs(
            (At(k + 1) - At(k)) / (conductances.Points[k + 1] - conductances.Points[k]) - (At(k) - At(k - 1)) / (conductances.Points[k] - conductances.Points[k - 1])) * (conductances.Points[row + 1] - conductances.Points[row]);
        bool IsHeld(int k) => Held(conductances.Points[k] + At(k) * (1 + Rounding)) is var behind && (behind == conductances.Least || behind == conductances.Greatest);
        var (largest, sum, last) = (0.0, 0.0, conductances.Count - 2);
        for (var k = Math.Max(row - 1, 1); k <= Math.Min(row + 2, last); k++)
            (largest, sum) = (Math.Max(largest, Second(k)), sum + Second(k));
        if (!IsHeld(row) && !IsHeld(row + 1))
            return part * (1 - part) * largest;
        return (row == 0 ? 1 - part : row == last ? part : Math.Min(part, 1 - part)) * sum;
    }

    private LookupTable Of(string key, string first, string second)
    {
        var table = Tables[key];
        return table.Axes is [{ } a, { } b] && (a.Key, b.Key) == (first, second) ? table
            : throw InvalidParameterException.Because(key, $"{key} lies over {string.Join(" × ", table.Axes.Select(x => x.Key))}; a device needs it over {first} × {second}.");
    }

    private static void RequireRising(LookupTable table, int along)
    {
        var (rows, columns) = (table.Axes[0].Count, table.Axes[1].Count);
        for (var r = along == 0 ? 1 : 0; r < rows; r++)
        {
            for (var c = along; c < columns; c++)
            {
                if (table[r, c] < (along == 0 ? table[r - 1, c] : table[r, c - 1]))
                    throw InvalidParameterException.Because(table.Key, $"{table.Key} falls with {table.Axes[along].Key} at point ({r}, {c}); no device's does, and an array of such cells has no one solution.");
            }
        }
    }
}

using CircuitSim.Crossbars;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>The rows and sentences that the terminal and the report share.</summary>
public static class IrDropSweepSummary
{
    /// <summary>Share of the current from which a line is said to be useless as it stands.</summary>
    private const double UselessLoss = 0.5;

    /// <summary>Accuracy lost, in percentage points, from which the same is said.</summary>
    private const double UselessPoints = 10;

    public static IReadOnlyList<string> Header { get; } =
        ["R_on", "drive", "tile rows", "wire [Ω]", "accuracy [%]", "changed images", "current lost [%]", "worst column [%]", "worst current error [%]"];

    public static IEnumerable<IReadOnlyList<string>> Rows(IrDropSweepResult r) => r.Cases.Select(c => (IReadOnlyList<string>)
    [
        SiText.Format(c.OnResistance, "Ω"), IrDropSweepTables.DriveName(c.Drive), $"{c.TileRows}", FormattableString.Invariant($"{c.WireResistance:0.######}"),
        Number(100.0 * c.Correct / r.Images), $"{c.Changed}", Number(100 * c.Losses[0].Total), Number(100 * c.Losses[0].WorstColumn), Number(100 * c.CurrentError.Worst),
    ]);

    /// <summary>
    /// The greatest height such that it and every smaller one of these cases keeps the loss of accuracy within the bound;
    /// null where even the smallest loses more.
    /// </summary>
    public static int? LargestTile(IrDropSweepResult r, IEnumerable<IrDropCase> cases) =>
        cases.OrderBy(c => c.TileRows).TakeWhile(c => r.Loss(c) <= r.Options.LossBound).LastOrDefault()?.TileRows;

    /// <summary>How large a tile may be, a line for every R_on, drive and wire resistance above zero.</summary>
    public static IEnumerable<string> Recommendations(IrDropSweepResult r)
    {
        var bound = FormattableString.Invariant($"{r.Options.LossBound:0.##} {(r.Options.LossBound == 1 ? "point" : "points")}");
        foreach (var device in r.Cases.GroupBy(c => (c.OnResistance, c.Drive)))
        {
            foreach (var group in device.Where(c => c.WireResistance > 0).GroupBy(c => c.WireResistance).OrderBy(g => g.Key))
            {
                var where = $"At {SiText.Format(group.Key, "Ω")} per segment, R_on {SiText.Format(device.Key.OnResistance, "Ω")}, {DriveText(device.Key.Drive)}: ";
                yield return where + (LargestTile(r, group) is { } rows
                    ? rows >= r.Sizes[0] + 1
                        ? $"no tiling needed, the whole array of {r.Sizes[0] + 1} rows loses at most {bound} of accuracy."
                        : $"tile to at most {rows} rows, which loses at most {bound} of accuracy."
                    : $"no height of this sweep loses at most {bound} of accuracy.{Remedy(r, device, group.Key)}");
            }
        }
    }

    /// <summary>Says so where the wires make an array useless, and what helps.</summary>
    public static IEnumerable<string> Warnings(IrDropSweepResult r)
    {
        foreach (var array in r.Cases.GroupBy(c => (c.OnResistance, c.Drive, c.TileRows)))
        {
            var bad = array.OrderBy(c => c.WireResistance).FirstOrDefault(c => c.Losses[0].Total >= UselessLoss || r.Loss(c) >= UselessPoints);
            if (bad is null)
                continue;
            var worst = array.MaxBy(c => c.WireResistance)!;
            string Cost(IrDropCase c) => FormattableString.Invariant(
                $"{100 * c.Losses[0].Total:0} % of the first layer's current and {r.Loss(c):0} points of accuracy at {SiText.Format(c.WireResistance, "Ω")}");
            var costs = bad == worst ? Cost(bad) : $"{Cost(bad)}, {Cost(worst)}";
            var rows = Math.Min(array.Key.TileRows, r.Sizes[0] + 1);
            var best = r.Cases.Where(c => (c.OnResistance, c.Drive, c.WireResistance) == (bad.OnResistance, bad.Drive, bad.WireResistance)).MinBy(r.Loss)!;
            var tiles = best.TileRows == bad.TileRows ? "" : FormattableString.Invariant($"Of this sweep, tiles of {best.TileRows} rows lose least there, {r.Loss(best):0.0} points. ");
            yield return
                $"{(rows == r.Sizes[0] + 1 ? $"A bit line of {rows} rows" : $"An array in tiles of {rows} rows")} with {SiText.Format(array.Key.OnResistance, "Ω")} … {SiText.Format(array.Key.OnResistance * r.Options.Ratio, "Ω")}, {DriveText(array.Key.Drive)}, is useless as it stands from {SiText.Format(bad.WireResistance, "Ω")} per segment on: it loses {costs}. "
                + $"{tiles}A higher R_on helps at any height{(array.Key.Drive == WordLineDrive.OneEnd ? ", drive from both ends where the word lines lose most" : "")}.";
        }
    }

    /// <summary>
    /// A higher R_on of this sweep that is enough, or else what follows from another wire resistance: currents depend on the
    /// ratio of wire to cell resistance alone where drivers and sensing nodes have none, so what holds at a lower wire
    /// resistance holds here with R_on raised by the same factor.
    /// </summary>
    private static string Remedy(IrDropSweepResult r, IGrouping<(double OnResistance, WordLineDrive Drive), IrDropCase> device, double wire)
    {
        var enough = r.Cases.Where(c => c.Drive == device.Key.Drive && c.WireResistance == wire && c.OnResistance > device.Key.OnResistance)
            .GroupBy(c => c.OnResistance).OrderBy(g => g.Key).FirstOrDefault(g => LargestTile(r, g) is not null);
        if (enough is not null)
            return FormattableString.Invariant($" With R_on {SiText.Format(enough.Key, "Ω")}, tiles of {LargestTile(r, enough)} rows would.");
        if (r.Options.DriverResistance > 0 || r.Options.SenseResistance > 0)
            return "";
        var best = device.Where(c => c.WireResistance > 0 && c.WireResistance < wire).GroupBy(c => c.WireResistance).OrderByDescending(g => g.Key)
            .Select(g => (Wire: g.Key, Rows: LargestTile(r, g), On: g.First().OnResistance)).FirstOrDefault(x => x.Rows is not null);
        return best.Rows is { } rows
            ? $" With R_on and R_off {FormattableString.Invariant($"{wire / best.Wire:0.##}")} times as high (R_on {SiText.Format(best.On * wire / best.Wire, "Ω")}), tiles of {rows} rows would."
            : " Raise R_on beyond what this sweep covers.";
    }

    private static string DriveText(WordLineDrive drive) => drive == WordLineDrive.BothEnds ? "driven from both ends" : "driven from one end";

    // Adding zero turns a rounded −0.0 into 0.0.
    private static string Number(double value) => FormattableString.Invariant($"{Math.Round(value, 2) + 0.0:0.00}");
}

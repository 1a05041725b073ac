using CircuitSim.Crossbars;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Arrays;

/// <summary>A solved array in words, for the terminal and the report.</summary>
public static class ArraySummary
{
    private const int MostColumns = 16;

    public static ReadableTable Of(ArraySolution solution) => new(["quantity", "value"], [.. Rows(solution)]);

    public static ReadableTable Of(ArrayEffective effective) => new(["quantity", "value"], [.. Rows(effective)]);

    /// <summary>The current of each column; null where these are more than a terminal shows well.</summary>
    public static ReadableTable? Currents(ArraySolution s)
    {
        if (s.Case.Columns > MostColumns)
            return null;
        var (currents, ideal) = (s.ColumnCurrents.ToArray(), s.Ideal.ColumnCurrents.ToArray());
        var (factor, prefix) = SiText.PrefixOf(currents.Concat(ideal).Max(Math.Abs));
        return new ReadableTable(
            ["column", $"current [{prefix}A]", $"without wires [{prefix}A]"],
            [.. currents.Select((current, j) => (IReadOnlyList<string>)[FormattableString.Invariant($"{j}"), FormattableString.Invariant($"{current / factor:F5}"), FormattableString.Invariant($"{ideal[j] / factor:F5}")])]);
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(ArraySolution s)
    {
        var (total, ideal, worst) = (s.TotalCurrent, s.IdealTotalCurrent, s.WorstDrop);
        yield return ["array", $"{s.Case.Rows} × {s.Case.Columns}"];
        if (s.Case.Curvature > 0)
            yield return ["cells", FormattableString.Invariant($"i = G/b · sinh(b v), b = {s.Case.Curvature:G4} 1/V")];
        if (s.Case.HasFloatingLines)
            yield return ["left floating", $"{ArrayCase.CountFloating(s.Case.WordLines)} rows, {ArrayCase.CountFloating(s.Case.BitLines)} columns"];
        yield return ["method", MethodName(s.Outcome.Method)];
        yield return ["iterations", $"{s.Outcome.Iterations}"];
        yield return ["error of a current at most", $"{SiText.Scientific(s.Outcome.CurrentErrorBound)} of the largest"];
        yield return ["time", SiText.Format(s.Seconds, "s")];
        yield return ["total current", SiText.Format(total, "A")];
        yield return ["total current without wires", ideal == 0 ? SiText.Format(ideal, "A") : FormattableString.Invariant($"{SiText.Format(ideal, "A")} ({100 * (1 - total / ideal):0.##} % lost)")];
        yield return ["worst IR drop", FormattableString.Invariant($"{SiText.Format(worst.Voltage, "V")} ({100 * worst.Share:0.##} %) at row {worst.Row}, column {worst.Column}")];
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(ArrayEffective e)
    {
        yield return ["array", $"{e.Rows} × {e.Columns}"];
        if (e.FloatingRows + e.FloatingColumns > 0)
            yield return ["left floating", $"{e.FloatingRows} rows, {e.FloatingColumns} columns, all 0 in the matrix"];
        yield return ["method", MethodName(e.Outcome.Method)];
        yield return ["error of an entry at most", $"{SiText.Scientific(e.Outcome.CurrentErrorBound)} of the largest"];
        yield return ["time", SiText.Format(e.Seconds, "s")];
        yield return ["effective conductance", $"{SiText.Format(e.Smallest, "S")} … {SiText.Format(e.Largest, "S")}"];
    }

    public static string MethodName(CrossbarMethod method) => method switch
    {
        CrossbarMethod.Automatic => "automatic",
        CrossbarMethod.Lines => "lines",
        CrossbarMethod.CoarseCorrection => "coarse",
        _ => "dissection",
    };
}

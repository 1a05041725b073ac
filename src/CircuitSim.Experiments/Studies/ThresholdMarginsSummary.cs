using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>The rows and sentences that the terminal and the report share.</summary>
public static class ThresholdMarginsSummary
{
    public static IReadOnlyList<string> Header { get; } = ["write", "array", "wire [Ω]", "least [V]", "greatest [V]", "margin [V]"];

    public static IEnumerable<IReadOnlyList<string>> Rows(ThresholdMarginsResult r) => r.Cases.OrderBy(c => c.Window.Direction).Select(c => (IReadOnlyList<string>)
    [
        ThresholdMarginsTables.Word(c.Window.Direction), $"{c.Size} × {c.Size}", FormattableString.Invariant($"{c.WireResistance:0.######}"),
        c.Window.Least is { } least ? Volts(least) : $"above {Volts(c.Window.Largest)}", Volts(c.Window.Greatest),
        c.Window.Margin is { } margin ? Volts(margin) : "none",
    ]);

    public static IReadOnlyList<string> EngineHeader { get; } = ["write of the whole array", "other cells", "engine", "written state", "builtin's", "largest difference of a state", "verdict"];

    /// <summary>Empty if no other engine ran.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> EngineRows(ThresholdMarginsResult r) => [.. r.Checks.SelectMany(c => c.Engines.Select(e => (IReadOnlyList<string>)
    [
        ThresholdMarginsTables.Word(c.Direction), c.OthersConduct ? "LRS" : "HRS", e.Engine,
        FormattableString.Invariant($"{Math.Round(e.WrittenState, 5) + 0.0:0.00000}"), FormattableString.Invariant($"{c.WrittenState:0.00000}"),
        $"{SiText.Scientific(100 * e.LargestDifference)} % of its range", FormattableString.Invariant($"{(e.Agrees ? "passed" : "missed")} (to {100 * EngineCheck.Tolerance} %)"),
    ]))];

    /// <summary>What it comes to, a few sentences for each direction.</summary>
    public static IEnumerable<string> Verdicts(ThresholdMarginsResult r)
    {
        var (o, q) = (r.Options, r.Options.Requirement);
        foreach (var w in r.Windows)
        {
            var word = ThresholdMarginsTables.Word(w.Direction);
            var where = FormattableString.Invariant($"{o.Size} × {o.Size} at {o.WireResistance:0.###} Ω, {word}: ");
            yield return where + (w.Margin is { } margin
                ? FormattableString.Invariant($"{w.Least:0.###} … {w.Greatest:0.###} V write the worst-placed cell in {SiText.Format(q.Width, "s")} and leave every other within {100 * q.Tolerance:0.##} % of its range over {q.Writes} writes; margin {1e3 * margin:0.#} mV.")
                : w.Least is { } least
                    ? FormattableString.Invariant($"no amplitude does both: the worst-placed cell needs {least:0.###} V, and the worst half-selected one bears {w.Greatest:0.###} V. Lower the wire resistance, tile the array, write less often before a refresh, or put a selector into the cells.")
                    : FormattableString.Invariant($"the worst-placed cell is not written at {w.Largest:0.###} V: it sees {100 * w.Supply.Share:0.#} % of the amplitude behind {w.Supply.Resistance:0} Ω. ")
                        + (w.Largest < q.LargestAmplitude
                            ? "Higher amplitudes leave the card's range of voltages (vmin, vmax); tile the array, lengthen the pulse, or use a card that holds further."
                            : "Tile the array, lengthen the pulse, or raise R_on."));
            if (o.Sigma > 0)
            {
                var best = r.BestYield(w.Direction);
                var cells = (double)o.Size * o.Size;
                yield return best.Failed == 1
                    ? FormattableString.Invariant($"With {100 * o.Sigma:0.##} % scatter no amplitude writes a device at the worst place that also bears all writes there ({o.Samples} devices).")
                    : FormattableString.Invariant(
                        $"With {100 * o.Sigma:0.##} % scatter fewest devices fail at {best.Amplitude:0.###} V, {100 * best.Failed:0.##} %: {100 * best.NotWritten:0.##} % are not written and {100 * best.Disturbed:0.##} % do not bear all writes, each as if at the worst place: about {cells * best.Failed:0} of {cells:0} cells if all stood there (from {o.Samples} devices).");
            }
        }
    }

    private static string Volts(double volts) => FormattableString.Invariant($"{volts:0.0000}");
}

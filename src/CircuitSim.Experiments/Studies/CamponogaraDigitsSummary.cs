using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>The rows and sentences that the terminal and the report share.</summary>
public static class CamponogaraDigitsSummary
{
    /// <summary>Images lost, in percentage points, from which the wires are said to spoil the result.</summary>
    private const double NoticeableLoss = 5;

    public static IReadOnlyList<string> ClaimHeader { get; } = ["claim", "source", "statement", "method", "value", "bound", "verdict"];

    public static IReadOnlyList<string> ClaimRow(Claim c) =>
    [
        c.Id, c.Paper, c.Statement, c.Method,
        (Math.Abs(c.Value) is > 0 and < 1e-3 ? SiText.Scientific(c.Value) : FormattableString.Invariant($"{c.Value:0.####}")) + (c.Unit.Length > 0 ? $" {c.Unit}" : ""),
        c.Greatest is > 0 and < 1e-3 ? $"≤ {SiText.Scientific(c.Greatest.Value)}" : c.Bound,
        CamponogaraDigitsFiles.VerdictText(c.Verdict),
    ];

    public static IReadOnlyList<string> AccuracyHeader(CamponogaraDigitsResult r) =>
    [
        "path", "wire [Ω]", "accuracy [%]", "changed images", $"{r.Options.AdcBits}-bit accuracy [%]", $"{r.Options.AdcBits}-bit changed images",
        "worst current error [%]", "mean current error [%]",
    ];

    public static IEnumerable<IReadOnlyList<string>> AccuracyRows(CamponogaraDigitsResult r)
    {
        yield return ["float network", "–", Accuracy(r.FloatTest.Correct, r), "–", "–", "–", "–", "–"];
        yield return ["ideal emulator, 4 bits", "–", Accuracy(r.EmulatorTest.Correct, r), "0", "–", "–", "–", "–"];
        foreach (var c in r.WireCases)
        {
            yield return
            [
                $"circuit, {CamponogaraDigitsTables.TilingName(c.TileRows)}", FormattableString.Invariant($"{c.WireResistance:0.######}"),
                Accuracy(c.Exact.Correct, r), FormattableString.Invariant($"{c.ChangedExact}"),
                Accuracy(c.Quantized.Correct, r), FormattableString.Invariant($"{c.ChangedQuantized}"),
                FormattableString.Invariant($"{100 * c.CurrentError.Worst:0.00}"), FormattableString.Invariant($"{100 * c.CurrentError.Mean:0.00}"),
            ];
        }
    }

    /// <summary>Says so where the wires cost more than a reader would expect, and what helps.</summary>
    public static IEnumerable<string> Warnings(CamponogaraDigitsResult r)
    {
        foreach (var tiling in r.WireCases.GroupBy(c => c.TileRows))
        {
            var bad = tiling.OrderBy(c => c.WireResistance)
                .FirstOrDefault(c => 100.0 * (r.EmulatorTest.Correct - c.Exact.Correct) / r.TestImages > NoticeableLoss);
            if (bad is null)
                continue;
            var remedy = tiling.Key == CamponogaraDigitsOptions.Rows
                ? $"tile it (here: {CamponogaraDigitsTables.TilingName(r.Options.TileRows)}), drive both ends, or raise R_on"
                : "use lower tiles, drive both ends, or raise R_on";
            yield return FormattableString.Invariant(
                $"From {SiText.Format(bad.WireResistance, "Ω")} per segment on, the array ({CamponogaraDigitsTables.TilingName(tiling.Key)}) loses {100.0 * (r.EmulatorTest.Correct - bad.Exact.Correct) / r.TestImages:0} points of accuracy to IR drop: {remedy}.");
        }
    }

    private static string Accuracy(int correct, CamponogaraDigitsResult r) =>
        FormattableString.Invariant($"{100.0 * correct / r.TestImages:0.0}");
}

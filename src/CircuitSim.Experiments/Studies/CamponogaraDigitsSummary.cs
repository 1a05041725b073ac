using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>The rows and sentences that the terminal and the report share.</summary>
public static class CamponogaraDigitsSummary
{
    /// <summary>Images lost, in percentage points, from which the wires are said to spoil the result.</summary>
    private const double NoticeableLoss = 5;

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
                $"circuit, {CamponogaraDigitsTables.TilingName(c.TileRows)}", FormattableString.Invariant($"{c.WireResistance:G6}"),
                Accuracy(c.Exact.Correct, r), FormattableString.Invariant($"{c.ChangedExact}"),
                Accuracy(c.Quantized.Correct, r), FormattableString.Invariant($"{c.ChangedQuantized}"),
                FormattableString.Invariant($"{100 * c.CurrentError.Worst:0.00}"), FormattableString.Invariant($"{100 * c.CurrentError.Mean:0.00}"),
            ];
        }
    }

    /// <summary>
    /// Says so where the circuit costs more accuracy than a reader would expect, what causes it, and what helps that is
    /// not in use already. Wires are blamed only for what is lost beyond the same array without them.
    /// </summary>
    public static IEnumerable<string> Warnings(CamponogaraDigitsResult r)
    {
        foreach (var tiling in r.WireCases.GroupBy(c => c.TileRows))
        {
            var name = CamponogaraDigitsTables.TilingName(tiling.Key);
            var cases = tiling.OrderBy(c => c.WireResistance).ToList();
            var ends = cases[0];
            var endsLoss = ends.WireResistance == 0 ? Loss(r, Math.Min(ends.Exact.Correct, ends.Quantized.Correct)) : 0;
            if (endsLoss > NoticeableLoss)
            {
                yield return FormattableString.Invariant(
                    $"Even without wires, the array ({name}) loses {endsLoss:0} points of accuracy to its driver and sense resistances: lower them, or raise R_on.");
            }

            var bad = cases.FirstOrDefault(c => c.WireResistance > 0 && Loss(r, Math.Min(c.Exact.Correct, c.Quantized.Correct)) > Math.Max(NoticeableLoss, endsLoss + NoticeableLoss));
            if (bad is null)
                continue;
            var exact = Loss(r, bad.Exact.Correct);
            var quantized = Loss(r, bad.Quantized.Correct);
            yield return FormattableString.Invariant(
                $"From {SiText.Format(bad.WireResistance, "Ω")} per segment on, the array ({name}) loses {exact:0} points of accuracy to IR drop, {quantized:0} with column quantizers: {string.Join(", ", Remedies(r, tiling.Key))}.");
        }
    }

    private static IEnumerable<string> Remedies(CamponogaraDigitsResult r, int tileRows)
    {
        if (tileRows > r.Options.TileRows)
            yield return $"tile it (here: {CamponogaraDigitsTables.TilingName(r.Options.TileRows)})";
        else if (tileRows > 1)
            yield return "use lower tiles";
        if (r.Options.Drive == Crossbars.WordLineDrive.OneEnd)
            yield return "drive both ends";
        yield return "raise R_on";
    }

    /// <summary>Percentage points below the emulator.</summary>
    private static double Loss(CamponogaraDigitsResult r, int correct) => 100.0 * (r.EmulatorTest.Correct - correct) / r.TestImages;

    private static string Accuracy(int correct, CamponogaraDigitsResult r) =>
        FormattableString.Invariant($"{100.0 * correct / r.TestImages:0.0}");
}

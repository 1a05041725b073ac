namespace CircuitSim.Experiments.Studies;

/// <summary>
/// What the paper states and how far it can honestly be held (source: Camponogara), and what CircuitSim itself must hold.
/// The bounds were found beforehand with an independent reproduction in NumPy over ten seeds: the paper gives none.
/// </summary>
internal static class CamponogaraDigitsClaims
{
    private const string Paper = "Camponogara";
    private const string Own = "CircuitSim";

    /// <summary>Relative difference of currents up to which two solvers are said to agree.</summary>
    private const double Agreement = 1e-9;

    public static IReadOnlyList<Claim> Check(CamponogaraDigitsResult r)
    {
        var onTest = r.ScaleFactors.BestOnTest();
        var onTrain = r.ScaleFactors.BestOnTrain();
        var ideal = r.EmulatorTest.Correct;
        var claims = new List<Claim>
        {
            new("train-float", Paper, "1472 of 1500 training images", "float weights, training set", r.FloatTrainCorrect, "images", 1472 - 6, 1472 + 6),
            new("test-float", Paper, "270 of 297 test images", "float weights, test set", r.FloatTest.Correct, "images", 270 - 4, 270 + 4),
            new("best-4-bit", Paper, "four bits are no worse than float (paper: +3 images)", "best over the scale factor, test set, minus float",
                onTest.Best.TestCorrect - r.FloatTest.Correct, "images", 0, null),
            new("best-scale-factor", Paper, "best at 0.3425", "lowest of the equally good, test set", onTest.Best.ScaleFactor, "", 0.25, 0.6),
            new("scale-factor-on-train", Own, "choosing on the test set is selection bias",
                $"scale factor {FormattableString.Invariant($"{onTrain.Best.ScaleFactor:0.0000}")} chosen on the training set, test set", onTrain.Best.TestCorrect, "images", null, null),
            new("finite-ratio", Own, "a finite R_off leaves the classes unchanged", "classes changed at zero wire resistance, R_off not corrected for",
                r.ChangedByFiniteRatio, "images", null, 0),
            new("adc-8", Own, "8-bit column quantizers cost at most 3 images", "8-bit against none, zero wire resistance",
                r.AdcCurve.Single(p => p.Bits == 8).Correct - ideal, "images", -3, 3),
        };
        foreach (var (sigma, mean, tolerance) in new[] { (0.05, 90.7, 1.5), (0.10, 88.7, 2.0), (0.20, 82.4, 4.0), (0.30, 72.4, 8.0) })
        {
            var point = r.Variations.Single(v => v.Sigma == sigma);
            claims.Add(new Claim(
                FormattableString.Invariant($"variation-{100 * sigma:0}"), Own, FormattableString.Invariant($"{mean} % at σ = {100 * sigma:0} %, in the reproduction"),
                $"mean of {point.Correct.Count} samples, normal per cell, zero wire resistance", point.MeanPercent, "%", mean - tolerance, mean + tolerance));
        }

        claims.Add(new Claim("circuit-is-emulator", Own, "without wires the circuit is the network",
            "largest difference of an output over full scale, all test images", r.LogitDifference, "", null, 1e-9));
        claims.AddRange(r.Agreements.Where(a => a.WorstDifference is not null).Select(a => new Claim(
            $"agrees-with-{a.Simulator}", Own, $"the array solver and {a.Simulator} give the same currents",
            $"largest relative difference of a column current, {a.Images} images", a.WorstDifference!.Value, "", null, Agreement)));
        return claims;
    }
}

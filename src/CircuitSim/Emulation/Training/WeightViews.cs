namespace CircuitSim.Emulation.Training;

/// <summary>The views that the papers train with.</summary>
public static class WeightViews
{
    /// <summary>± mean |w| of the layer, 0 counting as positive: Rastegari et al. (2016), eq. 6, one scale for the whole layer.</summary>
    public static WeightView Binary { get; } = (clean, seen, _) =>
    {
        var sum = 0.0;
        foreach (var w in clean)
            sum += Math.Abs(w);
        SetSigns(clean, sum / clean.Length, seen);
    };

    /// <summary>± a given scale.</summary>
    /// <exception cref="InvalidParameterException">The scale is not above zero.</exception>
    public static WeightView BinaryOf(double scale)
    {
        InvalidParameterException.RequirePositive(scale, "");
        return (clean, seen, _) => SetSigns(clean, scale, seen);
    }

    /// <summary>w · (1 + σ·n), n normal, drawn anew for each weight in each step: the device-variation-aware training of Long et al., Fig. 6.</summary>
    /// <exception cref="InvalidParameterException">σ is negative.</exception>
    public static WeightView Normal(double sigma) => Noise(InvalidParameterException.RequireNonNegative(sigma, ""), static (σ, n) => 1 + σ * n);

    /// <summary>w · exp(σ·n): log-normal with median 1, σ that of the logarithm.</summary>
    /// <exception cref="InvalidParameterException">σ is negative.</exception>
    public static WeightView LogNormal(double sigma) => Noise(InvalidParameterException.RequireNonNegative(sigma, ""), static (σ, n) => Math.Exp(σ * n));

    /// <summary>First one view, then another of what it shows: quantized, then noisy.</summary>
    public static WeightView Then(this WeightView first, WeightView second) => (clean, seen, stream) =>
    {
        var between = new double[clean.Length];
        first(clean, between, stream?.Child("first"));
        second(between, seen, stream?.Child("second"));
    };

    private static WeightView Noise(double sigma, Func<double, double, double> factor) => (clean, seen, stream) =>
    {
        for (var i = 0; i < clean.Length; i++)
            seen[i] = stream is null ? clean[i] : clean[i] * factor(sigma, stream.NextNormal());
    };

    private static void SetSigns(ReadOnlySpan<double> clean, double scale, Span<double> seen)
    {
        for (var i = 0; i < clean.Length; i++)
            seen[i] = clean[i] < 0 ? -scale : scale;
    }
}

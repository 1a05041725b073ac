namespace CircuitSim.Periphery.Converters;

/// <summary>
/// How straight a converter is (IEEE 1241): with y_k the transitions T_1 … of an ADC or the levels of codes 0 … of a DAC, and the line
/// y ≈ a + Q k through its ends or of least squares,
/// <code>
///   INL_k = (y_k − a − Q k)/Q      DNL = (y_(k+1) − y_k)/Q − 1      gain error = Q/LSB − 1      offset = a against the ideal line
/// </code>
/// </summary>
public sealed record Linearity
{
    /// <summary>A code so much narrower than Q is missing (IEEE 1241).</summary>
    private const double MissingDnl = -0.9;

    private Linearity()
    {
    }

    /// <summary>The code of the first INL: 1 for transitions, 0 for levels.</summary>
    public required int FirstCode { get; init; }

    /// <summary>One for each transition or level [LSB].</summary>
    public required IReadOnlyList<double> Inl { get; init; }

    /// <summary>From code 1 on: of an ADC the width of the code, of a DAC the step up to it [LSB]. An ADC's last code has no width.</summary>
    public required IReadOnlyList<double> Dnl { get; init; }

    /// <summary>Of the line at the first transition or level [V].</summary>
    public required double Offset { get; init; }

    /// <summary>Relative, of the line's slope.</summary>
    public required double GainError { get; init; }

    /// <summary>|INL| at most [LSB].</summary>
    public double LargestInl => Inl.Max(Math.Abs);

    /// <summary>|DNL| at most; 0 for one bit, which has no width [LSB].</summary>
    public double LargestDnl => Dnl.Select(Math.Abs).DefaultIfEmpty().Max();

    /// <summary>Codes of an ADC that are narrower than a tenth of an LSB; of a DAC those whose step is.</summary>
    public IReadOnlyList<int> MissingCodes => [.. Dnl.Index().Where(d => d.Item <= MissingDnl).Select(d => d.Index + 1)];

    /// <summary>Whether no level of a DAC is below the one before.</summary>
    public bool IsMonotonic => Dnl.All(d => d >= -1);

    /// <param name="transitions">[codes − 1] T_1, T_2, … [V].</param>
    /// <exception cref="InvalidParameterException">They are too many or too few, or do not rise.</exception>
    public static Linearity OfTransitions(CodeScale scale, IReadOnlyList<double> transitions, LinearityLine line = LinearityLine.EndPoint) => Of(scale, transitions, 1, line);

    /// <param name="levels">[codes] [V].</param>
    /// <exception cref="InvalidParameterException">They are too many or too few, or do not rise.</exception>
    public static Linearity OfLevels(CodeScale scale, IReadOnlyList<double> levels, LinearityLine line = LinearityLine.EndPoint) => Of(scale, levels, 0, line);

    private static Linearity Of(CodeScale scale, IReadOnlyList<double> values, int first, LinearityLine line)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != scale.Count - first)
            throw InvalidParameterException.WrongShape(first == 1 ? "transitions" : "levels", $"[{values.Count}]", $"[{scale.Count - first}]");
        var (a, q) = Fit(values, scale.Lsb, line);
        if (!(q > 0))
            throw InvalidParameterException.Because("transfer", $"the {(first == 1 ? "transitions" : "levels")} do not rise from the first to the last: no line says what one code is worth.");
        return new Linearity
        {
            FirstCode = first,
            Inl = [.. values.Select((y, k) => (y - a - q * k) / q)],
            Dnl = [.. values.Zip(values.Skip(1), (y, next) => (next - y) / q - 1)],
            Offset = a - scale.Start(first),
            GainError = q / scale.Lsb - 1,
        };
    }

    private static (double A, double Q) Fit(IReadOnlyList<double> y, double ideal, LinearityLine line)
    {
        var n = y.Count;
        if (n == 1)
            return (y[0], ideal);
        if (line == LinearityLine.EndPoint)
            return (y[0], (y[n - 1] - y[0]) / (n - 1));
        var (middle, mean) = (0.5 * (n - 1), y.Average());
        var q = y.Select((v, k) => (k - middle) * (v - mean)).Sum() / (n * ((double)n * n - 1) / 12);
        return (mean - q * middle, q);
    }
}

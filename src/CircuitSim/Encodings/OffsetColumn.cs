using CircuitSim.Numerics;

namespace CircuitSim.Encodings;

/// <summary>
/// Halawani: weights are shifted by |w_min| so that none is negative, one cell per weight, and one more column holds the
/// shift, the conductance of a zero weight; a subtractor takes its current from every other column's:
/// <code>
///   column   0 … N−1                              N  (reference)
///   G        G_off + (w − w_min) · slope          G_0 = G_off − w_min · slope        slope = (G_on − G_off) / (w_max − w_min)
///   y_k      (I_k − I_N) / (slope · V_read)
/// </code>
/// With <see cref="OffsetScope.Column"/> each output has its own slope and zero; the reference column holds the mean of the
/// zeros and the subtractor weighs its current by G_0k / G_N. Without levels, decoding gives the weights back exactly
/// for any ratio of conductances.
/// </summary>
public sealed class OffsetColumn : IEncoding
{
    /// <summary>As users type it.</summary>
    public const string Word = "offset-column";

    /// <param name="gOn">Conductance of the greatest weight [S].</param>
    /// <param name="gOff">Conductance of the least weight [S]; zero is allowed.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public OffsetColumn(double gOn, double gOff)
    {
        GOff = InvalidParameterException.RequireNonNegative(gOff, "S");
        GOn = double.IsFinite(gOn) && gOn > gOff ? gOn : throw InvalidParameterException.OutOfRange(nameof(gOn), gOn, "S", "finite and above gOff");
    }

    public string Name => Word;

    /// <summary>Conductance of the greatest weight [S].</summary>
    public double GOn { get; }

    /// <summary>Conductance of the least weight [S].</summary>
    public double GOff { get; }

    public OffsetScope Scope { get; init; }

    /// <summary>The range of <see cref="OffsetScope.Global"/>; not used otherwise.</summary>
    public WeightRange? GlobalRange { get; init; }

    /// <summary>Whether w_min and w_max lie evenly about zero, however the weights do.</summary>
    public bool IsSymmetric { get; init; }

    public OffsetReference Reference { get; init; }

    /// <summary>Number of levels that a cell can take; null for any conductance.</summary>
    public int? Levels { get; init; }

    public LevelEdges Edges { get; init; }

    public LevelValue Level { get; init; }

    public OutputScale OutputScale { get; init; }

    /// <summary>The factor of <see cref="OutputScale.Given"/>; not used otherwise.</summary>
    public double GivenScale { get; init; } = 1;

    /// <exception cref="InvalidParameterException">
    /// The scope is global, but no range is given or a weight lies outside it; or the levels are out of range.
    /// </exception>
    public EncodedWeights Encode(WeightMatrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (rows, outputs) = (weights.Rows, weights.Outputs);
        WeightRange[] ranges = Scope == OffsetScope.Column
            ? [.. Enumerable.Range(0, outputs).Select(k => WeightRange.OfOutput(weights, k))]
            : [.. Enumerable.Repeat(Scope == OffsetScope.Global ? RequireCovered(weights) : WeightRange.Of(weights), outputs)];
        if (IsSymmetric)
            ranges = Array.ConvertAll(ranges, r => r.Symmetric);
        double[] slopes = Array.ConvertAll(ranges, r => (GOn - GOff) / r.Width);
        // A weight at the end of its range could leave the device's range by a rounding.
        double[] zeros = [.. ranges.Zip(slopes, (r, slope) => Math.Clamp(GOff - r.Least * slope, GOff, GOn))];
        var mapped = new double[rows * outputs];
        for (var c = 0; c < mapped.Length; c++)
            mapped[c] = Math.Clamp(GOff + (weights.Values[c] - ranges[c % outputs].Least) * slopes[c % outputs], GOff, GOn);
        var all = LevelOf(mapped);
        Func<double, double>[] levels = [.. Enumerable.Range(0, outputs).Select(k => Scope == OffsetScope.Column ? LevelOf([.. mapped.Where((_, c) => c % outputs == k)]) : all)];

        var columns = Reference == OffsetReference.Digital ? outputs : outputs + 1;
        // The mean of equal numbers can differ from them by a rounding; then the subtractor's gain would, too.
        var zero = zeros.All(g => g == zeros[0]) ? zeros[0] : zeros.Average();
        var reference = Reference is OffsetReference.QuantizedColumn or OffsetReference.NoisyColumn ? all(zero) : zero;
        var conductances = new double[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var k = 0; k < outputs; k++)
                conductances[i * columns + k] = levels[k](mapped[i * outputs + k]);
            if (columns > outputs)
                conductances[i * columns + outputs] = reference;
        }

        var currentDecode = new double[outputs * columns];
        var inputSumDecode = new double[outputs];
        for (var k = 0; k < outputs; k++)
        {
            currentDecode[k * columns + k] = 1 / slopes[k];
            if (columns > outputs)
                currentDecode[k * columns + outputs] = zero > 0 ? -(zeros[k] / zero) / slopes[k] : 0;
            else
                inputSumDecode[k] = -zeros[k] / slopes[k];
        }

        var encoded = new EncodedWeights(rows, columns, outputs, conductances, currentDecode, inputSumDecode);
        if (OutputScale == OutputScale.Exact)
            return encoded;
        InvalidParameterException.RequirePositive(GivenScale, "", "output scale");
        var held = encoded.ToWeights();
        for (var k = 0; k < outputs; k++)
        {
            var scale = OutputScale == OutputScale.Given ? GivenScale : NearestScale(held, weights, k);
            inputSumDecode[k] *= scale;
            foreach (ref var d in currentDecode.AsSpan(k * columns, columns))
                d *= scale;
        }

        return encoded;
    }

    /// <summary>What a cell becomes whose target is one of the data.</summary>
    private Func<double, double> LevelOf(double[] data)
    {
        if (Levels is not { } count)
            return g => g;
        var bins = new ConductanceLevels(count, GOff, GOn);
        if (Edges == LevelEdges.Data)
        {
            // Data that are all the same are their own level.
            if (data.Min() == data.Max())
                return g => g;
            bins = new ConductanceLevels(count, data.Min(), data.Max());
        }

        if (Level == LevelValue.Midpoint)
            return bins.Quantize;
        var means = data.GroupBy(bins.BinOf).ToDictionary(bin => bin.Key, bin => bin.Average());
        return g => means.TryGetValue(bins.BinOf(g), out var mean) ? mean : bins.Quantize(g);
    }

    private static double NearestScale(WeightMatrix held, WeightMatrix weights, int output)
    {
        double cross = 0, square = 0;
        for (var i = 0; i < held.Rows; i++)
        {
            cross += held[i, output] * weights[i, output];
            square += held[i, output] * held[i, output];
        }

        return square > 0 ? cross / square : 1;
    }

    private WeightRange RequireCovered(WeightMatrix weights)
    {
        if (GlobalRange is not { } range)
            throw InvalidParameterException.Because("global range", "the scope global needs the range of all weights of the network.");
        var own = WeightRange.Of(weights);
        return own.Least >= range.Least && (own.Greatest <= range.Greatest || weights.Values.IndexOfAnyExcept(0) < 0)
            ? range
            : throw InvalidParameterException.Because(
                "global range",
                $"the weights from {SiText.Exact(own.Least)} to {SiText.Exact(own.Greatest)} leave the global range from {SiText.Exact(range.Least)} to {SiText.Exact(range.Greatest)}.");
    }
}

namespace CircuitSim.Encodings;

/// <summary>
/// Signed weights as an array of cells takes them: one row per input, the bias (if there is one) as the last row,
/// driven by the constant input 1. Immutable.
/// </summary>
public sealed class WeightMatrix
{
    private readonly double[] values;

    /// <param name="values">[rows × outputs], row-major.</param>
    /// <exception cref="InvalidParameterException">The shape does not fit, or a weight is not finite.</exception>
    public WeightMatrix(int rows, int outputs, ReadOnlySpan<double> values)
    {
        Rows = InvalidParameterException.RequireAtLeast(rows, 1);
        Outputs = InvalidParameterException.RequireAtLeast(outputs, 1);
        if (values.Length != (long)rows * outputs)
            throw InvalidParameterException.WrongShape(nameof(values), $"[{values.Length}]", $"[{rows} rows × {outputs} outputs]");
        for (var i = 0; i < values.Length; i++)
            InvalidParameterException.RequireFinite(values[i], "", $"weight of row {i / outputs}, output {i % outputs}");
        this.values = values.ToArray();
    }

    public int Rows { get; }

    public int Outputs { get; }

    /// <summary>[rows × outputs], row-major.</summary>
    public ReadOnlySpan<double> Values => values;

    public double this[int row, int output] => values[row * Outputs + output];
}

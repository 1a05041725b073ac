namespace CircuitSim.Encodings;

/// <summary>
/// An array's target conductances and the linear decode that belongs to them. With row voltages x_i · V_read and
/// column currents I_j,
/// <code>y_k = Σ_j D_kj I_j / V_read + s_k Σ_i x_i</code>
/// where the sum of the inputs, the bias row's 1 included, is known digitally. Every encoding is of this form: bit
/// weights, the subtraction of a reference column and of a negative twin are entries of D; what a finite ratio of
/// conductances adds to each weight is in s. Immutable; may be shared between threads.
/// </summary>
public sealed class EncodedWeights
{
    private readonly double[] conductances;
    private readonly double[] currentDecode;
    private readonly double[] inputSumDecode;

    /// <param name="conductances">[rows × columns], row-major [S].</param>
    /// <param name="currentDecode">D, [outputs × columns], row-major [Ω].</param>
    /// <param name="inputSumDecode">s, [outputs].</param>
    public EncodedWeights(int rows, int columns, int outputs, double[] conductances, double[] currentDecode, double[] inputSumDecode)
    {
        if (conductances.Length != (long)rows * columns)
            throw InvalidParameterException.WrongShape(nameof(conductances), $"[{conductances.Length}]", $"[{rows} rows × {columns} columns]");
        if (currentDecode.Length != (long)outputs * columns)
            throw InvalidParameterException.WrongShape(nameof(currentDecode), $"[{currentDecode.Length}]", $"[{outputs} outputs × {columns} columns]");
        if (inputSumDecode.Length != outputs)
            throw InvalidParameterException.WrongShape(nameof(inputSumDecode), $"[{inputSumDecode.Length}]", $"[{outputs} outputs]");
        (Rows, Columns, Outputs) = (rows, columns, outputs);
        this.conductances = conductances;
        this.currentDecode = currentDecode;
        this.inputSumDecode = inputSumDecode;
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Outputs { get; }

    /// <summary>Target conductance of each cell, [rows × columns], row-major [S].</summary>
    public ReadOnlySpan<double> Conductances => conductances;

    /// <summary>D, [outputs × columns], row-major [Ω].</summary>
    public ReadOnlySpan<double> CurrentDecode => currentDecode;

    /// <summary>s, [outputs].</summary>
    public ReadOnlySpan<double> InputSumDecode => inputSumDecode;

    /// <summary>The same cells with another decode.</summary>
    /// <param name="currentDecode">D, [outputs × columns], row-major [Ω].</param>
    /// <param name="inputSumDecode">s, [outputs].</param>
    public EncodedWeights WithDecode(double[] currentDecode, double[] inputSumDecode) =>
        new(Rows, Columns, Outputs, conductances, currentDecode, inputSumDecode);

    /// <summary>Column currents [columns, A] to outputs [outputs], in the unit of the weights times the inputs.</summary>
    /// <param name="readVoltage">Row voltage of the input 1 [V].</param>
    /// <param name="inputSum">Sum of all inputs, the bias row's 1 included.</param>
    public void Decode(ReadOnlySpan<double> columnCurrents, double readVoltage, double inputSum, Span<double> outputs)
    {
        if (columnCurrents.Length != Columns)
            throw InvalidParameterException.WrongShape(nameof(columnCurrents), $"[{columnCurrents.Length}]", $"[{Columns} columns]");
        if (outputs.Length != Outputs)
            throw InvalidParameterException.WrongShape(nameof(outputs), $"[{outputs.Length}]", $"[{Outputs} outputs]");
        InvalidParameterException.RequirePositive(readVoltage, "V");
        for (var k = 0; k < Outputs; k++)
        {
            var sum = 0.0;
            for (var j = 0; j < Columns; j++)
                sum += currentDecode[k * Columns + j] * columnCurrents[j];
            outputs[k] = sum / readVoltage + inputSumDecode[k] * inputSum;
        }
    }

    /// <summary>
    /// The weights that an array holds, W = G Dᵀ + s: what unit inputs read. The read is linear, so a network of these weights is the
    /// array's own network, at the cost of one product.
    /// </summary>
    /// <param name="conductances">[rows × columns] row-major; empty for the targets [S].</param>
    public WeightMatrix ToWeights(ReadOnlySpan<double> conductances = default)
    {
        var cells = conductances.IsEmpty ? this.conductances : conductances;
        if (cells.Length != this.conductances.Length)
            throw InvalidParameterException.WrongShape(nameof(conductances), $"[{cells.Length}]", $"[{Rows} rows × {Columns} columns]");
        var weights = new double[Rows * Outputs];
        for (var i = 0; i < Rows; i++)
            Decode(cells.Slice(i * Columns, Columns), 1, 1, weights.AsSpan(i * Outputs, Outputs));
        return new WeightMatrix(Rows, Outputs, weights);
    }
}

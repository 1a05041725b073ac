using CircuitSim.Emulation;
using CircuitSim.Encodings;

namespace CircuitSim.Cosimulation;

/// <summary>
/// One matrix of a network on its array, read in a single cycle:
/// <code>
/// activations ─DAC─▶ row voltages x_i · V_read ─array─▶ column currents ─quantizer─▶ codes ─decode─▶ outputs
///                    bias row: V_read           tiles summed
/// </code>
/// Every stage is exact here and can be followed by itself. The array is any matrix from rows to columns: the cells
/// themselves (no wires) or the effective conductance of the wired tiles. Immutable; may be shared between threads.
/// </summary>
public sealed class MappedLayer
{
    /// <param name="weights">The encoded matrix; its last row is the bias.</param>
    /// <param name="readVoltage">Row voltage of the input 1 [V].</param>
    /// <exception cref="InvalidParameterException">The read voltage is not above zero.</exception>
    public MappedLayer(EncodedWeights weights, double readVoltage)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Weights = weights;
        ReadVoltage = InvalidParameterException.RequirePositive(readVoltage, "V", "read voltage");
    }

    public EncodedWeights Weights { get; }

    /// <summary>Row voltage of the input 1 [V].</summary>
    public double ReadVoltage { get; }

    /// <summary>Input of the bias row; 0 where the matrix has no bias, so that nothing drives it.</summary>
    public double Bias { get; init; } = 1;

    public int Columns => Weights.Columns;

    /// <summary>The DAC's levels for one image, [rows] [V].</summary>
    public double[] RowVoltages(InputBatch inputs, int image)
    {
        RequireRows(inputs);
        var voltages = new double[Weights.Rows];
        var rows = inputs.DrivenRows(image);
        for (var k = 0; k < rows.Length; k++)
            voltages[rows[k]] = inputs.Inputs(image)[k] * (ReadVoltage / inputs.Unit);
        return voltages;
    }

    /// <summary>Column currents of all images, [images × columns] row-major [A].</summary>
    /// <param name="conductances">From rows to columns, [rows × columns] row-major; empty for the encoding's targets [S].</param>
    public double[] Currents(InputBatch inputs, ReadOnlySpan<double> conductances = default)
    {
        RequireRows(inputs);
        return ColumnCurrents.Of(inputs, conductances.IsEmpty ? Weights.Conductances : conductances, Columns, ReadVoltage / inputs.Unit);
    }

    /// <summary>The largest column current of the ideal array over these images: full scale of the column quantizers [A].</summary>
    public double FullScale(InputBatch inputs) => Currents(inputs).Max();

    /// <summary>Decodes column currents into the matrix' outputs, [images × outputs] row-major.</summary>
    /// <param name="currents">[images × columns] row-major [A].</param>
    /// <param name="quantizer">In place of the ADC; null passes the currents as they are.</param>
    public double[] Outputs(InputBatch inputs, ReadOnlySpan<double> currents, ColumnQuantizer? quantizer = null)
    {
        RequireRows(inputs);
        if (currents.Length != inputs.Count * Columns)
            throw InvalidParameterException.WrongShape("currents", $"[{currents.Length}]", $"[{inputs.Count} × {Columns}]");
        var outputs = new double[inputs.Count * Weights.Outputs];
        var sampled = new double[Columns];
        for (var image = 0; image < inputs.Count; image++)
        {
            currents.Slice(image * Columns, Columns).CopyTo(sampled);
            quantizer?.Quantize(sampled);
            Weights.Decode(sampled, ReadVoltage, inputs.InputSum(image), outputs.AsSpan(image * Weights.Outputs, Weights.Outputs));
        }

        return outputs;
    }

    /// <summary>
    /// Any inputs to the matrix' outputs. Where some are negative the array is read twice, as converters of one polarity ask for: the
    /// positive ones with the bias row, then the magnitudes of the negative ones without, whose outputs are taken off.
    /// </summary>
    /// <param name="inputs">[count × (rows − 1)], row-major.</param>
    /// <param name="read">One batch through array, converters and decode, to [count × outputs]; null reads <see cref="Outputs"/> of ideal currents.</param>
    public double[] Multiply(int count, ReadOnlyMemory<double> inputs, Func<InputBatch, double[]>? read = null)
    {
        read ??= batch => Outputs(batch, Currents(batch));
        if (inputs.Span.IndexOfAnyInRange(double.NegativeInfinity, -double.Epsilon) < 0)
            return read(InputBatch.Of(count, inputs, Bias));
        var outputs = read(InputBatch.Of(count, Array.ConvertAll(inputs.ToArray(), x => Math.Max(x, 0)), Bias));
        var taken = read(InputBatch.Of(count, Array.ConvertAll(inputs.ToArray(), x => Math.Max(-x, 0)), bias: 0));
        for (var k = 0; k < outputs.Length; k++)
            outputs[k] -= taken[k];
        return outputs;
    }

    private void RequireRows(InputBatch inputs)
    {
        if (inputs.Rows != Weights.Rows)
        {
            throw InvalidParameterException.WrongShape(
                "images", $"[{inputs.Count} × {inputs.Rows - 1}]", $"[… × {Weights.Rows - 1}], one row of the array less than its bias row");
        }
    }
}

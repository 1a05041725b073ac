using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Encodings;

namespace CircuitSim.Cosimulation;

/// <summary>
/// One dense layer read through an array in a single cycle:
/// <code>
/// pixels ─DAC─▶ row voltages x_i · V_read ─array─▶ column currents ─quantizer─▶ codes ─decode─▶ outputs
///               bias row: V_read           tiles summed
/// </code>
/// Each stage can be followed by itself: the currents of the ideal array (plain multiplication), those of the wired one,
/// and the outputs of either, with or without a column quantizer. Immutable; may be shared between threads.
/// </summary>
public sealed class CrossbarRead
{
    private readonly EncodedWeights weights;

    /// <param name="weights">The encoded layer; its last row is the bias.</param>
    /// <param name="readVoltage">Row voltage of the input 1 [V].</param>
    /// <exception cref="InvalidParameterException">The read voltage is not above zero.</exception>
    public CrossbarRead(EncodedWeights weights, double readVoltage)
    {
        ArgumentNullException.ThrowIfNull(weights);
        this.weights = weights;
        ReadVoltage = InvalidParameterException.RequirePositive(readVoltage, "V", "read voltage");
    }

    /// <summary>Row voltage of the input 1 [V].</summary>
    public double ReadVoltage { get; }

    public int Columns => weights.Columns;

    /// <summary>The DAC's levels for one image, [rows] [V].</summary>
    public double[] RowVoltages(LabelledImages images, int image)
    {
        RequireFeatures(images);
        var voltages = new double[weights.Rows];
        var input = images.Input(image);
        for (var i = 0; i < input.Length; i++)
            voltages[i] = input[i] * ReadVoltage;
        voltages[^1] = ReadVoltage;
        return voltages;
    }

    /// <summary>Column currents without wires, by plain multiplication, [images × columns] row-major [A].</summary>
    /// <param name="conductances">Cells, [rows × columns] row-major; empty for the encoding's targets [S].</param>
    public double[] IdealCurrents(LabelledImages images, ReadOnlySpan<double> conductances = default)
    {
        var cells = conductances.IsEmpty ? weights.Conductances : conductances;
        var currents = new double[images.Count * Columns];
        for (var image = 0; image < images.Count; image++)
        {
            var voltages = RowVoltages(images, image);
            var row = currents.AsSpan(image * Columns, Columns);
            for (var i = 0; i < voltages.Length; i++)
            {
                for (var j = 0; j < row.Length; j++)
                    row[j] += voltages[i] * cells[i * Columns + j];
            }
        }

        return currents;
    }

    /// <summary>Column currents of the wired array, the tiles' summed, [images × columns] row-major [A].</summary>
    /// <param name="tiles">The effective conductance of each tile, from the first rows to the last.</param>
    public double[] CircuitCurrents(LabelledImages images, IReadOnlyList<EffectiveConductance> tiles)
    {
        if (tiles.Sum(t => t.Rows) != weights.Rows || tiles.Any(t => t.Columns != Columns))
        {
            throw InvalidParameterException.WrongShape(
                "tiles", $"[{tiles.Sum(t => t.Rows)} × {tiles[0].Columns}]", $"[{weights.Rows} × {Columns}]");
        }

        var currents = new double[images.Count * Columns];
        for (var image = 0; image < images.Count; image++)
        {
            var voltages = RowVoltages(images, image);
            var firstRow = 0;
            foreach (var tile in tiles)
            {
                tile.Accumulate(voltages.AsSpan(firstRow, tile.Rows), currents.AsSpan(image * Columns, Columns));
                firstRow += tile.Rows;
            }
        }

        return currents;
    }

    /// <summary>The largest column current of the ideal array over these images: full scale of the column quantizers [A].</summary>
    public double FullScale(LabelledImages images) => IdealCurrents(images).Max();

    /// <summary>Decodes column currents into the layer's outputs, [images × outputs] row-major.</summary>
    /// <param name="currents">[images × columns] row-major [A].</param>
    /// <param name="quantizer">In place of the ADC; null passes the currents as they are.</param>
    public double[] Outputs(LabelledImages images, ReadOnlySpan<double> currents, ColumnQuantizer? quantizer = null)
    {
        RequireFeatures(images);
        if (currents.Length != images.Count * Columns)
            throw InvalidParameterException.WrongShape("currents", $"[{currents.Length}]", $"[{images.Count} × {Columns}]");
        var outputs = new double[images.Count * weights.Outputs];
        var sampled = new double[Columns];
        for (var image = 0; image < images.Count; image++)
        {
            currents.Slice(image * Columns, Columns).CopyTo(sampled);
            if (quantizer is { } q)
            {
                for (var j = 0; j < sampled.Length; j++)
                    sampled[j] = q.Quantize(sampled[j]);
            }

            double inputSum = 1;
            foreach (var x in images.Input(image))
                inputSum += x;
            weights.Decode(sampled, ReadVoltage, inputSum, outputs.AsSpan(image * weights.Outputs, weights.Outputs));
        }

        return outputs;
    }

    private void RequireFeatures(LabelledImages images)
    {
        if (images.Features + 1 != weights.Rows)
        {
            throw InvalidParameterException.WrongShape(
                "images", $"[{images.Count} × {images.Features}]", $"[… × {weights.Rows - 1}], one row of the array less than its bias row");
        }
    }
}

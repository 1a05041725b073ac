using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;

namespace CircuitSim.Experiments.Studies;

/// <summary>
/// A matrix of a user's network on its array. The array holds [s W; b] and takes x / s, s the largest magnitude of its inputs, so that
/// the rows of that input and of the bias have the read voltage. Without a bias there is no row for it.
/// </summary>
internal sealed class InferArray
{
    /// <summary>By all effects but quantization: cells [rows × columns] [S], the layer that decodes their currents, and the weights that they hold for inputs as they are.</summary>
    private IReadOnlyDictionary<InferEffects, (double[] Cells, MappedLayer Reader, WeightMatrix Weights)> cells = new Dictionary<InferEffects, (double[], MappedLayer, WeightMatrix)>();

    private InferArray(MappedLayer layer, double scale, bool isReadTwice) => (Layer, Scale, IsReadTwice) = (layer, scale, isReadTwice);

    /// <param name="weights">The bias as the last row.</param>
    /// <param name="range">Of its inputs.</param>
    public static InferArray Of(WeightMatrix weights, (double Least, double Greatest) range, Func<WeightMatrix, EncodedWeights> encode, double readVoltage)
    {
        var scale = Math.Max(-range.Least, range.Greatest) is > 0 and var largest ? largest : 1;
        var inputs = (weights.Rows - 1) * weights.Outputs;
        var scaled = weights.Values.ToArray();
        for (var k = 0; k < inputs; k++)
            scaled[k] *= scale;
        var hasBias = weights.Values[inputs..].IndexOfAnyExcept(0) >= 0;
        return new InferArray(new MappedLayer(encode(new WeightMatrix(weights.Rows, weights.Outputs, scaled)), readVoltage) { Bias = hasBias ? 1 : 0 }, scale, range.Least < 0);
    }

    public MappedLayer Layer { get; }

    /// <summary>Word lines, the bias row among them where there is one.</summary>
    public int Rows => Layer.Weights.Rows - (HasBias ? 0 : 1);

    /// <summary>The largest magnitude of the inputs, which has the read voltage.</summary>
    public double Scale { get; }

    /// <summary>Whether some of its inputs are negative.</summary>
    public bool IsReadTwice { get; }

    /// <summary>With the conductances that <see cref="InferEffects"/> choose from.</summary>
    public InferArray With(IReadOnlyDictionary<InferEffects, double[]> conductances) => new(Layer, Scale, IsReadTwice)
    {
        cells = conductances.ToDictionary(c => c.Key, c =>
        {
            var reader = c.Key.IsCompensated ? Compensated(c.Value) : Layer;
            return (c.Value, reader, WeightsOf(reader.Weights, c.Value));
        }),
    };

    /// <summary>Inputs as they are to outputs [count × outputs].</summary>
    public double[] Multiply(int count, ReadOnlyMemory<double> inputs, InferEffects effects, ColumnQuantizer? quantizer)
    {
        var (conductances, reader, weights) = cells[effects with { IsQuantized = false }];
        return effects.IsQuantized
            ? Layer.Multiply(count, Scaled(inputs), batch => reader.Outputs(batch, Layer.Currents(batch, conductances), quantizer))
            : Network.Multiply(weights, count, inputs.Span);
    }

    /// <summary>The largest current of a column over these inputs; where some are negative, in either of two reads [A].</summary>
    public double LargestCurrent(int count, ReadOnlyMemory<double> inputs, InferEffects effects)
    {
        var largest = 0.0;
        Layer.Multiply(count, Scaled(inputs), batch =>
        {
            largest = Math.Max(largest, Layer.Currents(batch, cells[effects].Cells).Max());
            return new double[count * Layer.Weights.Outputs];
        });
        return largest;
    }

    /// <summary>Column currents [count × columns]; negative where rows would be driven below ground, or the second of two reads is taken off [A].</summary>
    public double[] Currents(int count, ReadOnlyMemory<double> inputs, InferEffects effects) =>
        Layer.Currents(InputBatch.Of(count, Scaled(inputs), Layer.Bias), cells[effects with { IsQuantized = false }].Cells);

    /// <summary>The same layer with cells that are varied, or at their targets; the row of a bias that there is not has none.</summary>
    public MappedLayer LayerWith(bool isVaried)
    {
        var (weights, held) = (Layer.Weights, cells[new InferEffects { IsVaried = isVaried }].Cells.ToArray());
        held.AsSpan(Rows * Layer.Columns).Clear();
        return new MappedLayer(new EncodedWeights(weights.Rows, Layer.Columns, weights.Outputs, held, weights.CurrentDecode.ToArray(), weights.InputSumDecode.ToArray()), Layer.ReadVoltage) { Bias = Layer.Bias };
    }

    private bool HasBias => Layer.Bias > 0;

    private double[] Scaled(ReadOnlyMemory<double> inputs) => Array.ConvertAll(inputs.ToArray(), x => x / Scale);

    private MappedLayer Compensated(double[] wired)
    {
        var (weights, columns) = (Layer.Weights, Layer.Columns);
        var gains = LayerCompensation.ColumnGains(weights.Conductances[..(Rows * columns)], wired.AsSpan(0, Rows * columns), columns);
        double[] decode = [.. weights.CurrentDecode.ToArray().Select((d, k) => d * gains[k % columns])];
        return new MappedLayer(new EncodedWeights(weights.Rows, columns, weights.Outputs, weights.Conductances.ToArray(), decode, weights.InputSumDecode.ToArray()), Layer.ReadVoltage);
    }

    private WeightMatrix WeightsOf(EncodedWeights encoded, double[] conductances)
    {
        var held = encoded.ToWeights(conductances);
        var (values, inputs) = (held.Values.ToArray(), (held.Rows - 1) * held.Outputs);
        for (var k = 0; k < values.Length; k++)
            values[k] = k < inputs ? values[k] / Scale : HasBias ? values[k] : 0;
        return new WeightMatrix(held.Rows, held.Outputs, values);
    }
}

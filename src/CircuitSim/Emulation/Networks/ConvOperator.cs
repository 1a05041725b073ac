using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Networks;

/// <summary>
/// A convolution of [samples × channels × …] as a product: each window becomes one vector of patches, channel by channel, and all of
/// them are multiplied by the filters, one per column. Groups of channels have a matrix each.
/// </summary>
public sealed class ConvOperator : INetworkOperator
{
    /// <summary>Of one product, so that the patches of a large batch need not be held at once: 16 MiB.</summary>
    private const int MostPatchValues = 1 << 21;

    private readonly int channels, filters;

    /// <param name="window">Over all dimensions behind samples and channels.</param>
    /// <param name="weights">One matrix per group: [(channels · window + 1) × filters], channels slowest, the bias as the last row.</param>
    /// <exception cref="InvalidParameterException">The rows do not fit the window, or the groups differ in shape.</exception>
    public ConvOperator(WindowGeometry window, params IReadOnlyList<WeightMatrix> weights)
    {
        InvalidParameterException.RequireAtLeast(weights.Count, 1, "groups");
        (channels, filters) = ((weights[0].Rows - 1) / window.Size, weights[0].Outputs);
        foreach (var w in weights)
        {
            if (w.Rows - 1 != Math.Max(channels, 1) * window.Size || w.Outputs != filters)
                throw InvalidParameterException.WrongShape("filters", $"[{w.Rows} rows × {w.Outputs}]", $"[{Math.Max(channels, 1)} · {window.Size} + 1 rows × {filters}]");
        }

        (Window, Matrices) = (window, [.. weights]);
    }

    public string Kind => "Conv";

    public IReadOnlyList<WeightMatrix> Matrices { get; }

    public WindowGeometry Window { get; }

    /// <summary>From filters as ONNX and PyTorch store them.</summary>
    /// <param name="filters">[filters × channels / groups × window …].</param>
    /// <param name="bias">[filters]; null for none.</param>
    /// <exception cref="InvalidParameterException">Shapes do not fit.</exception>
    public static ConvOperator Of(Tensor filters, Tensor? bias, WindowGeometry window, int groups = 1)
    {
        InvalidParameterException.RequireAtLeast(groups, 1);
        if (filters.Shape.Count < 3 || !filters.Shape.Skip(2).SequenceEqual(window.Kernel) || filters.Count == 0 || filters.Shape[0] % groups != 0)
            throw InvalidParameterException.WrongShape("filters", filters.ToString(), $"[{groups} groups of filters × channels{string.Concat(window.Kernel.Select(k => FormattableString.Invariant($" × {k}")))}]");
        if (bias is not null && (bias.Shape.Count != 1 || bias.Count != filters.Shape[0]))
            throw InvalidParameterException.WrongShape("bias", bias.ToString(), $"[{filters.Shape[0]}]");
        var (outputs, rows) = (filters.Shape[0] / groups, filters.Count / filters.Shape[0]);
        return new ConvOperator(window, [.. Enumerable.Range(0, groups).Select(g =>
        {
            var matrix = new double[(rows + 1) * outputs];
            for (var m = 0; m < outputs; m++)
            {
                var filter = filters.Values.Span.Slice((g * outputs + m) * rows, rows);
                for (var r = 0; r < rows; r++)
                    matrix[r * outputs + m] = filter[r];
                matrix[rows * outputs + m] = bias is null ? 0 : bias.Values.Span[g * outputs + m];
            }

            return new WeightMatrix(rows + 1, outputs, matrix);
        })]);
    }

    /// <param name="inputs">[samples × channels × …].</param>
    /// <returns>[samples × filters × …].</returns>
    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor?> inputs, MatrixProduct product)
    {
        var x = inputs[0]!;
        var all = channels * Matrices.Count;
        if (x.Shape.Count != 2 + Window.Kernel.Count || x.Shape[1] != all)
            throw InvalidParameterException.WrongShape("input", x.ToString(), $"[samples × {all} channels and {Window.Kernel.Count} dimensions]");
        var windows = Window.Over([.. x.Shape.Skip(2)]);
        var (rows, plane) = (channels * windows.Elements, x.Count / Math.Max(x.Batch * all, 1));
        int[] shape = [x.Batch, filters * Matrices.Count, .. windows.Output];
        var result = Tensor.Zeros(shape);
        var (vectors, block) = ((long)x.Batch * windows.Windows, Math.Max(1, MostPatchValues / rows));
        for (var g = 0; g < Matrices.Count; g++)
        {
            for (var first = 0L; first < vectors; first += block)
            {
                var count = (int)Math.Min(block, vectors - first);
                var patches = new double[count * rows];
                for (var v = 0; v < count; v++)
                {
                    var (sample, window) = Math.DivRem(first + v, windows.Windows);
                    var offsets = windows.Of((int)window);
                    for (var c = 0; c < channels; c++)
                    {
                        var from = x.Values.Span.Slice(((int)sample * all + g * channels + c) * plane, plane);
                        var to = patches.AsSpan(v * rows + c * offsets.Length, offsets.Length);
                        for (var e = 0; e < offsets.Length; e++)
                            to[e] = offsets[e] >= 0 ? from[offsets[e]] : 0;
                    }
                }

                var y = product(g, count, patches);
                for (var v = 0; v < count; v++)
                {
                    var (sample, window) = Math.DivRem(first + v, windows.Windows);
                    var to = ((int)sample * filters * Matrices.Count + g * filters) * windows.Windows + (int)window;
                    for (var m = 0; m < filters; m++)
                        result[to + m * windows.Windows] = y[v * filters + m];
                }
            }
        }

        return [new Tensor(shape, result)];
    }
}

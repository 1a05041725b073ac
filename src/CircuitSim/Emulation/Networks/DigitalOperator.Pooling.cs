namespace CircuitSim.Emulation.Networks;

public sealed partial class DigitalOperator
{
    /// <summary>The largest of each window, and where it stands among all values of the input.</summary>
    /// <param name="columnMajor">Whether the place is counted with the first dimension of a channel running fastest.</param>
    public static DigitalOperator MaxPool(WindowGeometry window, bool columnMajor = false) => new("MaxPool", inputs =>
    {
        var places = new List<double>();
        var (shape, y) = Pooled(inputs[0]!, window, (plane, first, offsets) =>
        {
            var best = -1;
            foreach (var offset in offsets)
            {
                if (offset >= 0 && (best < 0 || plane[offset] > plane[best]))
                    best = offset;
            }

            places.Add(first + (columnMajor ? ColumnMajor(best, [.. inputs[0]!.Shape.Skip(2)]) : best));
            return best < 0 ? double.NegativeInfinity : plane[best];
        });
        return [new Tensor(shape, y), new Tensor(shape, places.ToArray())];
    }, [.. WindowAttributes(window), ("storage_order", columnMajor ? 1L : 0L)]);

    /// <summary>The mean of each window.</summary>
    /// <param name="countPads">Whether pads count as zeros or not at all.</param>
    public static DigitalOperator AveragePool(WindowGeometry window, bool countPads = false) => new("AveragePool", inputs =>
    {
        var (shape, y) = Pooled(inputs[0]!, window, (plane, _, offsets) =>
        {
            var (sum, count) = (0.0, 0);
            foreach (var offset in offsets)
            {
                sum += offset >= 0 ? plane[offset] : 0;
                count += offset >= 0 || (countPads && offset == WindowOffsets.Pad) ? 1 : 0;
            }

            return count > 0 ? sum / count : 0;
        });
        return [new Tensor(shape, y)];
    }, [.. WindowAttributes(window), ("count_include_pad", countPads ? 1L : 0L)]);

    /// <summary>The mean of each channel.</summary>
    public static DigitalOperator GlobalAveragePool() => new("GlobalAveragePool", inputs =>
    {
        var x = inputs[0]!;
        if (x.Shape.Count < 3)
            throw InvalidParameterException.WrongShape("input", x.ToString(), "[samples × channels × …]");
        int[] shape = [.. x.Shape.Take(2), .. Enumerable.Repeat(1, x.Shape.Count - 2)];
        var y = Tensor.Zeros(shape);
        var plane = x.Count / Math.Max(y.Length, 1);
        for (var c = 0; c < y.Length; c++)
        {
            foreach (var value in x.Values.Span.Slice(c * plane, plane))
                y[c] += value;
            y[c] /= Math.Max(plane, 1);
        }

        return [new Tensor(shape, y)];
    });

    /// <param name="plane">One channel of one sample.</param>
    /// <param name="first">Where it begins in the input.</param>
    private delegate double WindowValue(ReadOnlySpan<double> plane, int first, ReadOnlySpan<int> offsets);

    private static (int[] Shape, double[] Values) Pooled(Tensor x, WindowGeometry window, WindowValue value)
    {
        if (x.Shape.Count != 2 + window.Kernel.Count)
            throw InvalidParameterException.WrongShape("input", x.ToString(), $"[samples × channels and {window.Kernel.Count} dimensions]");
        var windows = window.Over([.. x.Shape.Skip(2)]);
        int[] shape = [.. x.Shape.Take(2), .. windows.Output];
        var y = Tensor.Zeros(shape);
        var plane = x.Count / Math.Max(x.Shape[0] * x.Shape[1], 1);
        for (var k = 0; k < y.Length; k++)
        {
            var (channel, w) = Math.DivRem(k, windows.Windows);
            y[k] = value(x.Values.Span.Slice(channel * plane, plane), channel * plane, windows.Of(w));
        }

        return (shape, y);
    }

    private static int ColumnMajor(int offset, int[] shape)
    {
        var place = 0;
        for (int d = shape.Length - 1, rest = offset; d >= 0; rest /= shape[d--])
            place += rest % shape[d] * shape.Take(d).Aggregate(1, (product, n) => product * n);
        return place;
    }

    /// <summary>Of a window, as ONNX names them.</summary>
    internal static IReadOnlyList<(string Name, object Value)> WindowAttributes(WindowGeometry window)
    {
        long[] Whole(IReadOnlyList<int> sizes) => [.. sizes.Select(n => (long)n)];
        List<(string, object)> attributes = [("kernel_shape", Whole(window.Kernel)), ("strides", Whole(window.Strides))];
        if (window.AutoPad == AutoPad.None)
            attributes.Add(("pads", Whole(window.Pads)));
        else
            attributes.Add(("auto_pad", window.AutoPad switch { AutoPad.Valid => "VALID", AutoPad.SameUpper => "SAME_UPPER", _ => "SAME_LOWER" }));
        if (window.Dilations.Any(d => d != 1))
            attributes.Add(("dilations", Whole(window.Dilations)));
        if (window.Ceiling)
            attributes.Add(("ceil_mode", 1L));
        return attributes;
    }
}

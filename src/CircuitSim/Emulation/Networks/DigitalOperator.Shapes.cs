namespace CircuitSim.Emulation.Networks;

public sealed partial class DigitalOperator
{
    /// <summary>To a matrix: dimensions before the axis become its rows, the others its columns.</summary>
    public static DigitalOperator Flatten(int axis = 1) => new("Flatten", inputs =>
    {
        var x = inputs[0]!;
        var rows = x.Shape.Take(Axis(axis, x, 1)).Aggregate(1, (product, n) => product * n);
        return [x.Reshaped(rows, x.Shape.Skip(Axis(axis, x, 1)).Aggregate(1, (product, n) => product * n))];
    }, ("axis", (long)axis));

    /// <summary>The same values in another shape.</summary>
    /// <param name="sizes">0 takes the input's own size, unless zeros are allowed to be zero; one −1 takes what is left.</param>
    public static DigitalOperator Reshape(IReadOnlyList<int> sizes, bool allowZero = false)
    {
        if (sizes.Count(n => n == -1) > 1 || sizes.Any(n => n < -1))
            throw InvalidParameterException.Because("shape", $"{Tensor.ShapeText(sizes)} is no shape: sizes are at least 0, and one may be -1.");
        return new("Reshape", inputs =>
        {
            var x = inputs[0]!;
            int[] shape = [.. sizes.Select((n, d) => n != 0 || allowZero ? n : d < x.Shape.Count ? x.Shape[d]
                : throw InvalidParameterException.WrongShape("input", x.ToString(), $"at least {d + 1} dimensions"))];
            var known = shape.Where(n => n >= 0).Aggregate(1L, (product, n) => Math.Min(product * n, int.MaxValue));
            var left = Array.IndexOf(shape, -1);
            if (left >= 0)
                shape[left] = known > 0 && x.Count % known == 0 ? (int)(x.Count / known) : throw InvalidParameterException.WrongShape("input", x.ToString(), Tensor.ShapeText(sizes));
            return [x.Reshaped(shape)];
        }, ("allowzero", allowZero ? 1L : 0L))
        { Sizes = [.. sizes] };
    }

    /// <summary>Dimension d of the output is dimension order[d] of the input; empty turns them round.</summary>
    public static DigitalOperator Transpose(params IReadOnlyList<int> order) => new("Transpose", inputs =>
    {
        var x = inputs[0]!;
        IReadOnlyList<int> from = order.Count > 0 ? order : [.. Enumerable.Range(0, x.Shape.Count).Reverse()];
        return from.Order().SequenceEqual(Enumerable.Range(0, x.Shape.Count)) ? [Transposed(x, from)]
            : throw InvalidParameterException.Because("order", $"{Tensor.ShapeText(from)} is no order of the dimensions of {x}.");
    }, order.Count > 0 ? [("perm", order.Select(d => (long)d).ToArray())] : []);

    /// <summary>Without dimensions of size 1: those that are named, or all.</summary>
    public static DigitalOperator Squeeze(IReadOnlyList<int>? axes) => new("Squeeze", inputs =>
    {
        var x = inputs[0]!;
        HashSet<int> gone = [.. axes?.Select(a => Axis(a, x, 0)) ?? Enumerable.Range(0, x.Shape.Count).Where(d => x.Shape[d] == 1)];
        return gone.All(d => x.Shape[d] == 1) ? [x.Reshaped([.. x.Shape.Where((_, d) => !gone.Contains(d))])]
            : throw InvalidParameterException.Because("axes", $"only sizes of 1 can be taken out of {x}.");
    })
    { Sizes = axes };

    /// <summary>With dimensions of size 1 at these places of the output.</summary>
    public static DigitalOperator Unsqueeze(IReadOnlyList<int> axes) => new("Unsqueeze", inputs =>
    {
        var (x, rank) = (inputs[0]!, inputs[0]!.Shape.Count + axes.Count);
        HashSet<int> places = [.. axes.Select(a => a < 0 ? a + rank : a)];
        if (places.Count != axes.Count || places.Any(a => a < 0 || a >= rank))
            throw InvalidParameterException.Because("axes", $"{Tensor.ShapeText(axes)} are no places of new dimensions of {x}.");
        var sizes = new Queue<int>(x.Shape);
        return [x.Reshaped([.. Enumerable.Range(0, rank).Select(d => places.Contains(d) ? 1 : sizes.Dequeue())])];
    })
    { Sizes = axes };

    /// <summary>With more values around it.</summary>
    /// <param name="pads">Of each dimension before, then of each behind.</param>
    /// <param name="mode">constant takes the value, edge the nearest, reflect the mirror image.</param>
    public static DigitalOperator Pad(IReadOnlyList<int> pads, double value = 0, string mode = "constant") => new("Pad", inputs =>
    {
        var (x, rank) = (inputs[0]!, inputs[0]!.Shape.Count);
        if (pads.Count != 2 * rank || pads.Any(p => p < 0))
            throw InvalidParameterException.WrongShape("pads", Tensor.ShapeText(pads), $"{2 * rank} sizes of at least 0 for {x}");
        int[] shape = [.. x.Shape.Select((n, d) => (int)Math.Min((long)n + pads[d] + pads[rank + d], int.MaxValue))];
        var (y, strides, from) = (Tensor.Zeros(shape), Strides(x.Shape), new int[rank][]);
        for (var d = 0; d < rank; d++)
        {
            var n = x.Shape[d];
            if (mode != "constant" && Math.Max(pads[d], pads[rank + d]) > (mode == "reflect" ? n - 1 : n > 0 ? int.MaxValue : 0))
                throw InvalidParameterException.WrongShape("pads", Tensor.ShapeText(pads), $"less than the sizes of {x}");
            from[d] = [.. Enumerable.Range(-pads[d], shape[d]).Select(k => k >= 0 && k < n ? k : mode == "constant" ? -1 : mode == "edge" ? Math.Clamp(k, 0, n - 1) : k < 0 ? -k : 2 * (n - 1) - k)];
        }

        for (var k = 0; k < y.Length; k++)
        {
            var (at, inside) = (0, true);
            for (int d = rank - 1, rest = k; d >= 0; rest /= shape[d--])
            {
                var place = from[d][rest % shape[d]];
                (at, inside) = (at + place * strides[d], inside && place >= 0);
            }

            y[k] = inside ? x.Values.Span[at] : value;
        }

        return [new Tensor(shape, y)];
    }, ("mode", mode))
    { Sizes = [.. pads], PadValue = value };

    /// <summary>What it is given.</summary>
    public static DigitalOperator Identity() => new("Identity", inputs => [inputs[0]!]);

    /// <summary>The sizes of its input, of dimensions from start to before end.</summary>
    public static DigitalOperator Shape(int start = 0, int? end = null) => new("Shape", inputs =>
    {
        var rank = inputs[0]!.Shape.Count;
        int Place(int at) => Math.Clamp(at < 0 ? at + rank : at, 0, rank);
        double[] sizes = [.. inputs[0]!.Shape.Take(Place(end ?? rank)).Skip(Place(start)).Select(n => (double)n)];
        return [new Tensor([sizes.Length], sizes)];
    }, [("start", (long)start), .. end is { } last ? [("end", (object)(long)last)] : Array.Empty<(string, object)>()]);

    /// <summary>Parts of its first input along an axis, by the indices in the second; negative ones from the end.</summary>
    public static DigitalOperator Gather(int axis = 0) => new("Gather", inputs =>
    {
        var (x, indices, along) = (Given(inputs, 0), Given(inputs, 1), Axis(axis, Given(inputs, 0), 0));
        int[] shape = [.. x.Shape.Take(along), .. indices.Shape, .. x.Shape.Skip(along + 1)];
        var y = Tensor.Zeros(shape);
        var (size, inner) = (x.Shape[along], x.Shape.Skip(along + 1).Aggregate(1, (product, n) => product * n));
        for (var k = 0; k < (inner > 0 ? y.Length / inner : 0); k++)
        {
            var (outer, index) = (k / indices.Count, indices.Values.Span[k % indices.Count]);
            if (!(index >= -size && index < size))
                throw InvalidParameterException.OutOfRange("index", index, "", FormattableString.Invariant($"from {-size} to {size - 1}"));
            x.Values.Span.Slice((outer * size + (int)(index < 0 ? index + size : index)) * inner, inner).CopyTo(y.AsSpan(k * inner));
        }

        return [new Tensor(shape, y)];
    }, ("axis", (long)axis));

    /// <summary>From start to before end along each axis, every so many; negative places count from the end, those beyond it are the end.</summary>
    /// <param name="axes">All from the first on where left out.</param>
    /// <param name="steps">1 where left out; negative ones go backwards.</param>
    public static DigitalOperator Slice(IReadOnlyList<int> starts, IReadOnlyList<int> ends, IReadOnlyList<int>? axes = null, IReadOnlyList<int>? steps = null)
    {
        axes ??= [.. Enumerable.Range(0, starts.Count)];
        steps ??= [.. starts.Select(_ => 1)];
        if (ends.Count != starts.Count || axes.Count != starts.Count || steps.Count != starts.Count || steps.Contains(0))
            throw InvalidParameterException.Because("starts", "starts, ends, axes and steps must be as many, and no step 0.");
        return new("Slice", inputs =>
        {
            var (x, from) = (inputs[0]!, 0);
            int[] shape = [.. x.Shape], strides = Strides(x.Shape);
            if (axes.Select(a => Axis(a, x, 0)).Distinct().Count() != axes.Count)
                throw InvalidParameterException.Because("axes", $"{Tensor.ShapeText(axes)} names an axis of {x} twice.");
            for (var k = 0; k < axes.Count; k++)
            {
                var (d, step) = (Axis(axes[k], x, 0), steps[k]);
                var (n, backwards) = ((long)x.Shape[d], step < 0 ? 1 : 0);
                long Place(long at) => Math.Clamp(at < 0 ? at + n : at, -backwards, n - backwards);
                var first = Math.Max(Place(starts[k]), 0);
                shape[d] = (int)Math.Max((Place(ends[k]) - first + step - Math.Sign(step)) / step, 0);
                from += shape[d] > 0 ? (int)first * strides[d] : 0;
                strides[d] *= step;
            }

            return [new Tensor(shape, Walked(x, shape, strides, from))];
        })
        { Bounds = [starts, ends, axes, steps] };
    }

    /// <summary>Its inputs one after the other along an axis.</summary>
    public static DigitalOperator Concat(int axis) => new("Concat", inputs =>
    {
        var parts = inputs.Select((_, k) => Given(inputs, k)).ToArray();
        var (first, along) = (parts[0], Axis(axis, parts[0], 0));
        if (parts.FirstOrDefault(p => p.Shape.Count != first.Shape.Count || p.Shape.Where((n, d) => d != along && n != first.Shape[d]).Any()) is { } other)
            throw Apart(first, other);
        int[] shape = [.. first.Shape];
        shape[along] = (int)Math.Min(parts.Sum(p => (long)p.Shape[along]), int.MaxValue);
        var (y, at) = (Tensor.Zeros(shape), 0);
        var outer = shape.Take(along).Aggregate(1, (product, n) => product * n);
        for (var o = 0; o < outer; o++)
        {
            foreach (var part in parts)
            {
                part.Values.Span.Slice(o * (part.Count / outer), part.Count / outer).CopyTo(y.AsSpan(at));
                at += part.Count / outer;
            }
        }

        return [new Tensor(shape, y)];
    }, ("axis", (long)axis));

    /// <summary>Repeated to a shape, or to what both repeat to.</summary>
    public static DigitalOperator Expand(IReadOnlyList<int> sizes) => new("Expand", inputs =>
    {
        var x = inputs[0]!;
        int[] shape = Together(x, x, x.Shape, sizes);
        return [new Tensor(shape, Repeated(x, shape))];
    })
    { Sizes = sizes };

    /// <summary>One value in the shape that its input states.</summary>
    public static DigitalOperator ConstantOfShape(double value) => new("ConstantOfShape", inputs =>
    {
        var shape = Wholes(inputs[0]!);
        var y = Tensor.Zeros(shape);
        y.AsSpan().Fill(value);
        return [new Tensor(shape, y)];
    }, ("value", new Tensor([1], new[] { value })));

    /// <summary>Sizes or places that came as a tensor.</summary>
    internal static int[] Wholes(Tensor t) => [.. t.Values.ToArray().Select(v => v >= int.MinValue && v <= int.MaxValue && Math.Floor(v) == v ? (int)v
        : throw InvalidParameterException.OutOfRange("size", v, "", "a whole number of 32 bits"))];

    /// <summary>As <see cref="Wholes"/>, for places that may lie as far behind the end as one likes.</summary>
    internal static int[] Places(Tensor t) => Wholes(new Tensor(t.Shape, Array.ConvertAll(t.Values.ToArray(), v => Math.Clamp(v, int.MinValue, int.MaxValue))));

    private static Tensor Transposed(Tensor x, IReadOnlyList<int> from)
    {
        var strides = Strides(x.Shape);
        int[] shape = [.. from.Select(d => x.Shape[d])];
        return new Tensor(shape, Walked(x, shape, [.. from.Select(d => strides[d])]));
    }
}

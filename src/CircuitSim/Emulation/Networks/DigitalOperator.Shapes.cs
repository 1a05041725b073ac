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
        }, ("allowzero", allowZero ? 1L : 0L)) { Sizes = [.. sizes] };
    }

    /// <summary>Dimension d of the output is dimension order[d] of the input; empty turns them round.</summary>
    public static DigitalOperator Transpose(params IReadOnlyList<int> order) => new("Transpose", inputs =>
    {
        var x = inputs[0]!;
        IReadOnlyList<int> from = order.Count > 0 ? order : [.. Enumerable.Range(0, x.Shape.Count).Reverse()];
        return from.Order().SequenceEqual(Enumerable.Range(0, x.Shape.Count)) ? [Transposed(x, from)]
            : throw InvalidParameterException.Because("order", $"{Tensor.ShapeText(from)} is no order of the dimensions of {x}.");
    }, order.Count > 0 ? [("perm", order.Select(d => (long)d).ToArray())] : []);

    private static Tensor Transposed(Tensor x, IReadOnlyList<int> from)
    {
        var strides = Strides(x.Shape);
        int[] shape = [.. from.Select(d => x.Shape[d])];
        return new Tensor(shape, Walked(x, shape, [.. from.Select(d => strides[d])]));
    }
}

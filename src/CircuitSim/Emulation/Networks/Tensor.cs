namespace CircuitSim.Emulation.Networks;

/// <summary>Numbers in any number of dimensions, row-major: the last index runs fastest. Immutable; may be shared between threads.</summary>
public sealed class Tensor
{
    /// <param name="shape">Sizes, slowest first; empty for a single number; a size may be 0.</param>
    /// <param name="values">Taken as they are, not copied: nobody may write to them afterwards.</param>
    /// <exception cref="InvalidParameterException">A size is negative, or the values are not as many as the shape says.</exception>
    public Tensor(IReadOnlyList<int> shape, ReadOnlyMemory<double> values)
    {
        var count = 1L;
        foreach (var size in shape)
            count = Math.Min(count * InvalidParameterException.RequireAtLeast(size, 0, "size of a dimension"), (long)int.MaxValue + 1);
        if (count != values.Length)
            throw InvalidParameterException.WrongShape(nameof(values), $"[{values.Length}]", ShapeText(shape));
        (Shape, Values) = ([.. shape], values);
    }

    public IReadOnlyList<int> Shape { get; }

    /// <summary>In row-major order.</summary>
    public ReadOnlyMemory<double> Values { get; }

    public int Count => Values.Length;

    /// <summary>Samples in the batch: the first dimension.</summary>
    public int Batch => Shape.Count > 0 ? Shape[0] : 1;

    /// <summary>The same numbers in another shape.</summary>
    /// <exception cref="InvalidParameterException">The shape holds another number of values.</exception>
    public Tensor Reshaped(params IReadOnlyList<int> shape) => new(shape, Values);

    /// <summary>Memory for values of a shape that an operator is about to give.</summary>
    /// <exception cref="InvalidParameterException">They are more than any batch needs (2 GiB), e.g. by a stranger's shapes.</exception>
    internal static double[] Zeros(IEnumerable<int> shape)
    {
        const int Most = 1 << 28;
        var count = shape.Aggregate(1L, (product, n) => Math.Min(product * InvalidParameterException.RequireAtLeast(n, 0, "size of a dimension"), Most + 1));
        return count <= Most ? new double[count] : throw InvalidParameterException.Because("output", $"an output of {ShapeText(shape)} takes more than 2 GiB; give fewer samples at a time.");
    }

    public override string ToString() => ShapeText(Shape);

    /// <summary>As messages write a shape, e.g. [1000 × 784]; of a stranger's thousand dimensions the first ones.</summary>
    public static string ShapeText(IEnumerable<int> shape)
    {
        const int Most = 12;
        var sizes = shape.Take(Most + 1).Select((n, d) => d < Most ? n.ToString(System.Globalization.CultureInfo.InvariantCulture) : "…");
        return $"[{string.Join(" × ", sizes)}]";
    }
}

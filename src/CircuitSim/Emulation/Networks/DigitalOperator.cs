using CircuitSim.Encodings;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Networks;

/// <summary>What no array computes and nobody has to look into: exact, by ONNX's rules for the operator of the same name.</summary>
public sealed partial class DigitalOperator : INetworkOperator
{
    private readonly Func<IReadOnlyList<Tensor?>, IReadOnlyList<Tensor>> function;

    private DigitalOperator(string kind, Func<IReadOnlyList<Tensor?>, IReadOnlyList<Tensor>> function, params IReadOnlyList<(string Name, object Value)> attributes) =>
        (Kind, this.function, Attributes) = (kind, function, attributes);

    public string Kind { get; }

    public IReadOnlyList<WeightMatrix> Matrices => [];

    /// <summary>As ONNX names them: long, double, string, or arrays of them.</summary>
    internal IReadOnlyList<(string Name, object Value)> Attributes { get; }

    /// <summary>Whole numbers that ONNX takes as a further input.</summary>
    internal IReadOnlyList<int>? Sizes { get; private init; }

    /// <summary>Of a slice: starts, ends, axes, steps.</summary>
    internal IReadOnlyList<IReadOnlyList<int>> Bounds { get; private init; } = [];

    /// <summary>A number that ONNX takes as an input behind them; 0 is left out.</summary>
    internal double PadValue { get; private init; }

    /// <summary>Whether it only puts values of its inputs into another order or shape.</summary>
    internal bool MovesValues => Kind is "Concat" or "Flatten" or "Identity" or "Reshape" or "Slice" or "Squeeze" or "Transpose" or "Unsqueeze";

    public IReadOnlyList<Tensor> Apply(IReadOnlyList<Tensor?> inputs, MatrixProduct product) => function(inputs);

    /// <summary>e^x / Σe^x along an axis, negative ones from the end.</summary>
    /// <param name="flattened">Over the axis and all behind it together, as ONNX meant it before its opset 13.</param>
    public static DigitalOperator Softmax(int axis = -1, bool flattened = false) => new("Softmax", inputs =>
    {
        var x = inputs[0]!;
        var along = Axis(axis, x, 0);
        var inner = flattened ? 1 : x.Shape.Skip(along + 1).Aggregate(1, (product, n) => product * n);
        var n = flattened ? x.Shape.Skip(along).Aggregate(1, (product, n) => product * n) : x.Shape[along];
        var y = x.Values.ToArray();
        for (var line = 0; line < y.Length / Math.Max(n, 1); line++)
        {
            var start = line / inner * n * inner + line % inner;
            // Subtracting the largest keeps the exponentials from overflowing.
            var (largest, sum) = (double.NegativeInfinity, 0.0);
            for (var k = 0; k < n; k++)
                largest = Math.Max(largest, y[start + k * inner]);
            for (var k = 0; k < n; k++)
                sum += y[start + k * inner] = Math.Exp(y[start + k * inner] - largest);
            for (var k = 0; k < n; k++)
                y[start + k * inner] /= sum;
        }

        return [new Tensor(x.Shape, y)];
    }, [("axis", (long)axis), .. flattened ? [("flattened", (object)1L)] : Array.Empty<(string, object)>()]);

    /// <summary>a + b, where sizes of 1 and missing leading ones repeat (NumPy's rule).</summary>
    /// <param name="axis">Where b's first dimension stands in a, as ONNX had it before its opset 7.</param>
    public static DigitalOperator Add(int? axis = null) => new("Add", inputs =>
    {
        var (a, b) = (Given(inputs, 0), Given(inputs, 1));
        if (axis is { } first && b.Shape.Count > 0)
        {
            var trailing = a.Shape.Count - Axis(first, a, 0) - b.Shape.Count;
            b = trailing >= 0 ? b.Reshaped([.. b.Shape, .. Enumerable.Repeat(1, trailing)]) : throw Apart(a, b);
        }

        return [Sum(a, b)];
    }, axis is { } place ? [("axis", (long)place)] : []);

    /// <summary>a · b over the last two dimensions, those before them repeated as NumPy's matmul does.</summary>
    public static DigitalOperator MatMul() => new("MatMul", inputs => [Product(Given(inputs, 0), Given(inputs, 1))]);

    /// <summary>α a b + β c, a and b transposed if asked for; c may be left out or repeated.</summary>
    public static DigitalOperator Gemm(double alpha, double beta, bool transposeA, bool transposeB) => new("Gemm", inputs =>
    {
        var (a, b, c) = (Given(inputs, 0), Given(inputs, 1), inputs.ElementAtOrDefault(2));
        if (a.Shape.Count != 2 || b.Shape.Count != 2)
            throw InvalidParameterException.WrongShape("input", $"{a} and {b}", "two matrices");
        var y = Product(transposeA ? Transposed(a, [1, 0]) : a, transposeB ? Transposed(b, [1, 0]) : b);
        y = new Tensor(y.Shape, Array.ConvertAll(y.Values.ToArray(), v => alpha * v));
        if (c is null)
            return [y];
        var sum = Sum(y, new Tensor(c.Shape, Array.ConvertAll(c.Values.ToArray(), v => beta * v)));
        return sum.Shape.SequenceEqual(y.Shape) ? [sum] : throw Apart(y, c);
    }, ("alpha", alpha), ("beta", beta), ("transA", transposeA ? 1L : 0L), ("transB", transposeB ? 1L : 0L));

    /// <summary>
    /// A batch normalization that still takes mean and variance of the batch, and gives the running ones besides: y, then
    /// momentum · running + (1 − momentum) · batch. It takes x, γ, β and the running mean and variance.
    /// </summary>
    public static DigitalOperator BatchNormalizationInTraining(double epsilon, double momentum) => new("BatchNormalization", inputs =>
    {
        var (x, channels) = (Given(inputs, 0), inputs[0]!.Shape.ElementAtOrDefault(1));
        var lines = Enumerable.Range(1, 4).Select(k => Given(inputs, k).Count == channels ? Given(inputs, k).Values.ToArray() : throw Apart(x, Given(inputs, k))).ToArray();
        var (mean, variance, plane) = (new double[channels], new double[channels], x.Count / Math.Max(x.Batch * channels, 1));
        double each = x.Batch * plane;
        for (var k = 0; k < x.Count; k++)
            mean[k / plane % channels] += x.Values.Span[k] / each;
        for (var k = 0; k < x.Count; k++)
            variance[k / plane % channels] += Math.Pow(x.Values.Span[k] - mean[k / plane % channels], 2) / each;
        Tensor Running(double[] old, double[] batch) => new([channels], old.Zip(batch, (o, b) => momentum * o + (1 - momentum) * b).ToArray());
        return [BatchNormalizationOperator.Of(lines[0], lines[1], mean, variance, epsilon).Apply([x], null!)[0], Running(lines[2], mean), Running(lines[3], variance)];
    }, ("epsilon", epsilon), ("momentum", momentum), ("training_mode", 1L));

    private static Tensor Given(IReadOnlyList<Tensor?> inputs, int k) =>
        inputs.ElementAtOrDefault(k) ?? throw InvalidParameterException.Because("input", FormattableString.Invariant($"input {k} is missing."));

    /// <param name="most">How far behind the last dimension an axis may point.</param>
    private static int Axis(int axis, Tensor x, int most)
    {
        var rank = x.Shape.Count;
        return axis >= -rank && axis < rank + most ? axis < 0 ? axis + rank : axis
            : throw InvalidParameterException.Because("axis", FormattableString.Invariant($"axis {axis} is none of an input of {rank} dimensions."));
    }

    private static InvalidParameterException Apart(Tensor a, Tensor b) => InvalidParameterException.Because("input", $"inputs {a} and {b} do not fit together.");

    private static Tensor Sum(Tensor a, Tensor b)
    {
        var shape = Together(a, b, a.Shape, b.Shape);
        var (x, y) = (Repeated(a, shape), Repeated(b, shape));
        var sum = x.ToArray();
        Emulation.Softmax.AddScaled(1, y.Span, sum);
        return new Tensor(shape, sum);
    }

    private static Tensor Product(Tensor a, Tensor b)
    {
        if (a.Shape.Count == 0 || b.Shape.Count == 0)
            throw Apart(a, b);
        // A vector is a matrix of one row on the left and of one column on the right.
        IReadOnlyList<int> left = a.Shape.Count > 1 ? a.Shape : [1, a.Shape[0]], right = b.Shape.Count > 1 ? b.Shape : [b.Shape[0], 1];
        var (rows, inner, columns) = (left[^2], left[^1], right[^1]);
        if (right[^2] != inner)
            throw Apart(a, b);
        int[] many = Together(a, b, [.. left.SkipLast(2)], [.. right.SkipLast(2)]);
        var x = Repeated(a.Reshaped(left), [.. many, rows, inner]).Span;
        var w = Repeated(b.Reshaped(right), [.. many, inner, columns]).Span;
        var y = Tensor.Zeros([.. many, rows, columns]);
        for (var m = 0; m < many.Aggregate(1, (product, n) => product * n); m++)
            DenseProduct.Add(rows, inner, columns, x.Slice(m * rows * inner, rows * inner), w.Slice(m * inner * columns, inner * columns), y.AsSpan(m * rows * columns, rows * columns));

        return new Tensor([.. many, .. a.Shape.Count > 1 ? new[] { rows } : [], .. b.Shape.Count > 1 ? new[] { columns } : []], y);
    }

    /// <summary>The shape that two shapes repeat to.</summary>
    private static int[] Together(Tensor a, Tensor b, IReadOnlyList<int> left, IReadOnlyList<int> right)
    {
        var shape = new int[Math.Max(left.Count, right.Count)];
        for (var d = 1; d <= shape.Length; d++)
        {
            var (m, n) = (d <= left.Count ? left[^d] : 1, d <= right.Count ? right[^d] : 1);
            shape[^d] = m == n || n == 1 ? m : m == 1 ? n : throw Apart(a, b);
        }

        return shape;
    }

    private static ReadOnlyMemory<double> Repeated(Tensor x, int[] shape)
    {
        if (x.Shape.SequenceEqual(shape))
            return x.Values;
        var strides = Strides(x.Shape);
        return Walked(x, shape, [.. shape.Select((_, d) => d - (shape.Length - x.Shape.Count) is var own && own >= 0 && x.Shape[own] > 1 ? strides[own] : 0)]);
    }

    /// <summary>Of each dimension, in values.</summary>
    private static int[] Strides(IReadOnlyList<int> shape)
    {
        var strides = new int[shape.Count];
        for (int d = shape.Count - 1, stride = 1; d >= 0; stride *= shape[d--])
            strides[d] = stride;
        return strides;
    }

    /// <summary>Values of a new shape, each dimension stepping through the old ones by its own stride.</summary>
    private static double[] Walked(Tensor x, int[] shape, int[] strides, int start = 0)
    {
        var result = Tensor.Zeros(shape);
        var from = x.Values.Span;
        var (index, at) = (new int[shape.Length], start);
        for (var k = 0; k < result.Length; k++)
        {
            result[k] = from[at];
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < shape[d])
                    break;
                at -= strides[d] * shape[d];
                index[d] = 0;
            }
        }

        return result;
    }
}

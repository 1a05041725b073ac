using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>
/// A layer while it is trained. Arrays are [samples × features], row-major, and may be longer than the batch. Work is shared out in
/// blocks whose borders do not depend on the number of threads, and sums over blocks run in their order.
/// </summary>
internal abstract class LayerTraining(IReadOnlyList<int> inputShape, IReadOnlyList<int> outputShape)
{
    public IReadOnlyList<int> InputShape { get; } = inputShape;

    public IReadOnlyList<int> OutputShape { get; } = outputShape;

    /// <summary>Numbers of one sample.</summary>
    public int Inputs { get; } = CountOf(inputShape);

    public int Outputs { get; } = CountOf(outputShape);

    public virtual IReadOnlyList<Parameter> Parameters => [];

    public abstract void Forward(int count, double[] x, double[] y, BlockTeam team);

    /// <summary>Overwrites the gradients of its parameters, and of its inputs unless nobody asks for them.</summary>
    /// <param name="x">As <see cref="Forward"/> had it last, and <paramref name="y"/> as it left it.</param>
    /// <param name="dy">∂loss/∂y.</param>
    public abstract void Backward(int count, double[] x, double[] y, double[] dy, double[]? dx, BlockTeam team);

    /// <summary>The trained layer: as its weights are seen without randomness.</summary>
    /// <returns>In a row, each with the index of the output that the next one takes.</returns>
    public abstract IEnumerable<(INetworkOperator Operator, int Output)> ToOperators();

    public static int CountOf(IReadOnlyList<int> shape)
    {
        var count = 1L;
        foreach (var size in shape)
            count = Math.Min(count * InvalidParameterException.RequireAtLeast(size, 1, "size of a layer"), (long)Array.MaxLength + 1);
        return count <= Array.MaxLength ? (int)count : throw InvalidParameterException.Because("layer", $"a layer of {Tensor.ShapeText(shape)} numbers is larger than any array.");
    }

    /// <summary>body(from, to, block, member) for all blocks of <paramref name="size"/> of <paramref name="count"/> items.</summary>
    protected static void InBlocks(BlockTeam team, int count, int size, Action<int, int, int, int> body) =>
        team.Run((count + size - 1) / size, (block, member) => body(block * size, Math.Min(count, (block + 1) * size), block, member));

    /// <summary>∂loss/∂W = Xᵀ·∂Y and, where there is a bias, the sums of ∂Y as its last row.</summary>
    /// <param name="vectors">Rows of X and ∂Y.</param>
    protected static void SetGradient(Parameter parameter, int vectors, double[] x, double[] dy, BlockTeam team)
    {
        const int BlockRows = 64;
        var (rows, outputs) = (parameter.Viewed / parameter.Outputs, parameter.Outputs);
        var gradient = parameter.Gradient;
        InBlocks(team, rows, BlockRows, (from, to, _, _) =>
        {
            var part = gradient.AsSpan(from * outputs, (to - from) * outputs);
            part.Clear();
            DenseProduct.Add(to - from, vectors, outputs, x.AsSpan(from, vectors * rows - from), 1, rows, dy, outputs, 1, part, outputs);
        });
        var bias = gradient.AsSpan(rows * outputs);
        bias.Clear();
        for (var n = 0; n < vectors && bias.Length > 0; n++)
            Softmax.AddScaled(1, dy.AsSpan(n * outputs, outputs), bias);
    }

    /// <summary>Y = X·W + b.</summary>
    protected static void Multiply(Parameter parameter, int vectors, ReadOnlySpan<double> x, int xRow, Span<double> y, int yRow)
    {
        var (rows, outputs) = (parameter.Viewed / parameter.Outputs, parameter.Outputs);
        for (var n = 0; n < vectors; n++)
            y.Slice(n * yRow, outputs).Clear();
        DenseProduct.Add(vectors, rows, outputs, x, xRow, 1, parameter.Seen, outputs, 1, y, yRow);
        for (var n = 0; n < vectors && parameter.Bias.Length > 0; n++)
            Softmax.AddScaled(1, parameter.Bias, y.Slice(n * yRow, outputs));
    }
}

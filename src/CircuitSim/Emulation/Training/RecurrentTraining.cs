using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>
/// What recurrent layers share: samples [steps × features], each step one product z_t = [x_t; h_{t−1}]·[W; R; b], h₀ = c₀ = 0, and
/// back-propagation through all steps (Werbos, 1990).
/// </summary>
internal abstract class RecurrentTraining : LayerTraining
{
    private const int BlockSamples = 8;

    private readonly int features, width;

    /// <summary>Per sample and step: [x; h], what became of z, and c before it (the last one behind all steps); ∂z.</summary>
    private double[] inputs = [], gates = [], cells = [], deltas = [];

    protected RecurrentTraining(IReadOnlyList<int> shape, int hidden, int gatesPerUnit, bool everyStep, InitialWeights initial, WeightView? view, RandomStream stream)
        : base(shape.Count == 2 ? shape : throw InvalidParameterException.WrongShape("sample", Tensor.ShapeText(shape), "[steps × features]"), everyStep ? [shape[0], hidden] : [hidden])
    {
        (Steps, features, Hidden, Gates, EveryStep) = (shape[0], shape[1], hidden, gatesPerUnit * hidden, everyStep);
        width = features + hidden;
        Matrix = Parameter.Matrix(width, Gates, bias: true, initial, view, width, hidden, stream);
    }

    public override IReadOnlyList<Parameter> Parameters => [Matrix];

    protected int Steps { get; }

    protected int Hidden { get; }

    /// <summary>Numbers of one z.</summary>
    protected int Gates { get; }

    protected bool EveryStep { get; }

    protected Parameter Matrix { get; }

    public override void Forward(int count, double[] x, double[] y, BlockTeam team)
    {
        if (inputs.Length < count * Steps * width)
            (inputs, gates, cells, deltas) = (new double[count * Steps * width], new double[count * Steps * Gates], new double[count * (Steps + 1) * Hidden], new double[count * Steps * Gates]);
        InBlocks(team, count, BlockSamples, (from, to, _, _) =>
        {
            for (var n = from; n < to; n++)
            {
                cells.AsSpan(n * (Steps + 1) * Hidden, Hidden).Clear();
                inputs.AsSpan(n * Steps * width + features, Hidden).Clear();
            }

            for (var t = 0; t < Steps; t++)
            {
                for (var n = from; n < to; n++)
                    x.AsSpan((n * Steps + t) * features, features).CopyTo(inputs.AsSpan((n * Steps + t) * width));
                Multiply(Matrix, to - from, inputs.AsSpan((from * Steps + t) * width), Steps * width, gates.AsSpan((from * Steps + t) * Gates), Steps * Gates);
                for (var n = from; n < to; n++)
                {
                    var h = y.AsSpan(EveryStep ? (n * Steps + t) * Hidden : n * Hidden, Hidden);
                    Step(gates.AsSpan((n * Steps + t) * Gates, Gates), Cell(n, t), Cell(n, t + 1), h);
                    if (t + 1 < Steps)
                        h.CopyTo(inputs.AsSpan((n * Steps + t + 1) * width + features));
                }
            }
        });
    }

    public override void Backward(int count, double[] x, double[] y, double[] dy, double[]? dx, BlockTeam team)
    {
        InBlocks(team, count, BlockSamples, (from, to, _, _) =>
        {
            // ∂[x; h] of each sample in this block, and ∂c.
            var back = new double[(to - from) * width];
            var cellBack = new double[(to - from) * Hidden];
            for (var t = Steps - 1; t >= 0; t--)
            {
                for (var n = from; n < to; n++)
                {
                    var dh = back.AsSpan((n - from) * width + features, Hidden);
                    if (EveryStep || t == Steps - 1)
                        Softmax.AddScaled(1, dy.AsSpan(EveryStep ? (n * Steps + t) * Hidden : n * Hidden, Hidden), dh);
                    StepBack(gates.AsSpan((n * Steps + t) * Gates, Gates), Cell(n, t), Cell(n, t + 1), dh, cellBack.AsSpan((n - from) * Hidden, Hidden), deltas.AsSpan((n * Steps + t) * Gates, Gates));
                }

                Array.Clear(back);
                DenseProduct.Add(to - from, Gates, width, deltas.AsSpan((from * Steps + t) * Gates), Steps * Gates, 1, Matrix.Seen, 1, Gates, back, width);
                for (var n = from; n < to && dx is not null; n++)
                    back.AsSpan((n - from) * width, features).CopyTo(dx.AsSpan((n * Steps + t) * features));
            }
        });
        SetGradient(Matrix, count * Steps, inputs, deltas, team);
    }

    public override IEnumerable<(INetworkOperator, int)> ToOperators()
    {
        // The operator's outputs are all h [samples × steps × 1 × hidden] and the last [samples × 1 × hidden].
        yield return (Operator, EveryStep ? 0 : 1);
        yield return (DigitalOperator.Reshape([0, .. OutputShape]), 0);
    }

    protected abstract INetworkOperator Operator { get; }

    /// <summary>z becomes what <see cref="StepBack"/> needs of it.</summary>
    protected abstract void Step(Span<double> z, ReadOnlySpan<double> cell, Span<double> nextCell, Span<double> h);

    /// <param name="gates">As <see cref="Step"/> left them.</param>
    /// <param name="dCell">∂ of the next cell, becomes ∂ of this one.</param>
    protected abstract void StepBack(ReadOnlySpan<double> gates, ReadOnlySpan<double> cell, ReadOnlySpan<double> nextCell, ReadOnlySpan<double> dh, Span<double> dCell, Span<double> dz);

    private Span<double> Cell(int sample, int step) => cells.AsSpan((sample * (Steps + 1) + step) * Hidden, Hidden);
}

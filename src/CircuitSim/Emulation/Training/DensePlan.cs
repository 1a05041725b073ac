using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>y = Wᵀx + b, whatever the shape of x.</summary>
public sealed record DensePlan(int Outputs) : LayerPlan
{
    public bool Bias { get; init; } = true;

    public InitialWeights Initial { get; init; } = InitialWeights.Glorot;

    public WeightView? View { get; init; }

    internal override LayerTraining Start(IReadOnlyList<int> shape, RandomStream stream) => new DenseTraining(this, shape, stream);

    private sealed class DenseTraining : LayerTraining
    {
        private const int BlockSamples = 16;

        private readonly Parameter matrix;

        public DenseTraining(DensePlan plan, IReadOnlyList<int> shape, RandomStream stream)
            : base(shape, [plan.Outputs]) =>
            matrix = Parameter.Matrix(Inputs, Outputs, plan.Bias, plan.Initial, plan.View, Inputs, Outputs, stream);

        public override IReadOnlyList<Parameter> Parameters => [matrix];

        public override void Forward(int count, double[] x, double[] y, BlockTeam team) => InBlocks(team, count, BlockSamples, (from, to, _, _) =>
            Multiply(matrix, to - from, x.AsSpan(from * Inputs, (to - from) * Inputs), Inputs, y.AsSpan(from * Outputs, (to - from) * Outputs), Outputs));

        public override void Backward(int count, double[] x, double[] y, double[] dy, double[]? dx, BlockTeam team)
        {
            SetGradient(matrix, count, x, dy, team);
            if (dx is null)
                return;
            InBlocks(team, count, BlockSamples, (from, to, _, _) =>
            {
                var part = dx.AsSpan(from * Inputs, (to - from) * Inputs);
                part.Clear();
                DenseProduct.AddRightTransposed(to - from, Outputs, Inputs, dy.AsSpan(from * Outputs, (to - from) * Outputs), matrix.Seen, part);
            });
        }

        public override IEnumerable<(INetworkOperator, int)> ToOperators() =>
            [.. InputShape.Count > 1 ? new (INetworkOperator, int)[] { (DigitalOperator.Flatten(), 0) } : [], (new DenseOperator(matrix.ToMatrix()), 0)];
    }
}

using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>One function of each number.</summary>
public sealed record ActivationPlan : LayerPlan
{
    private readonly Func<IReadOnlyList<int>, LayerTraining> start;

    private ActivationPlan(Func<IReadOnlyList<int>, LayerTraining> start) => this.start = start;

    private interface IFunction
    {
        INetworkOperator Operator { get; }

        double Value(double x);

        /// <summary>dy/dx.</summary>
        double Slope(double x, double y);
    }

    public static ActivationPlan Relu { get; } = Of(new ReluFunction());

    public static ActivationPlan Sigmoid { get; } = Of(new SigmoidFunction());

    public static ActivationPlan Tanh { get; } = Of(new TanhFunction());

    /// <summary>
    /// max(0, min(x, ceiling)) in 2ᵏ − 1 equal steps. The gradient passes the steps as if they were not there and is zero where x is
    /// clipped (Zhou et al., arXiv:1606.06160, eq. 5).
    /// </summary>
    /// <exception cref="InvalidParameterException">As <see cref="ClippedReluOperator"/>.</exception>
    public static ActivationPlan ClippedRelu(int bits, double ceiling = 1) => Of(new ClippedReluFunction(new ClippedReluOperator(bits, ceiling)));

    internal override LayerTraining Start(IReadOnlyList<int> shape, RandomStream stream) => start(shape);

    private static ActivationPlan Of<TFunction>(TFunction function)
        where TFunction : struct, IFunction => new(shape => new ActivationTraining<TFunction>(function, shape));

    private readonly struct ReluFunction : IFunction
    {
        public INetworkOperator Operator => ActivationOperator.Relu;

        public double Value(double x) => Math.Max(x, 0);

        public double Slope(double x, double y) => x > 0 ? 1 : 0;
    }

    private readonly struct SigmoidFunction : IFunction
    {
        public INetworkOperator Operator => ActivationOperator.Sigmoid;

        public double Value(double x) => 1 / (1 + Math.Exp(-x));

        public double Slope(double x, double y) => y * (1 - y);
    }

    private readonly struct TanhFunction : IFunction
    {
        public INetworkOperator Operator => ActivationOperator.Tanh;

        public double Value(double x) => Math.Tanh(x);

        public double Slope(double x, double y) => 1 - y * y;
    }

    private readonly struct ClippedReluFunction(ClippedReluOperator function) : IFunction
    {
        public INetworkOperator Operator => function;

        public double Value(double x) => function.Of(x);

        public double Slope(double x, double y) => x > 0 && x < function.Ceiling ? 1 : 0;
    }

    private sealed class ActivationTraining<TFunction>(TFunction function, IReadOnlyList<int> shape) : LayerTraining(shape, shape)
        where TFunction : struct, IFunction
    {
        private const int BlockNumbers = 4096;

        public override void Forward(int count, double[] x, double[] y, BlockTeam team) => InBlocks(team, count * Inputs, BlockNumbers, (from, to, _, _) =>
        {
            for (var i = from; i < to; i++)
                y[i] = function.Value(x[i]);
        });

        public override void Backward(int count, double[] x, double[] y, double[] dy, double[]? dx, BlockTeam team)
        {
            if (dx is null)
                return;
            InBlocks(team, count * Inputs, BlockNumbers, (from, to, _, _) =>
            {
                for (var i = from; i < to; i++)
                    dx[i] = dy[i] * function.Slope(x[i], y[i]);
            });
        }

        public override IEnumerable<(INetworkOperator, int)> ToOperators() => [(function.Operator, 0)];
    }
}

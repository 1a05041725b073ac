using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>
/// Batch normalization (Ioffe and Szegedy, 2015, algorithm 1) over the batch and, in pictures, over a channel's pixels:
/// <code>
/// x̂ = (x − mean) / √(variance + ε)      y = γ x̂ + β      ∂x = γ / √(variance + ε) · (∂y − Σ∂y / n − x̂ Σ(∂y x̂) / n)
/// </code>
/// The trained network normalizes by running means of the batches' means and variances (these unbiased); <see cref="Network.Folded"/>
/// takes it into the matrix before it.
/// </summary>
public sealed record BatchNormPlan : LayerPlan
{
    /// <summary>ε, added to the variance.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Weight of a new batch in the running means.</summary>
    public double Rate { get; init; } = 0.1;

    internal override LayerTraining Start(IReadOnlyList<int> shape, RandomStream stream)
    {
        InvalidParameterException.RequirePositive(Epsilon, "");
        InvalidParameterException.Require(Rate is > 0 and <= 1, nameof(Rate), Rate, "", "above 0 and at most 1");
        return new BatchNormTraining(this, shape);
    }

    private sealed class BatchNormTraining(BatchNormPlan plan, IReadOnlyList<int> shape) : LayerTraining(shape, shape)
    {
        private readonly int channels = shape[0];
        private readonly Parameter factors = new(shape[0], [.. Enumerable.Repeat(1.0, shape[0])], 0, null), offsets = new(shape[0], new double[shape[0]], 0, null);
        private readonly double[] runningMeans = new double[shape[0]], runningVariances = [.. Enumerable.Repeat(1.0, shape[0])];

        /// <summary>Of the last batch: mean and 1 / √(variance + ε).</summary>
        private readonly double[] means = new double[shape[0]], scales = new double[shape[0]];

        public override IReadOnlyList<Parameter> Parameters => [factors, offsets];

        public override void Forward(int count, double[] x, double[] y, BlockTeam team) => team.Run(channels, (c, _) =>
        {
            var plane = Inputs / channels;
            var numbers = (double)count * plane;
            var (sum, squares) = (0.0, 0.0);
            for (var n = 0; n < count; n++)
            {
                foreach (var value in x.AsSpan(n * Inputs + c * plane, plane))
                    sum += value;
            }

            var mean = sum / numbers;
            for (var n = 0; n < count; n++)
            {
                foreach (var value in x.AsSpan(n * Inputs + c * plane, plane))
                    squares += (value - mean) * (value - mean);
            }

            (means[c], scales[c]) = (mean, 1 / Math.Sqrt(squares / numbers + plan.Epsilon));
            runningMeans[c] += plan.Rate * (mean - runningMeans[c]);
            runningVariances[c] += plan.Rate * (squares / Math.Max(numbers - 1, 1) - runningVariances[c]);
            for (var n = 0; n < count; n++)
            {
                for (var i = n * Inputs + c * plane; i < n * Inputs + (c + 1) * plane; i++)
                    y[i] = factors.Seen[c] * ((x[i] - mean) * scales[c]) + offsets.Seen[c];
            }
        });

        public override void Backward(int count, double[] x, double[] y, double[] dy, double[]? dx, BlockTeam team) => team.Run(channels, (c, _) =>
        {
            var plane = Inputs / channels;
            var (sum, product) = (0.0, 0.0);
            for (var n = 0; n < count; n++)
            {
                for (var i = n * Inputs + c * plane; i < n * Inputs + (c + 1) * plane; i++)
                {
                    sum += dy[i];
                    product += dy[i] * ((x[i] - means[c]) * scales[c]);
                }
            }

            (factors.Gradient[c], offsets.Gradient[c]) = (product, sum);
            var numbers = (double)count * plane;
            for (var n = 0; n < count && dx is not null; n++)
            {
                for (var i = n * Inputs + c * plane; i < n * Inputs + (c + 1) * plane; i++)
                    dx[i] = factors.Seen[c] * scales[c] * (dy[i] - sum / numbers - (x[i] - means[c]) * scales[c] * product / numbers);
            }
        });

        public override IEnumerable<(INetworkOperator, int)> ToOperators() =>
            [(BatchNormalizationOperator.Of(factors.Clean, offsets.Clean, runningMeans, runningVariances, plan.Epsilon), 0)];
    }
}

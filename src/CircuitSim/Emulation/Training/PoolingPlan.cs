using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>The largest number, or the mean, of each square window of each channel. Of equal numbers the first takes the gradient.</summary>
/// <param name="Window">Width of a window, and the distance from one to the next.</param>
public sealed record PoolingPlan(int Window, bool Average = false) : LayerPlan
{
    internal override LayerTraining Start(IReadOnlyList<int> shape, RandomStream stream) =>
        new PoolingTraining(this, shape, [shape[0], .. WindowGeometry.Square(Window, Window).OutputOver(Picture.Sizes(shape))]);

    private sealed class PoolingTraining(PoolingPlan plan, IReadOnlyList<int> shape, IReadOnlyList<int> output) : LayerTraining(shape, output)
    {
        private const int BlockSamples = 4;

        /// <summary>Offset of the first number of each window within its sample.</summary>
        private readonly int[] starts = [.. Enumerable.Range(0, CountOf(output)).Select(o =>
            (o / (output[1] * output[2]) * shape[1] + o / output[2] % output[1] * plan.Window) * shape[2] + o % output[2] * plan.Window)];

        /// <summary>That of the largest.</summary>
        private int[] chosen = [];

        public override void Forward(int count, double[] x, double[] y, BlockTeam team)
        {
            if (!plan.Average && chosen.Length < count * Outputs)
                chosen = new int[count * Outputs];
            InBlocks(team, count, BlockSamples, (from, to, _, _) =>
            {
                for (var n = from; n < to; n++)
                {
                    var sample = x.AsSpan(n * Inputs, Inputs);
                    var o = n * Outputs;
                    foreach (var start in starts)
                    {
                        var (largest, at, sum) = (sample[start], start, 0.0);
                        for (var ky = 0; ky < plan.Window; ky++)
                        {
                            for (var k = start + ky * InputShape[2]; k < start + ky * InputShape[2] + plan.Window; k++)
                            {
                                sum += sample[k];
                                if (sample[k] > largest)
                                    (largest, at) = (sample[k], k);
                            }
                        }

                        y[o] = plan.Average ? sum / (plan.Window * plan.Window) : largest;
                        if (!plan.Average)
                            chosen[o] = at;
                        o++;
                    }
                }
            });
        }

        public override void Backward(int count, double[] x, double[] y, double[] dy, double[]? dx, BlockTeam team)
        {
            if (dx is null)
                return;
            InBlocks(team, count, BlockSamples, (from, to, _, _) =>
            {
                dx.AsSpan(from * Inputs, (to - from) * Inputs).Clear();
                for (var n = from; n < to; n++)
                {
                    var sample = dx.AsSpan(n * Inputs, Inputs);
                    for (var o = 0; o < Outputs; o++)
                    {
                        var δ = dy[n * Outputs + o];
                        if (!plan.Average)
                        {
                            sample[chosen[n * Outputs + o]] += δ;
                            continue;
                        }

                        for (var ky = 0; ky < plan.Window; ky++)
                        {
                            foreach (ref var value in sample.Slice(starts[o] + ky * InputShape[2], plan.Window))
                                value += δ / (plan.Window * plan.Window);
                        }
                    }
                }
            });
        }

        public override IEnumerable<(INetworkOperator, int)> ToOperators() =>
            [(plan.Average ? DigitalOperator.AveragePool(WindowGeometry.Square(plan.Window, plan.Window)) : DigitalOperator.MaxPool(WindowGeometry.Square(plan.Window, plan.Window)), 0)];
    }
}

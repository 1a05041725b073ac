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

        /// <summary>Offset of the largest number of each window within its sample.</summary>
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
                    for (var o = 0; o < Outputs; o++)
                    {
                        var start = StartOf(o);
                        var (largest, at, sum) = (sample[start], start, 0.0);
                        for (var ky = 0; ky < plan.Window; ky++)
                        {
                            for (var kx = 0; kx < plan.Window; kx++)
                            {
                                var k = start + ky * InputShape[2] + kx;
                                sum += sample[k];
                                if (sample[k] > largest)
                                    (largest, at) = (sample[k], k);
                            }
                        }

                        y[n * Outputs + o] = plan.Average ? sum / (plan.Window * plan.Window) : largest;
                        if (!plan.Average)
                            chosen[n * Outputs + o] = at;
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
                            foreach (ref var value in sample.Slice(StartOf(o) + ky * InputShape[2], plan.Window))
                                value += δ / (plan.Window * plan.Window);
                        }
                    }
                }
            });
        }

        public override IEnumerable<(INetworkOperator, int)> ToOperators() =>
            [(plan.Average ? DigitalOperator.AveragePool(WindowGeometry.Square(plan.Window, plan.Window)) : DigitalOperator.MaxPool(WindowGeometry.Square(plan.Window, plan.Window)), 0)];

        private int StartOf(int output)
        {
            var (row, ox) = Math.DivRem(output, OutputShape[2]);
            var (c, oy) = Math.DivRem(row, OutputShape[1]);
            return (c * InputShape[1] + oy * plan.Window) * InputShape[2] + ox * plan.Window;
        }
    }
}

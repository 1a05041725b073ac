using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>A simple recurrent layer over [steps × features] (Elman, 1990): h = tanh(z). Gives the last h, or that of every step.</summary>
public sealed record RnnPlan(int Hidden, bool EveryStep = false) : LayerPlan
{
    public InitialWeights Initial { get; init; } = InitialWeights.Glorot;

    public WeightView? View { get; init; }

    internal override LayerTraining Start(IReadOnlyList<int> shape, RandomStream stream) => new RnnTraining(this, shape, stream);

    private sealed class RnnTraining(RnnPlan plan, IReadOnlyList<int> shape, RandomStream stream)
        : RecurrentTraining(shape, plan.Hidden, 1, plan.EveryStep, plan.Initial, plan.View, stream)
    {
        protected override INetworkOperator Operator => RecurrentOperator.Rnn([Matrix.ToMatrix()], samplesFirst: true);

        protected override void Step(Span<double> z, ReadOnlySpan<double> cell, Span<double> nextCell, Span<double> h)
        {
            for (var k = 0; k < h.Length; k++)
                h[k] = z[k] = Math.Tanh(z[k]);
        }

        protected override void StepBack(ReadOnlySpan<double> gates, ReadOnlySpan<double> cell, ReadOnlySpan<double> nextCell, ReadOnlySpan<double> dh, Span<double> dCell, Span<double> dz)
        {
            for (var k = 0; k < dh.Length; k++)
                dz[k] = dh[k] * (1 - gates[k] * gates[k]);
        }
    }
}

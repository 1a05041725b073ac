using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>
/// Long short-term memory over [steps × features] (Hochreiter and Schmidhuber, 1997; with Gers' forget gate), the gates in ONNX's order:
/// <code>
/// z = z_i, z_o, z_f, z_c      i, o, f = σ(z)      g = tanh(z_c)      c' = f ∘ c + i ∘ g      h = o ∘ tanh(c')
/// </code>
/// Gives the last h, or that of every step.
/// </summary>
public sealed record LstmPlan(int Hidden, bool EveryStep = false) : LayerPlan
{
    /// <summary>Bias of the forget gates before training; 1 lets a cell remember at first (Jozefowicz et al., 2015).</summary>
    public double ForgetBias { get; init; } = 1;

    public InitialWeights Initial { get; init; } = InitialWeights.Glorot;

    public WeightView? View { get; init; }

    internal override LayerTraining Start(IReadOnlyList<int> shape, RandomStream stream) => new LstmTraining(this, shape, stream);

    private sealed class LstmTraining : RecurrentTraining
    {
        public LstmTraining(LstmPlan plan, IReadOnlyList<int> shape, RandomStream stream)
            : base(shape, plan.Hidden, 4, plan.EveryStep, plan.Initial, plan.View, stream) =>
            Matrix.Clean.AsSpan(Matrix.Viewed + 2 * Hidden, Hidden).Fill(InvalidParameterException.RequireFinite(plan.ForgetBias, ""));

        protected override INetworkOperator Operator => RecurrentOperator.Lstm([Matrix.ToMatrix()], samplesFirst: true);

        protected override void Step(Span<double> z, ReadOnlySpan<double> cell, Span<double> nextCell, Span<double> h)
        {
            for (var k = 0; k < 3 * Hidden; k++)
                z[k] = 1 / (1 + Math.Exp(-z[k]));
            for (var k = 0; k < Hidden; k++)
            {
                z[3 * Hidden + k] = Math.Tanh(z[3 * Hidden + k]);
                nextCell[k] = z[2 * Hidden + k] * cell[k] + z[k] * z[3 * Hidden + k];
                h[k] = z[Hidden + k] * Math.Tanh(nextCell[k]);
            }
        }

        protected override void StepBack(ReadOnlySpan<double> gates, ReadOnlySpan<double> cell, ReadOnlySpan<double> nextCell, ReadOnlySpan<double> dh, Span<double> dCell, Span<double> dz)
        {
            for (var k = 0; k < Hidden; k++)
            {
                var (i, o, f, g) = (gates[k], gates[Hidden + k], gates[2 * Hidden + k], gates[3 * Hidden + k]);
                var shown = Math.Tanh(nextCell[k]);
                var dNext = dCell[k] + dh[k] * o * (1 - shown * shown);
                dz[k] = dNext * g * i * (1 - i);
                dz[Hidden + k] = dh[k] * shown * o * (1 - o);
                dz[2 * Hidden + k] = dNext * cell[k] * f * (1 - f);
                dz[3 * Hidden + k] = dNext * i * (1 - g * g);
                dCell[k] = dNext * f;
            }
        }
    }
}

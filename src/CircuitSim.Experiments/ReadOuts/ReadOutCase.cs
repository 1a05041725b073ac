using CircuitSim.Cosimulation;
using CircuitSim.Emulation;

namespace CircuitSim.Experiments.ReadOuts;

/// <summary>A network whose read-out is asked for: one layer through the chain, the layers before and behind it ideal.</summary>
/// <param name="ReadOut">The layer's chain.</param>
/// <param name="Images">Whose classes count.</param>
/// <param name="Inputs">Of the layer, for these images.</param>
/// <param name="Emulator">Classes of the ideal network.</param>
/// <param name="Rule">For classes.</param>
/// <param name="Finish">Outputs of the layer, [images × outputs], to those of the network; null: they are.</param>
internal sealed record ReadOutCase(ReadOut ReadOut, LabelledImages Images, InputBatch Inputs, Predictions Emulator, ClassRule Rule, Func<double[], double[]>? Finish = null)
{
    /// <summary>Outputs of the network with all stages ideal and nothing quantized, [images × classes].</summary>
    public double[] IdealOutputs { get; } = Finished(Finish, ReadOut.Layer.Outputs(Inputs, ReadOut.Layer.Currents(Inputs)));

    public Predictions Classify(double[] outputs) => Predictions.Of(Finished(Finish, outputs), Rule, Images);

    /// <summary>What a run lost against the ideal network.</summary>
    public BudgetOutcome OutcomeOf(ReadOutRun run)
    {
        var predictions = Classify(run.Outputs);
        var outputs = Finished(Finish, run.Outputs);
        double fullScale = IdealOutputs.Max(Math.Abs), sum = 0, largest = 0;
        for (var k = 0; k < IdealOutputs.Length; k++)
        {
            var error = Math.Abs(outputs[k] - IdealOutputs[k]) / fullScale;
            (sum, largest) = (sum + error * error, Math.Max(largest, error));
        }

        return new BudgetOutcome(
            Math.Sqrt(run.ReadErrors.Sum(e => e * e) / run.ReadErrors.Length), run.ReadErrors.Max(Math.Abs),
            Math.Sqrt(sum / IdealOutputs.Length), largest, predictions.Correct, predictions.CountDifferences(Emulator));
    }

    private static double[] Finished(Func<double[], double[]>? finish, double[] outputs) => finish?.Invoke(outputs) ?? outputs;
}

namespace CircuitSim.Experiments.Studies;

/// <summary>What a block of inputs came to.</summary>
/// <param name="Outputs">With every stage, [count × …].</param>
/// <param name="Alone">Of each stage, against the cells at their targets; of the first against the ideal.</param>
/// <param name="Along">Of each stage and all before it, against the ideal.</param>
/// <param name="Currents">Of each array, where they were asked for [A].</param>
internal sealed record InferBlock(double[] Outputs, IReadOnlyList<InferError> Alone, IReadOnlyList<InferError> Along, IReadOnlyList<(double[] Ideal, double[] Circuit)> Currents);

namespace CircuitSim.Experiments.Studies;

/// <summary>A stage of the chain whose error is found.</summary>
/// <param name="Alone">Cells at their targets and this stage.</param>
/// <param name="Along">This stage and all before it.</param>
internal sealed record InferStage(string Name, InferEffects Alone, InferEffects Along);

namespace CircuitSim.Netlists.Elements;

/// <summary>The model card that an element names.</summary>
/// <param name="Kinds">What its kind may be.</param>
public readonly record struct CardReference(string Name, IReadOnlyList<string> Kinds);

namespace CircuitSim.Experiments.Examples;

/// <summary>Files that belong together, under one name.</summary>
/// <param name="Title">One line that says what they are.</param>
public sealed record Example(string Name, string Title, IReadOnlyList<ExampleFile> Files);

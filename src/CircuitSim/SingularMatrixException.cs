namespace CircuitSim;

/// <summary>A circuit without a unique solution: names the unknown that nothing determines.</summary>
public sealed class SingularMatrixException : CircuitSimException
{
    private SingularMatrixException(string unknown, string message)
        : base(message) => Unknown = unknown;

    /// <summary>The node or branch whose pivot vanished.</summary>
    public string Unknown { get; }

    public static SingularMatrixException FloatingNode(string node) =>
        new(node, $"node {node} has no resistive path to ground, so its voltage is undetermined; connect it, or remove what hangs on it.");

    public static SingularMatrixException FloatingLine(string line) =>
        new(line, $"{line} is left floating and no cell that conducts ties it to a line with a voltage, so its own is undetermined; hold it at a voltage.");

    public static SingularMatrixException VoltageLoop(string element) =>
        new(element, $"{element} closes a loop of voltage sources, so its current is undetermined; put a resistance in series.");
}

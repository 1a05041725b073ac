namespace CircuitSim.Emulation.Networks;

/// <summary>An operator at its place.</summary>
/// <param name="Name">Unique in the network; what messages and result files call it.</param>
/// <param name="Inputs">Names of tensors: inputs or constants of the network, outputs of earlier nodes; "" for an optional one that is left out.</param>
/// <param name="Outputs">Names of its tensors, each given once in a network; "" for one that nobody asks for.</param>
public sealed record NetworkNode(string Name, INetworkOperator Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);

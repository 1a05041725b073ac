namespace CircuitSim.Engine;

/// <summary>A node that an initial condition or a first guess holds at a voltage.</summary>
/// <param name="Node">Its unknown.</param>
/// <param name="Voltage">[V]</param>
internal sealed record HeldNode(int Node, double Voltage);

namespace CircuitSim.Engine;

/// <summary>A node that an initial condition or a first guess holds at a voltage.</summary>
/// <param name="Node">Its unknown.</param>
/// <param name="Voltage">Above <paramref name="Like"/> [V].</param>
/// <param name="Like">Another unknown, or the place of ground; its voltage of the iteration before counts, so no matrix entry belongs to it.</param>
internal sealed record HeldNode(int Node, double Voltage, int Like);

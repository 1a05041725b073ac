using CircuitSim.Netlists;

namespace CircuitSim.Cosimulation;

/// <summary>An element of a layer's circuit that delivers the power −(v₊ − v₋) i.</summary>
/// <param name="Stage">What the power is spent for.</param>
/// <param name="Name">Its current can be read by.</param>
public readonly record struct LayerSource(ReadOutStage Stage, string Name, NodeId Positive, NodeId Negative);

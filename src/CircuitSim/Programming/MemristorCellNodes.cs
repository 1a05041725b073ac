using CircuitSim.Netlists;

namespace CircuitSim.Programming;

/// <summary>Where a cell sits between its lines, and its memristor within it.</summary>
internal readonly record struct MemristorCellNodes(NodeId Word, NodeId Bit, NodeId Positive, NodeId Negative);

using CircuitSim.Devices;

namespace CircuitSim.Netlists.Ngspice;

/// <summary>The subcircuit that stands for the memristors of one card in ngspice's text.</summary>
internal sealed record MemristorSubcircuit(string Name, IMemristorModel Model);

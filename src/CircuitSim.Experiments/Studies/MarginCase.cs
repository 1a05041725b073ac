using CircuitSim.Programming;

namespace CircuitSim.Experiments.Studies;

/// <summary>The write window of one direction in a square array.</summary>
internal sealed record MarginCase(int Size, double WireResistance, WriteWindow Window);

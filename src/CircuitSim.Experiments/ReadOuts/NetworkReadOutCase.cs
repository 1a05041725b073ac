using CircuitSim.Cosimulation;
using CircuitSim.Emulation.Networks;

namespace CircuitSim.Experiments.ReadOuts;

/// <summary>A network whose layers are all read through circuits.</summary>
/// <param name="Calibration">From which full scales are found; some hundred samples suffice.</param>
/// <param name="Batch">What is read.</param>
/// <param name="Labels">Class of each sample; empty where outputs are no classes.</param>
/// <param name="AdcBits">Of every layer's converters.</param>
/// <param name="InputCodes">The DACs' code of the input 1.</param>
internal sealed record NetworkReadOutCase(MappedNetwork Mapped, Tensor Calibration, Tensor Batch, IReadOnlyList<int> Labels, int AdcBits, int InputCodes = 255);

using CircuitSim.Experiments.Devices;
using CircuitSim.LookupTables;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>The tables of a device, and how far they can be trusted.</summary>
/// <param name="Options">With everything resolved.</param>
/// <param name="Engine">Which one pulsed the devices.</param>
/// <param name="Convergence">Of the tables of ΔG against their grids.</param>
/// <param name="Requirements">What was asked of engine and tables.</param>
/// <param name="Timing">Of the steps [s].</param>
public sealed record DeviceTableResult(
    DeviceModel Model, DeviceTableOptions Options, string Engine, int Jobs, TableSet Tables, IReadOnlyList<DeviceTableConvergence> Convergence,
    IReadOnlyList<DeviceRequirement> Requirements, IReadOnlyList<(string Step, double Seconds)> Timing);

namespace CircuitSim.Experiments.Devices;

/// <summary>What a device does to the ways in which it is read and written.</summary>
/// <param name="Options">With everything resolved.</param>
/// <param name="Engine">The engine beside the integral.</param>
/// <param name="Set">Pulses below zero.</param>
/// <param name="Reset">Pulses above zero.</param>
/// <param name="Overdrives">Beyond a threshold, as a part of it, and the widths from which pulses set and reset [s].</param>
public sealed record DeviceThresholdResult(
    DeviceModel Model, DeviceThresholdOptions Options, string Engine, SwitchingMap Set, SwitchingMap Reset,
    IReadOnlyList<(double Overdrive, double SetWidth, double ResetWidth)> Overdrives, IReadOnlyList<DeviceRequirement> Requirements)
{
    /// <summary>Whether nothing that was asked for is missed.</summary>
    public bool Passed => Requirements.All(r => r.Passed != false);
}

namespace CircuitSim.Experiments.Devices;

/// <summary>A train of pulses, as it was applied.</summary>
/// <param name="Options">With everything resolved.</param>
/// <param name="Runs">By engine, [pulses] each; the first one is judged.</param>
/// <param name="Requirements">What was asked of engine and device.</param>
public sealed record DevicePulseResult(
    DeviceModel Model, DevicePulseOptions Options, IReadOnlyList<(string Engine, IReadOnlyList<DevicePulseStep> Steps)> Runs,
    IReadOnlyList<DeviceRequirement> Requirements)
{
    public IReadOnlyList<DevicePulseStep> Steps => Runs[0].Steps;
}

namespace CircuitSim.Experiments.Devices;

/// <summary>A sweep of one device, as it was made.</summary>
/// <param name="Options">With everything resolved.</param>
/// <param name="Traces">By engine; the first one is judged.</param>
/// <param name="Requirements">The laws of a memristor, and whether they held.</param>
/// <param name="Figures">What the loop says, in words.</param>
public sealed record DeviceSweepResult(
    DeviceModel Model, DeviceSweepOptions Options, IReadOnlyList<(string Engine, DeviceTrace Trace)> Traces,
    IReadOnlyList<DeviceRequirement> Requirements, IReadOnlyList<(string Quantity, string Value)> Figures)
{
    /// <summary>Voltages below this part of the amplitude say nothing exact of a resistance.</summary>
    public const double ResolvedPart = 1e-2;

    public DeviceTrace Trace => Traces[0].Trace;

    /// <summary>v/i of a point, null where the voltage is too small for it [Ω].</summary>
    public double? Resistance(int point) =>
        Math.Abs(Trace.Voltages[point]) >= ResolvedPart * Options.Amplitude ? Trace.Voltages[point] / Trace.Currents[point] : null;
}

namespace CircuitSim.Experiments.Devices;

/// <summary>How far rectangular pulses of many voltages and widths switch a device, in one direction.</summary>
/// <param name="IsSet">Towards the LRS.</param>
/// <param name="Voltages">[voltages] [V].</param>
/// <param name="Widths">[widths], rising [s].</param>
/// <param name="Exact">Part of the range that the state moves, by the integral of its equation, [voltages × widths] row-major.</param>
/// <param name="Engine">The same by the engine; null behind three switching times, where it was not asked.</param>
/// <param name="ExactTimes">Switching time by the integral, [voltages] [s].</param>
/// <param name="EngineTimes">Switching time by the engine, [voltages] [s].</param>
public sealed record SwitchingMap(
    bool IsSet, IReadOnlyList<double> Voltages, IReadOnlyList<double> Widths, IReadOnlyList<double> Exact, IReadOnlyList<double?> Engine,
    IReadOnlyList<double> ExactTimes, IReadOnlyList<double> EngineTimes)
{
    /// <summary>Largest |engine/integral − 1| of a switching time.</summary>
    public double LargestTimeError => ExactTimes.Zip(EngineTimes, (exact, engine) => Math.Abs(engine / exact - 1)).DefaultIfEmpty(0).Max();

    /// <summary>Largest difference of a state, as a part of the range.</summary>
    public double LargestStateError => Exact.Zip(Engine, (exact, engine) => engine is { } e ? Math.Abs(e - exact) : 0).DefaultIfEmpty(0).Max();
}

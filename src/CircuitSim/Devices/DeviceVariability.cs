using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>
/// All that makes a real array differ from copies of one device: scatter from device to device, from cycle to cycle,
/// faults and read noise. Every draw comes from a child stream named for its purpose and numbered by cell (and pulse, or
/// read), so cells, pulses and reads can be taken in any order or left out, and a further kind of variability shifts
/// none of the others:
/// <code>
/// device parameters   ("device", cell) → one child per parameter
/// fault               ("fault", cell)
/// pulse               ("pulse", cell) → ("pulse", pulse)
/// read                ("read", cell) → ("read", read)
/// </code>
/// </summary>
public sealed record DeviceVariability
{
    public static DeviceVariability None { get; } = new();

    /// <summary>Device to device.</summary>
    public DeviceScatter Parameters { get; init; } = DeviceScatter.None;

    /// <summary>Cycle to cycle: of the speed k in both directions, anew in each pulse.</summary>
    public Variability CycleToCycle { get; init; } = Variability.None;

    public CellFaultRates Faults { get; init; } = CellFaultRates.None;

    /// <summary>Of the current that one read returns.</summary>
    public Variability ReadNoise { get; init; } = Variability.None;

    /// <summary>The device of a cell.</summary>
    /// <param name="stream">Of the array.</param>
    /// <param name="cell">i · columns + j.</param>
    /// <exception cref="InvalidParameterException">The nominal parameters are not valid.</exception>
    public IThresholdModel Device(IThresholdModel nominal, RandomStream stream, long cell) =>
        nominal.Drawn(Parameters, stream.Child("device", cell));

    /// <summary>The fault of a cell.</summary>
    /// <exception cref="InvalidParameterException">The probabilities are not valid.</exception>
    public CellFault Fault(RandomStream stream, long cell) => Faults.Draw(stream.Child("fault", cell));

    /// <summary>The faults of an array, [cells].</summary>
    /// <exception cref="InvalidParameterException">The probabilities are not valid.</exception>
    public CellFault[] FaultMap(RandomStream stream, int cells)
    {
        var map = new CellFault[InvalidParameterException.RequireAtLeast(cells, 0)];
        for (var cell = 0; cell < cells; cell++)
            map[cell] = Fault(stream, cell);
        return map;
    }

    /// <summary>The devices of an array, [cells], those with a fault as their fault leaves them.</summary>
    /// <param name="faults">From <see cref="FaultMap"/>; empty for none.</param>
    /// <exception cref="InvalidParameterException">The nominal parameters are not valid.</exception>
    public IThresholdModel[] Devices(IThresholdModel nominal, RandomStream stream, int cells, ReadOnlySpan<CellFault> faults)
    {
        var devices = new IThresholdModel[InvalidParameterException.RequireAtLeast(cells, 0)];
        for (var cell = 0; cell < cells; cell++)
            devices[cell] = Faults.Device(faults.IsEmpty ? CellFault.None : faults[cell], Device(nominal, stream, cell));
        return devices;
    }

    /// <summary>
    /// By how much a cell's state moves faster in one pulse than nominally. k is a factor of VTEAM's state equation, so a
    /// pulse with this factor is the nominal pulse, stretched by it.
    /// </summary>
    /// <param name="pulse">How many pulses there have been before: on the cell, or on the array of which it is half-selected.</param>
    public double SpeedFactor(RandomStream stream, long cell, long pulse) =>
        CycleToCycle.PositiveFactor(stream.Child("pulse", cell).Child("pulse", pulse));

    /// <summary>What one read returns in place of the cell's current, by the same factor for either sign.</summary>
    /// <param name="read">How many reads the cell has had before.</param>
    public double ReadFactor(RandomStream stream, long cell, long read) =>
        ReadNoise.Factor(stream.Child("read", cell).Child("read", read));
}

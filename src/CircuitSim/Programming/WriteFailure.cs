namespace CircuitSim.Programming;

/// <summary>Why a cell is not within the tolerance of its target.</summary>
public enum WriteFailure
{
    /// <summary>It is within.</summary>
    None,

    /// <summary>The pulses that it may have were used up.</summary>
    PulseLimit,

    /// <summary>The device stands at the end of its range: no pulse brings it nearer.</summary>
    DeviceLimit,

    /// <summary>
    /// Pulses of the largest amplitude, or width, no longer move it: too little of the voltage reaches the device, and its
    /// own transistor, selector or limiter takes most of the rest.
    /// </summary>
    DriveLimit,

    /// <summary>
    /// Wires and drivers take more than the cell itself of what the device lacks: of the largest pulse, which no longer moves
    /// it, or of the read, which finds less than the target although the device conducts all it can.
    /// </summary>
    IrDrop,

    /// <summary>The compliance current takes the voltage from the device.</summary>
    ComplianceLimit,

    /// <summary>It was within when it was written; pulses on other cells moved it.</summary>
    Disturbed,

    /// <summary>It was within when it was written, and its device has not moved; other cells changed the current on the wires that its read shares.</summary>
    Loaded,

    /// <summary>It is stuck, open or shorted.</summary>
    Faulty,

    /// <summary>Without verify nobody looked whether its one pulse was right.</summary>
    OpenLoop,
}

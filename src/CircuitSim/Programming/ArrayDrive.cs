using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Programming;

/// <summary>How the lines of an array are driven and read. Checked once with its array, then trusted.</summary>
public sealed record ArrayDrive
{
    public BiasScheme Scheme { get; init; }

    /// <summary>Word-line voltage of a read [V].</summary>
    public double ReadVoltage { get; init; } = 0.2;

    /// <summary>How long a read stands still before the currents are taken [s].</summary>
    public double ReadTime { get; init; } = 10e-9;

    /// <summary>Length of a read's edges [s].</summary>
    public double ReadEdge { get; init; } = 1e-9;

    /// <summary>Of the select line while a row is set; it limits the current of the set [V].</summary>
    public double SetGateVoltage { get; init; } = 3.3;

    /// <summary>Of the select line while a row is reset [V].</summary>
    public double ResetGateVoltage { get; init; } = 3.3;

    /// <summary>Of the select line while a row is read [V].</summary>
    public double ReadGateVoltage { get; init; } = 3.3;

    /// <summary>Longest step of the engine [s].</summary>
    public double LongestStep { get; init; } = 50e-9;

    /// <summary>Whether a session remembers what its sources did (<see cref="ArraySession.Courses"/>).</summary>
    public bool KeepsCourses { get; init; }

    public bool CanFloat => Scheme == BiasScheme.Floating;

    /// <summary>[V]</summary>
    public double GateVoltage(WriteDirection direction) => direction == WriteDirection.Set ? SetGateVoltage : ResetGateVoltage;

    /// <summary>Step control of a transient of this drive.</summary>
    /// <param name="stop">[s]</param>
    public TransientAnalysis Analysis(double stop) => new(ReadEdge, stop) { MaximumStep = LongestStep };

    /// <summary>Returns this drive if it suits an array.</summary>
    /// <exception cref="InvalidParameterException">Names what does not.</exception>
    public ArrayDrive Validated(MemristorArray array)
    {
        if ((Scheme == BiasScheme.Select) != (array.Cell.Structure == CellStructure.Transistor))
            throw InvalidParameterException.Because("scheme", "cells with a transistor are written with the scheme select, all others with floating, v2 or v3.");
        InvalidParameterException.RequirePositive(ReadVoltage, "V", "read voltage");
        InvalidParameterException.RequirePositive(ReadTime, "s", "read time");
        InvalidParameterException.RequirePositive(ReadEdge, "s", "read edge");
        InvalidParameterException.RequirePositive(LongestStep, "s", "longest step");
        foreach (var (name, gate) in new[] { ("set gate voltage", SetGateVoltage), ("reset gate voltage", ResetGateVoltage), ("read gate voltage", ReadGateVoltage) })
            InvalidParameterException.RequirePositive(gate, "V", name);
        if (array.Cell.Structure != CellStructure.Selector)
        {
            // A selector takes most of a read's voltage; without one it all may reach the device.
            foreach (var device in array.Devices)
                device.RequireReadVoltage(ReadVoltage);
        }

        return this;
    }
}

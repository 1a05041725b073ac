namespace CircuitSim.Netlists.Spice;

/// <summary>For whom a netlist is written.</summary>
public enum SpiceDialect
{
    /// <summary>For CircuitSim's own reader: memristors stay memristors.</summary>
    Native,

    /// <summary>For ngspice: memristors become subcircuits; names that ngspice gives a meaning of its own are refused.</summary>
    Ngspice,
}

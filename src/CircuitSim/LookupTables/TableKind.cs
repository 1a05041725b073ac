namespace CircuitSim.LookupTables;

/// <summary>What a set of tables was measured on.</summary>
public enum TableKind
{
    /// <summary>One memristor under pulses and reads.</summary>
    Device,

    /// <summary>An array with its wires.</summary>
    Array,

    /// <summary>A read-out with its converter.</summary>
    Converter,
}

namespace CircuitSim.Netlists.Spice;

/// <summary>What dialects read differently and a netlist may hold.</summary>
internal enum DialectWord
{
    Atto,
    Mega,
    Infix,
    Log,
    Caret,
    Pwr,
    Polynomial,
    InitialValue,
    Phase,
}

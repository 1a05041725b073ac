namespace CircuitSim.Programming;

/// <summary>What the lines that are not selected do during a pulse; <see cref="PulseBias"/> has the voltages.</summary>
public enum BiasScheme
{
    /// <summary>They are left open.</summary>
    Floating,

    /// <summary>V/2: all at half of the amplitude.</summary>
    HalfVoltage,

    /// <summary>V/3: word and bit lines at a third and two thirds, so that no cell sees more than a third.</summary>
    ThirdVoltage,

    /// <summary>1T1R: the transistors of other rows are off; bit lines that are not written have the word line's voltage.</summary>
    Select,
}

namespace CircuitSim.Cosimulation;

/// <summary>The stages of a read that can be circuits, in the order of the chain.</summary>
public enum ReadOutStage
{
    Dac,
    Driver,

    /// <summary>Wires between the cells; the ideal array has none.</summary>
    Array,
    Tia,
    Subtractor,
    SampleHold,
    Adc,
}

using CircuitSim.Crossbars;
using CircuitSim.Periphery;

namespace CircuitSim.Cosimulation;

/// <summary>
/// What the read-out of a layer is made of. Everything that follows from the layer (the scale of the conductances, R_f, the range
/// of the converters) is in <see cref="ReadOut"/>.
/// </summary>
public sealed record ReadOutDesign
{
    /// <summary>Code of the input 1: 16 for Digits, 255 for MNIST; inputs are rounded to whole codes.</summary>
    public required int InputCodes { get; init; }

    /// <summary>R of the DACs' R-2R ladders [Ω].</summary>
    public double DacResistance { get; init; } = 10e3;

    /// <summary>On-resistance of the switches of a DAC [Ω].</summary>
    public double DacSwitchResistance { get; init; } = 50;

    /// <summary>Wires and drivers of the array [Ω, F].</summary>
    public required CrossbarWiring Wiring { get; init; }

    /// <summary>Output of a TIA at the full-scale current, from virtual ground [V].</summary>
    public double FullScaleVoltage { get; init; } = 0.5;

    /// <summary>The column current, of conductances as they are, that counts as full scale; null: the largest over the calibration images [A].</summary>
    public double? FullScaleCurrent { get; init; }

    /// <summary>
    /// What the last code of the ADCs stands for where the first is 0, likewise: what a column carries or, with a subtractor, has more than
    /// the reference; null: full scale, and differences in both directions [A].
    /// </summary>
    public double? LastCodeCurrent { get; init; }

    /// <summary>One factor of all conductances; null: the power of ten, at most 1, that brings full scale to at most 100 µA.</summary>
    public double? ConductanceScale { get; init; }

    /// <summary>Of drivers, TIAs and subtractors, between supplies that lie evenly about ground.</summary>
    public required IAmplifier Amplifier { get; init; }

    /// <summary>Of every op-amp's offset [V].</summary>
    public double OffsetSigma { get; init; }

    /// <summary>Relative, of every resistor of DACs, TIAs and subtractors.</summary>
    public double ResistorSigma { get; init; }

    /// <summary>C_f of the TIAs [F].</summary>
    public double FeedbackCapacitance { get; init; } = 200e-15;

    /// <summary>Of each of a subtractor's four resistors [Ω].</summary>
    public double SubtractorResistance { get; init; } = 100e3;

    public required SampleAndHold Hold { get; init; }

    public AdcKind AdcKind { get; init; }

    public int AdcBits { get; init; } = 8;

    /// <summary>Whether one ADC converts all lines in turn: its errors are common to them.</summary>
    public bool SharesConverter { get; init; }

    /// <summary>Relative, of the ADC's unit parts.</summary>
    public double AdcSigma { get; init; }

    /// <summary>Of the comparators of an ADC [V].</summary>
    public double ComparatorSigma { get; init; }
}

using System.Numerics;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Elements;

/// <summary>What an independent source gives: a constant, and for transients a waveform.</summary>
public sealed record SourceShape
{
    /// <summary>Value at the operating point and in sweeps of other sources [V] or [A]; null takes the waveform's start.</summary>
    public ElementValue? Dc { get; init; }

    /// <summary>Null keeps the constant throughout a transient.</summary>
    public SourceWaveform? Waveform { get; init; }

    /// <summary>Magnitude of the small signal of .ac [V] or [A]; null for none.</summary>
    public ElementValue? AcMagnitude { get; init; }

    /// <summary>Phase of the small signal [°]; null for zero.</summary>
    public ElementValue? AcPhase { get; init; }

    /// <summary>The small signal [V] or [A]; of a flat netlist.</summary>
    public Complex SmallSignal => Complex.FromPolarCoordinates(AcMagnitude?.Number ?? 0, (AcPhase?.Number ?? 0) * (Math.PI / 180));

    /// <summary>Value at the operating point [V] or [A]; of a flat netlist.</summary>
    public double OperatingPointValue => Dc is { } constant ? constant.Number : Waveform?.InitialValue ?? 0;

    public static implicit operator SourceShape(double constant) => new() { Dc = constant };

    public static implicit operator SourceShape(ElementValue constant) => new() { Dc = constant };

    public static implicit operator SourceShape(SourceWaveform waveform) => new() { Waveform = waveform };

    // The generated text would ask for numbers that may not be there yet.
    public override string ToString() => $"{Dc} {Waveform} {(AcMagnitude is null ? "" : $"AC {AcMagnitude} {AcPhase}")}".Trim();

    internal void CheckValues(Element source, string quantity, string unit)
    {
        source.RequireFinite(quantity, Dc, unit);
        source.RequireFinite($"AC {quantity}", AcMagnitude, unit);
        source.RequireFinite("AC phase", AcPhase, "°");
        Waveform?.CheckValues(source, unit);
    }

    /// <summary>So many times the same.</summary>
    internal SourceShape Times(double count) => this with { Dc = Dc?.Times(count), Waveform = Waveform?.Times(count), AcMagnitude = AcMagnitude?.Times(count) };

    /// <summary>The expression of a constant that follows voltages, currents or time: such a source is a B source. Null for all others.</summary>
    internal Expression? Law(Placement placement) => Dc is { } value && Waveform is null && AcMagnitude is null ? placement.Law(value) : null;

    public SourceShape Placed(Placement placement) => new()
    {
        Dc = placement.Value(Dc),
        Waveform = Waveform?.Placed(placement),
        AcMagnitude = placement.Value(AcMagnitude),
        AcPhase = placement.Value(AcPhase),
    };
}

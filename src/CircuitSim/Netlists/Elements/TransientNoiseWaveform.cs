namespace CircuitSim.Netlists.Elements;

/// <summary>TRNOISE(na nt nalpha namp rtsam rtscapt rtsemt) of ngspice: noise over time, beside the DC value of its source.</summary>
/// <param name="Amplitude">Standard deviation of white noise [V] or [A].</param>
/// <param name="Step">Between two values of white and 1/f^α noise, straight lines between them; null or 0 is none of both [s].</param>
/// <param name="Exponent">α of 1/f^α, from 0 to 2; null or 0 is none.</param>
/// <param name="FlickerAmplitude">Standard deviation of the white noise from which that is made [V] or [A].</param>
/// <param name="TelegraphAmplitude">Height of a random telegraph signal; null or 0 is none.</param>
/// <param name="Capture">Mean time at the bottom [s].</param>
/// <param name="Emission">Mean time at the top [s].</param>
public sealed record TransientNoiseWaveform(
    ElementValue Amplitude,
    ElementValue? Step,
    ElementValue? Exponent = null,
    ElementValue? FlickerAmplitude = null,
    ElementValue? TelegraphAmplitude = null,
    ElementValue? Capture = null,
    ElementValue? Emission = null) : SourceWaveform
{
    /// <summary>The DC value, to which noise adds.</summary>
    public ElementValue Offset { get; init; } = 0;

    /// <summary>Of its random numbers; flattening gives one to each instance.</summary>
    public ulong? Seed { get; init; }

    public override double InitialValue => Offset.Number;

    private bool IsTelegraph => TelegraphAmplitude is { Number: not 0 };

    internal override string Swing => "noise";

    internal override double LongestStep(double stop) => Math.Min(
        Step?.Number is > 0 and var step && (Amplitude.Number != 0 || FlickerAmplitude is { Number: not 0 }) ? step : double.PositiveInfinity,
        IsTelegraph ? Math.Min(Capture!.Value.Number, Emission!.Value.Number) : double.PositiveInfinity);

    internal override void CheckValues(Element source, string unit)
    {
        source.RequireFinite("trnoise na", Amplitude, unit);
        source.RequireTime("trnoise nt", Step);
        if (Exponent is { } exponent)
            source.Require(exponent.Number is >= 0 and <= 2, "trnoise nalpha", exponent.Number, "", "from 0 to 2");
        source.RequireFinite("trnoise namp", FlickerAmplitude, unit);
        source.RequireFinite("trnoise rtsam", TelegraphAmplitude, unit);
        foreach (var (name, time) in new[] { ("trnoise rtscapt", Capture), ("trnoise rtsemt", Emission) })
            source.Require(!IsTelegraph || time?.Number > 0, name, time?.Number ?? 0, "s", "above zero beside rtsam");
    }

    internal override SourceWaveform Times(double count) => this with
    {
        Offset = Offset.Times(count),
        Amplitude = Amplitude.Times(count),
        FlickerAmplitude = FlickerAmplitude?.Times(count),
        TelegraphAmplitude = TelegraphAmplitude?.Times(count),
    };

    public override SourceWaveform Placed(Placement placement) => new TransientNoiseWaveform(
        placement.Value(Amplitude), placement.Value(Step), placement.Value(Exponent), placement.Value(FlickerAmplitude),
        placement.Value(TelegraphAmplitude), placement.Value(Capture), placement.Value(Emission))
    {
        Offset = placement.Value(Offset),
        Seed = Seed ?? placement.Seed(),
    };
}

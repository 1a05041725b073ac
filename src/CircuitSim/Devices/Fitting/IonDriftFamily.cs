namespace CircuitSim.Devices.Fitting;

/// <summary>Linear ion drift as a fit sees it: only μ_v/D² shows in a measurement, so the thickness stays as it is, and so does the window.</summary>
/// <param name="fixedPart">Its thickness and window are kept.</param>
public sealed class IonDriftFamily(IonDriftParameters fixedPart, MeasuredRange range) : MemristorFamily
{
    public override IReadOnlyList<FitParameter> Parameters { get; } = Bounds(fixedPart, range);

    public override bool PositiveSets => true;

    public override bool HoldsAtLimits => true;

    public override double[] Values(ReadOnlySpan<double> coordinates) => [Math.Exp(coordinates[0]), Math.Exp(coordinates[1]), Math.Exp(coordinates[2])];

    public override double[] Coordinates(ReadOnlySpan<double> values) => [Math.Log(values[0]), Math.Log(values[1]), Math.Log(values[2])];

    public override IMemristorModel? Model(ReadOnlySpan<double> values) => values[1] > 1.0001 * values[0] ? new IonDrift(Filled(values)) : null;

    /// <summary>The whole set of parameters.</summary>
    public IonDriftParameters Filled(ReadOnlySpan<double> values) => fixedPart with { ROn = values[0], ROff = values[1], Mobility = values[2], RInit = null };

    public override int Direction(string key) => 0;

    private static FitParameter[] Bounds(IonDriftParameters fixedPart, MeasuredRange range)
    {
        var (low, high) = (Math.Log(range.LowResistance), Math.Log(range.HighResistance));
        // x moves at μ_v R_on/D² · v/R, so by about one within the time of the data where v is the largest and R the highest.
        var volts = Math.Max(range.HighestVoltage, -range.LowestVoltage);
        var drift = Math.Log(fixedPart.Thickness * fixedPart.Thickness / (volts * (range.PositiveTime + range.NegativeTime)));
        return
        [
            new("ron", "Ω", true, low - 5, high, low - 2, low + 0.2, 0.5),
            new("roff", "Ω", true, low, high + 5, high - 0.2, high + 2, 0.5),
            new("uv", "m²/(V·s)", true, drift - 12, drift + 16, drift - 2, drift + 4, 0.5),
        ];
    }
}

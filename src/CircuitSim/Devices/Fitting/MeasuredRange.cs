namespace CircuitSim.Devices.Fitting;

/// <summary>What several measurements reach, which bounds and starts of a fit are made of.</summary>
/// <param name="LowResistance">Of one in a hundred points, v/i is lower [Ω].</param>
/// <param name="HighResistance">Of one in a hundred points, v/i is higher [Ω].</param>
/// <param name="LowestVoltage">Not above zero [V].</param>
/// <param name="HighestVoltage">Not below zero [V].</param>
/// <param name="NegativeTime">How long the voltage is below zero [s].</param>
/// <param name="PositiveTime">How long it is above zero [s].</param>
/// <param name="ShortestTime">Of a piece [s].</param>
public sealed record MeasuredRange(
    double LowResistance, double HighResistance, double LowestVoltage, double HighestVoltage, double NegativeTime, double PositiveTime, double ShortestTime)
{
    /// <exception cref="InvalidParameterException">The data tell no resistance, or no time passes at any voltage.</exception>
    public static MeasuredRange Of(IReadOnlyList<MeasuredSeries> series)
    {
        double[] resistances = [.. series.SelectMany(s => Enumerable.Range(0, s.Count).Select(s.Resistance)).OfType<double>().Order()];
        if (resistances.Length < 3)
            throw InvalidParameterException.Because("data", "no current of the data flows in the direction of its voltage; check the signs of both columns, and their units.");
        var (lowest, highest, negative, positive, shortest) = (0.0, 0.0, 0.0, 0.0, double.PositiveInfinity);
        foreach (var s in series)
        {
            for (var k = 0; k < s.Count; k++)
            {
                if (s.Durations[k] <= 0)
                    continue;
                var (low, high) = (Math.Min(s.From[k], s.To[k]), Math.Max(s.From[k], s.To[k]));
                (lowest, highest, shortest) = (Math.Min(lowest, low), Math.Max(highest, high), Math.Min(shortest, s.Durations[k]));
                (negative, positive) = (negative + (low < 0 ? s.Durations[k] : 0), positive + (high > 0 ? s.Durations[k] : 0));
            }
        }

        if (lowest == 0 && highest == 0)
            throw InvalidParameterException.Because("data", "no voltage of the data lasts, so nothing could have moved the state.");
        var edge = resistances.Length / 100;
        return new MeasuredRange(resistances[edge], resistances[^(1 + edge)], lowest, highest, negative, positive, shortest);
    }
}

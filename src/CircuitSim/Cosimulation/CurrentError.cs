namespace CircuitSim.Cosimulation;

/// <summary>
/// How far the column currents of a circuit are from the ideal ones, relative to the largest ideal current: a column that
/// carries almost nothing has no say.
/// </summary>
/// <param name="Worst">Largest |ΔI| over largest ideal |I|.</param>
/// <param name="Mean">Mean |ΔI| over largest ideal |I|.</param>
public readonly record struct CurrentError(double Worst, double Mean)
{
    /// <param name="actual">Any number of currents [A].</param>
    /// <param name="ideal">As many [A].</param>
    public static CurrentError Of(ReadOnlySpan<double> actual, ReadOnlySpan<double> ideal)
    {
        if (actual.Length != ideal.Length)
            throw InvalidParameterException.WrongShape(nameof(actual), $"[{actual.Length}]", $"[{ideal.Length}]");
        double largest = 0, worst = 0, sum = 0;
        for (var k = 0; k < ideal.Length; k++)
        {
            var difference = Math.Abs(actual[k] - ideal[k]);
            largest = Math.Max(largest, Math.Abs(ideal[k]));
            worst = Math.Max(worst, difference);
            sum += difference;
        }

        return largest > 0
            ? new CurrentError(worst / largest, sum / ideal.Length / largest)
            : throw InvalidParameterException.Because(nameof(ideal), "all ideal currents are zero, so no error can be relative to the largest of them.");
    }
}

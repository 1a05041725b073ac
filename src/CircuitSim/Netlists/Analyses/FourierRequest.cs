using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>A <c>.four</c>: the harmonics of quantities over the last periods of a transient.</summary>
/// <param name="Frequency">Of the first harmonic, above zero [Hz].</param>
public sealed record FourierRequest(ElementValue Frequency, IReadOnlyList<Expression> Quantities) : Written
{
    /// <summary>Of a .measure … four, which is a table of its own; null of .four.</summary>
    public string? Name { get; init; }

    /// <summary>Points of the engine in a period: straight lines between them miss the n-th harmonic of a smooth wave by (πn/N)²/3.</summary>
    public const int PointsPerPeriod = 1024;

    /// <summary>Harmonics that are shown, without the DC component; null is what the options say.</summary>
    public int? Harmonics { get; init; }

    /// <summary>Periods that are looked at; null is all that there are.</summary>
    public int? Periods { get; init; } = 1;

    /// <summary>Where the periods end is where the window does.</summary>
    public MeasureWindow Window { get; init; } = new();

    public FourierRequest Placed(Placement placement)
    {
        ArgumentNullException.ThrowIfNull(placement);
        return this with { Frequency = placement.Value(Frequency), Quantities = [.. Quantities.Select(placement.Expression)], Window = Window.Placed(placement) };
    }

    /// <summary>Start and end of what is looked at, within a transient [s]; null if a period does not fit.</summary>
    internal (double Start, double End)? Interval(double start, double stop)
    {
        // A transient from zero to a period may miss its end by rounding.
        const double rounding = 1e-9;
        var end = Math.Min(stop, Window.End);
        var period = 1 / Frequency.Number;
        var first = Math.Max(start, Window.Start);
        var periods = Periods ?? Math.Floor((end - first) / period + rounding);
        return periods >= 1 && end - periods * period >= first - rounding * period ? (Math.Max(end - periods * period, first), end) : null;
    }
}

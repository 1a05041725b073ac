using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>Where a quantity passes its level, by its straight lines; without a level, where it begins to rise or to fall.</summary>
internal sealed class CrossingCourse(Crossing crossing, Func<Expression, WaveformQuantity> of) : Course
{
    private const double LastDigits = 1e-14;

    private readonly WaveformQuantity quantity = of(crossing.Quantity);
    private readonly WaveformQuantity? level = crossing.Level is null ? null : of(crossing.Level);
    private readonly double from = crossing.Window.Start, to = crossing.Window.End;
    private readonly List<double> places = [];
    private double difference;
    private int direction;

    public override double? Value => Chosen(places);

    public override IReadOnlyList<double> All => AllOf(places);

    public override string Why => !(from <= to) ? "the window ends before it begins" : places.Count == 0 ? "no such crossing" : FormattableString.Invariant($"no such crossing; there {(places.Count == 1 ? "is 1" : $"are {places.Count}")}");

    /// <summary>How many were passed so far.</summary>
    public int Count => places.Count;

    /// <summary>The place that was passed last.</summary>
    public double Latest => places[^1];

    /// <summary>Of a value for each place, that of the place that is asked for; null where there is none.</summary>
    public double? Chosen(List<double> perPlace)
    {
        var index = crossing.Number is > 0 and { } number ? number - 1 : perPlace.Count + (crossing.Number ?? -1);
        return index >= 0 && index < perPlace.Count ? perPlace[index] : null;
    }

    /// <summary>Of a value for each place, those from the place on that is asked for; of places counted from the last, one.</summary>
    public IReadOnlyList<double> AllOf(List<double> perPlace) => crossing.Number is > 0 and { } first ? perPlace[Math.Min(first - 1, perPlace.Count)..] : Chosen(perPlace) is { } one ? [one] : [];

    /// <summary>The crossing that follows the chosen one; null if there is none.</summary>
    public double? Next => crossing.Number is > 0 and { } number && number < places.Count ? places[number]
        : crossing.Number is < -1 and { } back && places.Count + back >= 0 ? places[places.Count + back + 1] : null;

    public override void Start(double x, ReadOnlySpan<double> values) => (difference, direction) = (Difference(x, values), 0);

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
    {
        var (a, b) = (difference, Difference(x1, values));
        difference = b;
        // Decibels of zero have no difference.
        var turn = (b - a) switch { > 0 => 1, < 0 => -1, _ => 0 };
        var (rises, falls) = level is null ? (turn > 0 && direction <= 0, turn < 0 && direction >= 0) : (a < 0 && b >= 0, a > 0 && b <= 0);
        direction = turn == 0 ? direction : turn;
        if (!(crossing.Edge != CrossingEdge.Fall && rises) && !(crossing.Edge != CrossingEdge.Rise && falls))
            return;
        var here = level is null ? x0 : x0 + (x1 - x0) * (a / (a - b));
        // A window that ends where the axis does has its end in it, whatever their last digits are.
        if (here >= from - LastDigits * Math.Abs(from) && here <= to + LastDigits * Math.Abs(to))
            places.Add(here);
    }

    private double Difference(double x, ReadOnlySpan<double> values) => quantity.At(x, values) - (level?.At(x, values) ?? 0);
}

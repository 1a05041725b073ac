using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Analyses;

/// <summary>The values that <c>.dc</c> gives a source, a resistor, a parameter or the temperature.</summary>
/// <param name="Source">A V, I or R by its flat name, e.g. "V1" or "X1.V1", or a top-level parameter, or temp.</param>
/// <param name="Start">[V], [A], [Ω] or [°C], as all of them.</param>
/// <param name="Stop">The last value, or where it lies between two, not reached.</param>
/// <param name="Step">Of a linear sweep not zero, its sign leading from start to stop; of decades and octaves the number of points to each.</param>
public sealed record SourceSweep(string Source, ElementValue Start, ElementValue Stop, ElementValue Step)
{
    private const int MostSteps = 100_000_000;

    /// <summary>Whether the netlist says that it is a parameter; otherwise elements come first.</summary>
    public bool IsParameter { get; init; }

    public StepSpacing Spacing { get; init; } = StepSpacing.Linear;

    /// <summary>The values one by one, of a list; empty of others.</summary>
    public IReadOnlyList<ElementValue> Values { get; init; } = [];

    public static SourceSweep List(string source, IReadOnlyList<ElementValue> values) =>
        new(source, values[0], values[^1], 0) { Spacing = StepSpacing.List, Values = values };

    /// <summary>Number of values; a stop that lies within a millionth of a step counts as reached. Of a flat netlist.</summary>
    /// <exception cref="NetlistException">The step leads away from the stop, or the values are too many.</exception>
    public int Count
    {
        get
        {
            if (Spacing == StepSpacing.List)
                return Values.Count;
            var (start, stop, step) = (Start.Number, Stop.Number, Step.Number);
            if (Spacing != StepSpacing.Linear && !(start * stop > 0 && double.IsFinite(stop / start) && step >= 1))
                throw NetlistException.Because($"the sweep of {Source} goes by factors from {SiText.Exact(start)} to {SiText.Exact(stop)} with {SiText.Exact(step)} points to each; both ends have one sign and are not zero, and there is at least one point.");
            var steps = Spacing != StepSpacing.Linear ? Math.Abs(Math.Log(stop / start) / Math.Log(Factor)) * step
                : start == stop ? 0 : (stop - start) / step;
            return steps switch
            {
                >= 0 and <= MostSteps => (int)Math.Floor(steps + 1e-6) + 1,
                > MostSteps => throw NetlistException.Because($"the sweep of {Source} has more than {MostSteps} steps; {(Spacing == StepSpacing.Linear ? "make its step larger" : "take fewer points")}."),
                _ => throw NetlistException.Because($"the sweep of {Source} never leads from {SiText.Exact(start)} to {SiText.Exact(stop)} in steps of {SiText.Exact(step)}; correct its step."),
            };
        }
    }

    private double Factor => Spacing == StepSpacing.Decade ? 10 : 2;

    /// <summary>Value of a point, free of summed rounding.</summary>
    public double ValueAt(int point) => Spacing switch
    {
        StepSpacing.List => Values[point].Number,
        StepSpacing.Linear => Start.Number + point * Step.Number,
        _ => Start.Number * Math.Pow(Factor, (Math.Abs(Stop.Number) < Math.Abs(Start.Number) ? -point : point) / Step.Number),
    };

    // The generated text would ask for numbers that may not be there yet.
    public override string ToString() => Spacing == StepSpacing.List
        ? $"{Name} list {string.Join(' ', Values)}"
        : $"{(Spacing switch { StepSpacing.Decade => "dec ", StepSpacing.Octave => "oct ", _ => "" })}{Name} {Start} {Stop} {Step}";

    private string Name => IsParameter ? $"param {Source}" : Source;

    public SourceSweep Placed(Placement placement) => this with
    {
        Start = placement.Value(Start),
        Stop = placement.Value(Stop),
        Step = placement.Value(Step),
        Values = [.. Values.Select(placement.Value)],
    };
}

using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Analyses;

/// <summary>The values start, start + step, … up to stop of an independent source.</summary>
/// <param name="Source">A voltage or current source by its flat name, e.g. "V1" or "X1.V1".</param>
/// <param name="Start">[V] or [A]</param>
/// <param name="Stop">[V] or [A]</param>
/// <param name="Step">Not zero; its sign leads from start to stop [V] or [A].</param>
public sealed record SourceSweep(string Source, ElementValue Start, ElementValue Stop, ElementValue Step)
{
    /// <summary>Number of values; a stop that lies within a millionth of a step counts as reached. Of a flat netlist.</summary>
    /// <exception cref="NetlistException">The step leads away from the stop, or the values are too many.</exception>
    public int Count
    {
        get
        {
            var (start, stop, step) = (Start.Number, Stop.Number, Step.Number);
            var steps = start == stop ? 0 : (stop - start) / step;
            return steps switch
            {
                >= 0 and <= MostSteps => (int)Math.Floor(steps + 1e-6) + 1,
                > MostSteps => throw NetlistException.Because($"the sweep of {Source} has more than {MostSteps} steps; make its step larger."),
                _ => throw NetlistException.Because($"the sweep of {Source} never leads from {SiText.Exact(start)} to {SiText.Exact(stop)} in steps of {SiText.Exact(step)}; correct its step."),
            };
        }
    }

    /// <summary>Value of a point, free of summed rounding [V] or [A].</summary>
    public double ValueAt(int point) => Start.Number + point * Step.Number;

    // The generated text would ask for numbers that may not be there yet.
    public override string ToString() => $"{Source} {Start} {Stop} {Step}";

    public SourceSweep Placed(Placement placement) => this with
    {
        Start = placement.Value(Start),
        Stop = placement.Value(Stop),
        Step = placement.Value(Step),
    };

    private const int MostSteps = 100_000_000;
}

using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <param name="Case">What was to be done.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Seconds">How long it took, on this machine and since it was resumed last [s].</param>
public sealed record ProgramResult(ProgramCase Case, ProgrammingOutcome Outcome, double Seconds)
{
    public int Count => Outcome.Failures.Count;

    public int Reached => Outcome.Failures.Count(f => f == WriteFailure.None);

    /// <summary>Largest error of a cell, relative to its target.</summary>
    public double LargestError => Enumerable.Range(0, Count).Max(k => Math.Abs(Outcome.Error(k)));

    /// <summary>Root of the mean squared error relative to the targets.</summary>
    public double RmsError => Math.Sqrt(Enumerable.Range(0, Count).Average(k => Outcome.Error(k) * Outcome.Error(k)));

    /// <summary>Largest drift of a state under pulses on other cells, as a part of its range.</summary>
    public double LargestDisturb => Outcome.State.Disturbs.Max(Math.Abs);
}

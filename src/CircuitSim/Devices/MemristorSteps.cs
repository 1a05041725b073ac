using System.Runtime.CompilerServices;

namespace CircuitSim.Devices;

/// <summary>
/// How long the steps of a transient may be for its memristors, whatever their model and whoever integrates the circuit: no
/// state moves by more than 5 % of its range (1 % in the first step behind a corner, where nothing is known of how voltages
/// bend), and what the bending of its voltage costs stays below statetol of the move.
/// </summary>
public static class MemristorSteps
{
    /// <summary>Largest move of a state within one step, as a part of its range.</summary>
    private const double LargestMove = 0.05;

    /// <summary>The same in the first step behind a corner.</summary>
    private const double LargestFirstMove = 0.01;

    /// <summary>Errors below this part of statetol times the range do not count.</summary>
    private const double Floor = 1e-3;

    /// <summary>How much of the tolerance an iteration that has converged may leave open.</summary>
    private const double IterationPart = 0.1;

    /// <summary>Whether a state found by an iteration is near enough to that of the one before; half a tolerance of voltage can be many of the state.</summary>
    /// <param name="range">Of the state [m].</param>
    /// <param name="stateTolerance">statetol.</param>
    /// <param name="start">State at the start of the step [m].</param>
    /// <param name="before">State of the iteration before [m].</param>
    /// <param name="w">State of the iteration [m].</param>
    public static bool IsSettled(double range, double stateTolerance, double start, double before, double w) =>
        Math.Abs(w - before) <= IterationPart * Tolerance(range, stateTolerance, w - start);

    /// <summary>The part of a step in which a state may move as far as it did; 1 accepts the step.</summary>
    /// <param name="move">Within the step, as a part of the range.</param>
    /// <param name="hasPast">Whether the step follows another without a corner between them.</param>
    public static double AcceptablePart(double move, bool hasPast)
    {
        var limit = hasPast ? LargestMove : LargestFirstMove;
        return move <= limit ? 1 : Math.Max(0.8 * limit / move, 0.1);
    }

    /// <summary>How many times as long as a step the next may be for a state that moved so much of its range.</summary>
    public static double LongestPart(double move) => move > 0 ? LargestMove / move : double.PositiveInfinity;

    /// <summary>The same for what the bending of a voltage costs, at most <paramref name="longest"/>.</summary>
    /// <param name="model">By reference, so that it need not be copied for each of many; it stays as it is.</param>
    /// <param name="stateTolerance">statetol.</param>
    /// <param name="start">State at the start of the step [m].</param>
    /// <param name="w">State at its end [m].</param>
    /// <param name="voltages">At the start of the step before, at that of this one and at its end [V].</param>
    /// <param name="step">Length of the step [s].</param>
    /// <param name="lastStep">Length of the step before [s].</param>
    /// <param name="speed">How many times as fast as its model the state moves.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LongestPart<TModel>(
        ref TModel model, double stateTolerance, double start, double w, (double Before, double V0, double V1) voltages, double step, double lastStep, double speed, double longest)
        where TModel : IMemristorModel
    {
        // A state that a limit holds is exact.
        if (w <= model.LowestState || w >= model.HighestState)
            return longest;
        // Voltages of three points: v″ = 2 [(v1 − v0)/h − (v0 − v₋₁)/h₋₁] / (h + h₋₁); the error of a step grows as h³, its move as h.
        var (before, v0, v1) = voltages;
        var sag = step / (4 * (step + lastStep)) * (v1 - v0 - step / lastStep * (v0 - before));
        var error = model.Bending(w, v0, v1, sag, step * speed);
        var tolerance = Tolerance(model.StateRange, stateTolerance, w - start);
        return error * longest * longest > tolerance ? Math.Sqrt(tolerance / error) : longest;
    }

    private static double Tolerance(double range, double stateTolerance, double move) => stateTolerance * (Math.Abs(move) + Floor * range);
}

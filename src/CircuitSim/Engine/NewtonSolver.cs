using System.Runtime.Intrinsics;
using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Engine;

/// <summary>
/// Newton's iteration x −= (∂F/∂x)⁻¹ F from the target's point. It has converged when a full step, with no device limited
/// behind it, stayed within reltol · |x| + vntol (abstol for currents) at every unknown, and the nonlinear currents at
/// every node balance to reltol; currents and charges in the target are then those of the final point.
/// <para>
/// In a transient of a large circuit the factors of an earlier point serve as long as steps shrink well with them, which
/// saves most of the cost where few devices move. They converge more slowly than Newton's own, so what is left behind the
/// last step is estimated by that shrinking and held far below the tolerance, where Newton's steps leave it anyway.
/// </para>
/// </summary>
internal sealed class NewtonSolver(EquationSystem system)
{
    /// <summary>With old factors a step must be smaller than this part of the one before it.</summary>
    private const double SlowestShrinking = 0.2;

    /// <summary>Of the step before it: a last step with its factors is no longer.</summary>
    private const double ClosingPart = 0.1;

    /// <summary>What an iteration with old factors may leave, as a part of the tolerance.</summary>
    private const double LeftOver = 1e-3;

    private const int MostWithOldFactors = 6;

    /// <summary>From point to point, what is remembered of the slowest shrinking with the same factors fades by this factor.</summary>
    private const double Fading = 0.3;

    /// <summary>One failure is an accident. After each further one they are not tried for twice as many points as before; that often.</summary>
    private const int MostDoublings = 6;

    /// <summary>The same of an operating point that is polished.</summary>
    private const double PolishedLeftOver = 1e-6;

    private const int MostPolishingWithOldFactors = 40;

    /// <summary>
    /// Whole steps before they are damped. In a loop of high gain, an amplifier that follows its own output, whole steps run
    /// in circles; steps of a volt find the way.
    /// </summary>
    private const int WholeSteps = 20;

    /// <summary>
    /// Steps before unknowns stand still that move by no more than rounding, <see cref="Rounding"/> of their value. Where a source has a slope of 10¹² and
    /// takes the difference of two such terms, the last bit of a voltage is a current that never settles.
    /// </summary>
    private const int FreeSteps = 6;

    private const double Rounding = 1e-15;

    /// <summary>Of the largest source voltage: the longest damped step, but not less than <see cref="DampedVoltage"/>.</summary>
    private const double DampedPart = 0.1;

    /// <summary>[V]</summary>
    private const double DampedVoltage = 1;

    private readonly int voltageCount = system.Circuit.Numbering.VoltageCount;
    private readonly SimulatorOptions options = system.Circuit.Options;
    private readonly double[] start = new double[system.Target.X.Length];

    /// <summary>How often in turn old factors did not serve, and how many points are left for which they are not tried.</summary>
    private int failures, untried;

    /// <summary>How steps shrank with the factors at hand, the slowest of late; 1 where that is not known.</summary>
    private double lastShrinking = 1;

    public long Iterations { get; private set; }

    /// <summary>Whether the last point of a transient was found with the factors of an earlier one.</summary>
    public bool HasUsedOldFactors { get; private set; }

    /// <param name="polish">Go on, once converged, as long as steps keep shrinking: an operating point can afford it.</param>
    public NewtonOutcome Solve(int mostIterations, bool polish, CancellationToken cancellationToken)
    {
        var target = system.Target;
        var outcome = new NewtonOutcome(false, 0, -1, 0, 0);
        HasUsedOldFactors = false;
        if (!polish && !target.SeedsJunctions && system.HasUsableFactors && --untried < 0)
        {
            target.X.CopyTo(start, 0);
            system.EvaluateForOldFactors(isNear: false);
            outcome = SolveWithOldFactors(false, MostWithOldFactors, cancellationToken);
            failures = outcome.Converged && outcome.Iterations <= system.IterationsWorthFactors ? 0 : Math.Min(failures + 1, MostDoublings);
            untried = (1 << Math.Max(0, failures - 1)) - 1;
            HasUsedOldFactors = outcome.Converged;
            if (outcome.Converged)
                return outcome;
            // Where they led to may be anywhere.
            start.CopyTo(target.X, 0);
        }

        EvaluateFirst(polish);
        // A seeded evaluation is not one at x.
        target.LimitedCount += target.SeedsJunctions ? 1 : 0;
        target.SeedsJunctions = false;
        var smallSteps = 0;
        var bestRatio = double.PositiveInfinity;
        var first = outcome.Iterations + 1;
        for (var iteration = first; iteration < first + mostIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var factors = system.Factor();
            lastShrinking = 1;
            if (!factors.Succeeded)
                return outcome with { Iterations = iteration, SingularUnknown = factors.FailedColumn };
            Iterations++;
            if (system.Circuit.IsLinear)
                return TakeOnlyStep();
            var (worst, step, tolerance) = TakeStep(iteration - first < WholeSteps ? double.PositiveInfinity : LongestDampedStep(), iteration - first < FreeSteps ? 0 : Rounding);
            outcome = new NewtonOutcome(false, iteration, worst, step, tolerance);
            if (!double.IsFinite(step))
                return outcome;
            EvaluateNear(polish);
            if (target.IsUndefined)
                continue;
            var ratio = step / tolerance;
            smallSteps = ratio <= 1 && target.LimitedCount == 0 ? smallSteps + 1 : 0;
            if (smallSteps == 0 || (smallSteps < 2 && !CurrentsBalance()))
            {
                if (polish || target.LimitedCount > 0 || !system.ContinuesCharges || !CurrentsBalance())
                    continue;
                var closing = Close(iteration, ratio, isSecond: iteration == first);
                if (closing.Converged || !double.IsFinite(closing.Step))
                    return closing;
                EvaluateNear(polish);
                continue;
            }

            // Below a millionth of the tolerance there is only rounding.
            if (!polish || ratio < 1e-6 || ratio >= bestRatio || iteration == first + mostIterations - 1)
                return Converged(outcome);
            bestRatio = ratio;
        }

        return outcome;
    }

    /// <summary>
    /// A step with the factors that the last one had. Where currents balance already it is mostly the last: if it is within the tolerance
    /// and much shorter, what it leaves is far below, and the charges go on along their tangents instead of being evaluated.
    /// Behind the first step nothing has shown yet how fast steps shrink but this one, so what it leaves is judged as with old factors.
    /// </summary>
    private NewtonOutcome Close(int iteration, double ratio, bool isSecond)
    {
        Iterations++;
        var (worst, step, tolerance) = TakeStep(double.PositiveInfinity, 0);
        var outcome = new NewtonOutcome(false, iteration, worst, step, tolerance);
        var closing = step / tolerance;
        return closing <= Math.Min(1, ClosingPart * ratio) && (!isSecond || closing * closing <= LeftOver * ratio) ? Converged(outcome) : outcome;
    }

    /// <summary>A solution that is polished shows every bit of the sums that lead to it.</summary>
    private void EvaluateFirst(bool polish)
    {
        if (polish)
            system.Evaluate();
        else
            system.EvaluateFirst();
    }

    private void EvaluateNear(bool polish)
    {
        if (polish)
            system.Evaluate();
        else
            system.EvaluateNear();
    }

    private NewtonOutcome Converged(NewtonOutcome outcome)
    {
        system.StoreCharges();
        return outcome with { Converged = true };
    }

    /// <summary>Makes the next point find factors of its own, and old ones be tried as at the start.</summary>
    public void ForgetFactors()
    {
        system.ForgetFactors();
        (failures, untried) = (0, 0);
    }

    /// <summary>A polished solution near a point whose factors are at hand; they serve as long as steps shrink well with them.</summary>
    public NewtonOutcome SolveNear(int mostIterations, CancellationToken cancellationToken)
    {
        if (system.HasUsableFactors)
        {
            system.Target.X.CopyTo(start, 0);
            system.Evaluate();
            if (SolveWithOldFactors(true, MostPolishingWithOldFactors, cancellationToken) is { Converged: true } outcome)
                return outcome;
            start.CopyTo(system.Target.X, 0);
            system.Begin();
        }

        return Solve(mostIterations, true, cancellationToken);
    }

    /// <summary>A few iterations, given up as soon as they do not pay.</summary>
    private NewtonOutcome SolveWithOldFactors(bool polish, int most, CancellationToken cancellationToken)
    {
        var (target, leftOver) = (system.Target, polish ? PolishedLeftOver : LeftOver);
        var before = double.PositiveInfinity;
        for (var iteration = 1; iteration <= most; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Iterations++;
            var (worst, step, tolerance) = TakeStep(double.PositiveInfinity, 0);
            var outcome = new NewtonOutcome(false, iteration, worst, step, tolerance);
            if (!double.IsFinite(step))
                return outcome;
            if (polish)
                system.Evaluate();
            else
                system.EvaluateForOldFactors(isNear: true);
            var ratio = step / tolerance;
            // The first step has nothing to be compared with but what came before, and devices have moved since:
            // an oscillator adds up what thousands of points left.
            var shrinking = iteration == 1 ? Math.Max(lastShrinking, SlowestShrinking) : ratio == 0 ? 0 : ratio / before;
            if (iteration > 1)
                lastShrinking = Math.Max(shrinking, Fading * lastShrinking);
            if (target.IsUndefined || (iteration > 1 && shrinking > SlowestShrinking))
            {
                // Far below the tolerance it is rounding that no step shrinks.
                return outcome with { Converged = iteration > 1 && polish && ratio <= LeftOver && !target.IsUndefined && target.LimitedCount == 0 && CurrentsBalance() };
            }

            if ((iteration > 1 || !polish) && ratio <= 1 && ratio * shrinking <= leftOver && target.LimitedCount == 0 && CurrentsBalance())
                return Converged(outcome);
            before = ratio;
        }

        return new NewtonOutcome(false, most, -1, 0, 1);
    }

    private double LongestDampedStep() => system.Circuit.Groups.OfType<VoltageSourceGroup>().Select(g => DampedPart * g.Largest).Append(DampedVoltage).Max();

    /// <param name="longest">No voltage changes by more: the whole step is shortened, but judged at its full length [V].</param>
    /// <param name="rounding">Part of an unknown that is no step.</param>
    private (int Worst, double Step, double Tolerance) TakeStep(double longest, double rounding)
    {
        var x = system.Target.X;
        var dx = system.SolveForStep();
        var part = 1.0;
        if (longest < double.PositiveInfinity)
        {
            foreach (var change in dx[..voltageCount])
                part = Math.Min(part, longest / Math.Abs(change));
        }

        var (relative, voltage, current) = (options.RelativeTolerance, options.VoltageTolerance, options.CurrentTolerance);
        var (worst, worstRatio, worstStep, worstTolerance) = (-1, -1.0, 0.0, 1.0);
        for (var k = 0; k < dx.Length; k++)
        {
            // Four at once, as long as none of them is the worst so far.
            while (k + Vector256<double>.Count <= dx.Length && (k + Vector256<double>.Count <= voltageCount || k >= voltageCount))
            {
                var (olds, steps) = (Vector256.Create(x.AsSpan(k)), Vector256.Create(dx[k..]));
                var sizes = Vector256.Abs(steps);
                var nexts = Vector256.ConditionalSelect(Vector256.LessThanOrEqual(sizes, Vector256.Abs(olds) * rounding), olds, olds - steps * part);
                var tolerances = Vector256.MaxNative(Vector256.Abs(olds), Vector256.Abs(nexts)) * relative + Vector256.Create(k < voltageCount ? voltage : current);
                if (!Vector256.LessThanOrEqualAll(sizes, tolerances * worstRatio))
                    break;
                nexts.CopyTo(x, k);
                k += Vector256<double>.Count;
            }

            if (k == dx.Length)
                break;
            var (old, step) = (x[k], Math.Abs(dx[k]));
            var next = step <= rounding * Math.Abs(old) ? old : old - part * dx[k];
            x[k] = next;
            var tolerance = relative * Math.Max(Math.Abs(old), Math.Abs(next)) + (k < voltageCount ? voltage : current);
            // Written so that NaN is the worst of all.
            if (!(step <= worstRatio * tolerance))
                (worst, worstRatio, worstStep, worstTolerance) = (k, step / tolerance, step, tolerance);
            if (!double.IsFinite(step))
                return (k, double.PositiveInfinity, tolerance);
        }

        return (worst, worstStep, worstTolerance);
    }

    /// <summary>The step that leads from any point to the solution of a linear circuit; only its charges are evaluated there.</summary>
    private NewtonOutcome TakeOnlyStep()
    {
        var x = system.Target.X;
        var dx = system.SolveForStep();
        var isFinite = true;
        for (var k = 0; k < dx.Length; k++)
        {
            x[k] -= dx[k];
            isFinite &= Math.Abs(dx[k]) <= double.MaxValue;
        }

        system.StoreCharges();
        var undefined = -1;
        if (!isFinite)
        {
            while (double.IsFinite(dx[++undefined]))
            {
            }
        }

        return new NewtonOutcome(isFinite, 1, undefined, isFinite ? 0 : double.PositiveInfinity, 1);
    }

    private bool CurrentsBalance()
    {
        var (residual, scale) = (system.Target.Residual, system.Target.CurrentScale);
        for (var k = 0; k < voltageCount; k++)
        {
            if (scale[k] > 0 && Math.Abs(residual[k]) > options.RelativeTolerance * scale[k] + options.CurrentTolerance)
                return false;
        }

        return true;
    }
}

using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Engine;

/// <summary>
/// Finds a solution of F(x) = 0 from nothing: Newton's iteration; if that fails, the same with conductances from every
/// node to ground that are taken away step by step (gmin stepping); if that fails, with all sources turned up from zero
/// (source stepping); if that fails, with a capacitance from every node to ground, in time until nothing moves any more
/// (pseudo-transient): what feeds itself with more than it takes, a Schmitt trigger, has no path of solutions, but falls.
/// </summary>
internal sealed class OperatingPointSearch(EquationSystem system, NewtonSolver newton, string analysis)
{
    private const string Remedy =
        "Newton's iteration, gmin stepping, source stepping and a pseudo-transient all failed: check the elements at that place, give .nodeset voltages, or raise itl1 and gmin.";

    /// <summary>
    /// Times itl1: Newton iterations that gmin stepping, or source stepping, may take in all. Where there is no solution,
    /// the path towards it may run to infinity, and ever shorter steps along it succeed. The longest search of the tests
    /// that finds one takes 143.
    /// </summary>
    private const int MostSearches = 50;

    private readonly SimulatorOptions options = system.Circuit.Options;

    /// <summary>Solves from the target's point, by Newton's iteration or else in time; if that fails, from nothing.</summary>
    /// <param name="time">For messages; null outside a transient [s].</param>
    public void SolveFromHere(int mostIterations, double? time, CancellationToken cancellationToken)
    {
        if (!TrySolveFromHere(mostIterations, cancellationToken))
            SolveFromNothing([], time, cancellationToken);
    }

    /// <summary>Solves from the target's point, by Newton's iteration or else in time.</summary>
    public bool TrySolveFromHere(int mostIterations, CancellationToken cancellationToken)
    {
        double[] here = [.. system.Target.X];
        system.Begin();
        if (newton.Solve(mostIterations, true, cancellationToken).Converged)
            return true;
        here.CopyTo(system.Target.X, 0);
        return Relax(cancellationToken).Converged;
    }

    /// <summary>
    /// Where no current decides about the voltage of a capacitor to ground, as of a state that rests, it is held at its ic, or at zero
    /// if it has none: a resort, as nothing but the failure of every search tells.
    /// </summary>
    /// <param name="nodeSets">Where nodes are held during a first search, as devices are that are OFF; released for the second.</param>
    /// <param name="time">For messages; null outside a transient [s].</param>
    /// <returns>Whether capacitors are held.</returns>
    /// <exception cref="ConvergenceException">Every way failed.</exception>
    /// <exception cref="SingularMatrixException">Nothing determines an unknown.</exception>
    public bool SolveFromNothing(IReadOnlyList<HeldNode> nodeSets, double? time, CancellationToken cancellationToken)
    {
        var given = system.Holds;
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    Search(nodeSets, time, cancellationToken);
                    return attempt > 0;
                }
                catch (CircuitSimException e) when (e is SingularMatrixException or ConvergenceException && HoldStates((e as SingularMatrixException)?.Unknown))
                {
                    // Again from there; each state is held once.
                }
            }
        }
        finally
        {
            system.Holds = given;
        }
    }

    /// <summary>Holds the capacitors that have an ic, or else the one at a node.</summary>
    private bool HoldStates(string? node)
    {
        var circuit = system.Circuit;
        if (system.Target.Alpha != 0 || circuit.IsLinear)
            return false;
        var free = circuit.Groups.OfType<CapacitorGroup>().SelectMany(g => g.Grounded(circuit.Numbering.UnknownCount))
            .Where(c => system.Holds.All(h => h.Node != c.Node)).DistinctBy(c => c.Node).ToList();
        var states = free.Where(c => c.Voltage is not null).ToList();
        if (states.Count == 0)
            states = [.. free.Where(c => circuit.Numbering.NameOf(c.Node) == node)];
        system.Holds = [.. system.Holds, .. states.Select(c => new HeldNode(c.Node, c.Voltage ?? 0, circuit.Numbering.UnknownCount))];
        return states.Count > 0;
    }

    private void Search(IReadOnlyList<HeldNode> nodeSets, double? time, CancellationToken cancellationToken)
    {
        var outcome = Cold(nodeSets, cancellationToken);
        if (outcome.Converged)
        {
            Refine();
            return;
        }

        // A linear circuit has one answer or none.
        if (system.Circuit.IsLinear && outcome.SingularUnknown >= 0)
            throw WhatContradicts() ?? system.Circuit.Undetermined(outcome.SingularUnknown);
        if (system.Circuit.IsLinear)
            throw Failure(outcome, time, "The values of the elements are too far apart for floating point; check their units.");
        var stepped = StepShunts(cancellationToken);
        if (!stepped.Converged)
            stepped = StepSources(cancellationToken);
        if (stepped.Converged)
            return;
        Array.Clear(system.Target.X);
        if (Relax(cancellationToken).Converged)
            return;
        if (outcome.SingularUnknown >= 0 && stepped.SingularUnknown >= 0)
            throw WhatContradicts() ?? system.Circuit.Undetermined(stepped.SingularUnknown);
        throw WhatContradicts() ?? (CircuitSimException)Failure(stepped.WorstUnknown >= 0 ? stepped : outcome, time, Remedy);
    }

    private SingularMatrixException? WhatContradicts() => Contradiction.Find(system, isDc: system.Target.Alpha == 0);

    private NewtonOutcome Cold(IReadOnlyList<HeldNode> nodeSets, CancellationToken cancellationToken)
    {
        Array.Clear(system.Target.X);
        if (nodeSets.Count > 0 || system.Circuit.Numbering.HasDevicesOff)
        {
            var held = system.Holds;
            foreach (var (node, voltage, _) in nodeSets)
                system.Target.X[node] = voltage;
            system.Holds = [.. held, .. nodeSets.Where(s => held.All(h => h.Node != s.Node))];
            system.Target.HoldsOff = true;
            var first = Seeded(cancellationToken);
            (system.Holds, system.Target.HoldsOff) = (held, false);
            if (first.Converged)
            {
                // Without a new beginning: a device that was held off goes on from zero volts, not from those of its nodes.
                return newton.Solve(options.OperatingPointIterations, true, cancellationToken);
            }

            Array.Clear(system.Target.X);
        }

        return Seeded(cancellationToken);
    }

    private NewtonOutcome Seeded(CancellationToken cancellationToken)
    {
        system.Begin();
        system.Target.SeedsJunctions = !system.Circuit.IsLinear;
        return newton.Solve(options.OperatingPointIterations, true, cancellationToken);
    }

    /// <summary>
    /// One step more on the same factors: iterative refinement of a linear circuit. Its residual is summed from the
    /// currents of the elements, where no large conductances cancel.
    /// </summary>
    public void Refine()
    {
        if (!system.Circuit.IsLinear)
            return;
        system.Evaluate();
        var step = system.SolveForStep();
        for (var k = 0; k < step.Length; k++)
            system.Target.X[k] -= step[k];
        system.StoreCharges();
    }

    /// <summary>Shunts of 10 mS at every node, smaller by a factor that adapts to how hard each step was.</summary>
    private NewtonOutcome StepShunts(CancellationToken cancellationToken)
    {
        const double First = 1e-2, Last = 1e-13;
        var mostIterations = IterationLimit;
        var x = system.Target.X;
        var good = new double[x.Length];
        Array.Clear(x);
        var (shunt, solved, factor) = (First, double.NaN, 10.0);
        system.NodeShunt = shunt;
        var outcome = Seeded(cancellationToken);
        while (true)
        {
            if (outcome.Converged)
            {
                x.CopyTo(good, 0);
                solved = shunt;
                if (shunt <= Last)
                    break;
                if (newton.Iterations >= mostIterations)
                {
                    system.NodeShunt = 0;
                    return outcome with { Converged = false };
                }

                if (outcome.Iterations <= options.OperatingPointIterations / 4)
                    factor = Math.Min(factor * Math.Sqrt(factor), 10);
                else if (outcome.Iterations > 3 * options.OperatingPointIterations / 4)
                    factor = Math.Sqrt(factor);
                shunt = Math.Max(solved / factor, Last);
            }
            else
            {
                factor = Math.Sqrt(Math.Sqrt(factor));
                if (double.IsNaN(solved) || factor < 1.0005 || newton.Iterations >= mostIterations)
                {
                    system.NodeShunt = 0;
                    return outcome;
                }

                good.CopyTo(x, 0);
                shunt = solved / factor;
            }

            system.NodeShunt = shunt;
            system.Begin();
            outcome = newton.Solve(options.OperatingPointIterations, false, cancellationToken);
        }

        system.NodeShunt = 0;
        system.Begin();
        return newton.Solve(options.OperatingPointIterations, true, cancellationToken);
    }

    /// <summary>All sources from zero to their values, in steps that adapt.</summary>
    private NewtonOutcome StepSources(CancellationToken cancellationToken)
    {
        var x = system.Target.X;
        var good = new double[x.Length];
        Array.Clear(x);
        system.Target.SourceScale = 0;
        var outcome = Seeded(cancellationToken);
        if (!outcome.Converged)
            outcome = StepShunts(cancellationToken);
        var mostIterations = IterationLimit;
        var (scale, raise) = (0.0, 0.001);
        while (outcome.Converged && scale < 1)
        {
            x.CopyTo(good, 0);
            var next = Math.Min(scale + raise, 1);
            system.Target.SourceScale = next;
            system.Begin();
            outcome = newton.Solve(options.OperatingPointIterations, next == 1, cancellationToken);
            if (outcome.Converged)
            {
                scale = next;
                if (scale < 1 && newton.Iterations >= mostIterations)
                    outcome = outcome with { Converged = false };
                raise *= outcome.Iterations <= options.OperatingPointIterations / 4 ? 1.5 : outcome.Iterations > 3 * options.OperatingPointIterations / 4 ? 0.5 : 1;
            }
            else if (raise > 1e-7 && newton.Iterations < mostIterations)
            {
                good.CopyTo(x, 0);
                raise /= 10;
                outcome = outcome with { Converged = true };
            }
        }

        system.Target.SourceScale = 1;
        return outcome;
    }

    /// <summary>
    /// From the target's point in time, with a capacitance from every node to ground: a step is a conductance to where the node was.
    /// Steps grow while they are easy, until what they hold is next to nothing; where a longer one fails, time goes on in steps that did not.
    /// </summary>
    private NewtonOutcome Relax(CancellationToken cancellationToken)
    {
        const double First = 1, Last = 1e-12, Most = 1e6, Growth = 10;
        if (system.Circuit.IsLinear)
            return default;
        var (mostIterations, mostOfStep) = (IterationLimit, Math.Max(options.OperatingPointIterations / 4, 10));
        var x = system.Target.X;
        double[] good = [.. x];
        var (conductance, solved, factor, outcome) = (First, First, Growth, default(NewtonOutcome));
        system.ShuntVoltages = good;
        try
        {
            while (conductance > Last)
            {
                if (conductance > Most || newton.Iterations >= mostIterations)
                    return outcome with { Converged = false };
                system.NodeShunt = conductance;
                system.Begin();
                outcome = newton.Solve(mostOfStep, false, cancellationToken);
                if (outcome.Converged)
                {
                    x.CopyTo(good, 0);
                    solved = conductance;
                    conductance /= factor;
                    factor = outcome.Iterations <= mostOfStep / 2 ? Math.Min(factor * Math.Sqrt(factor), Growth) : factor;
                }
                else
                {
                    good.CopyTo(x, 0);
                    factor = Math.Max(Math.Sqrt(factor), 1.1);
                    conductance = solved = conductance < solved ? solved : 8 * conductance;
                }
            }
        }
        finally
        {
            (system.NodeShunt, system.ShuntVoltages) = (0, null);
        }

        system.Begin();
        return newton.Solve(options.OperatingPointIterations, true, cancellationToken);
    }

    private long IterationLimit => newton.Iterations + MostSearches * (long)options.OperatingPointIterations;

    private ConvergenceException Failure(NewtonOutcome outcome, double? time, string remedy) =>
        ConvergenceException.NotReached(analysis, (int)newton.Iterations, outcome.Step, outcome.Tolerance,
            outcome.WorstUnknown >= 0 ? system.Circuit.Numbering.NameOf(outcome.WorstUnknown) : null, remedy, time);
}

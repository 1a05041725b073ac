using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>
/// Integrates a circuit step by step. One step: choose its length, predict, solve, see whether anything switched or moved
/// too far, estimate the error, and accept or try a shorter one. Backward Euler goes first and behind every corner of a
/// source; the method of the options follows.
/// </summary>
internal sealed class TransientSolver
{
    private const string Analysis = "transient";

    /// <summary>Attempts between two looks at the pace; the part of them that fails, and the looks in a row, where a transient creeps.</summary>
    private const int AttemptsOfLook = 30_000, PartThatFails = 6, LooksOfCreep = 10;

    /// <summary>Of maxsteps: more steps than that are not taken at a creep. Of the step asked for: so short are its steps.</summary>
    private const double PartOfCreep = 0.1, ShortStep = 1e-3;

    /// <summary>Of the largest step: below it the attempt to go on is given up.</summary>
    private const double SmallestPart = 1e-11;

    /// <summary>Of the largest step, times reltol: the step in which a switch toggles.</summary>
    private const double EventPart = 0.1;

    /// <summary>Of the largest step: no longer does a switch take where it cannot toggle faster.</summary>
    private const double LongestEventPart = 0.1;

    /// <summary>Of the longest step that the last one promises: what is asked for next, so that fewer are rejected.</summary>
    private const double GrowthSafety = 0.8;

    /// <summary>Of the way from a corner to the next: the first step behind it.</summary>
    private const double PartOfEdge = 0.1;

    /// <summary>
    /// A step doubles where so much more is promised, and else grows by little: what is promised between two edges of a train the next
    /// one takes back, and every sixth step was computed in vain.
    /// </summary>
    private const double MuchLonger = 2.5, SlowGrowth = 1.1;

    /// <summary>Of the step that follows a jump: how long the jump takes.</summary>
    private const double InstantPart = 1e-4;

    /// <summary>So many times as long is the next attempt, up to the whole step, where no solution was found.</summary>
    private const double LongerInstant = 100;

    /// <summary>Of the asked span: moments closer together count as one.</summary>
    private const double MomentPart = 1e-6;

    /// <summary>Of the largest step's part of the span: by how much straight lines between the points of a waveform may miss a state's range.</summary>
    private const double LinePart = 0.4;

    /// <summary>The least of it: what states themselves are not exact to needs no points.</summary>
    private const double LeastLinePart = 1e-4;

    private readonly Circuit circuit;
    private readonly SimulatorOptions options;
    private readonly EquationSystem system;
    private readonly StampTarget target;
    private readonly NewtonSolver newton;
    private readonly IntegrationHistory history;
    private readonly IndependentSource[] sources;
    private readonly double largestStep, smallestStep, span;
    private readonly bool usesInitialConditions;

    // The last accepted point and the two before, for the prediction.
    private double[] accepted, before, earlier;

    /// <summary>
    /// Whether the accepted point goes on from the one before; and that from the one before it, too, and was found with old factors. What Newton's own
    /// steps leave of a node that next to nothing holds, a parabola leads to where no step finds back.
    /// </summary>
    private bool canPredict, canBend;

    /// <summary>Whether the last attempt found its point with the factors of an earlier one.</summary>
    private bool isOfOldFactors;
    private bool isDiscontinuous;
    private double nextStep, nextCorner;
    private int order = 1;

    private Watching? watching;

    /// <summary>The step asked for, and where the transient ends, if it is known [s]; counts and time at the last look at the pace, and how many were slow in a row.</summary>
    private readonly double askedStep;
    private double? stop;
    private (long Failures, long Steps, double Time, int Slow) creep;

    /// <summary>The last accepted step: its length, its formula, whether it had a past, and how long the next one is if it forgot the past.</summary>
    private (double Length, int Order, bool HasPast, double? Restart) taken;

    public TransientSolver(Circuit circuit, TransientAnalysis analysis)
    {
        this.circuit = circuit;
        options = circuit.Options;
        var (step, last, start) = (analysis.Step.Number, analysis.Stop.Number, analysis.Start.Number);
        if (!(step > 0 && double.IsFinite(step) && last > 0 && double.IsFinite(last) && start >= 0 && start < last))
            throw NetlistException.Because($".tran from {SiText.Format(start, "s")} to {SiText.Format(last, "s")} in steps of {SiText.Format(step, "s")}: step and stop must be above zero, and the start before the stop.");
        (askedStep, largestStep) = (step, analysis.LargestStep);
        if (!(largestStep > 0 && double.IsFinite(largestStep)))
            throw NetlistException.Because($".tran: the largest step {SiText.Format(largestStep, "s")} must be above zero.");
        smallestStep = SmallestPart * largestStep;
        span = last - start;
        nextStep = Math.Min(largestStep, 0.01 * Math.Min(last / 100, step));
        usesInitialConditions = analysis.UseInitialConditions;
        system = new EquationSystem(circuit);
        target = system.Target;
        newton = new NewtonSolver(system);
        history = new IntegrationHistory(target, circuit);
        sources = [.. circuit.Numbering.Sources.Values];
        accepted = new double[target.X.Length];
        before = new double[target.X.Length];
        earlier = new double[target.X.Length];
        foreach (var source in sources)
            source.FollowsTime = true;
    }

    /// <summary>Time of the last accepted point [s].</summary>
    public double Time { get; private set; }

    /// <summary>The last accepted point: node voltages [V], branch currents [A], 0 for ground.</summary>
    public double[] X => accepted;

    /// <summary>The operating point with its nodes still held by .ic, like <see cref="X"/>; null where nothing was held.</summary>
    public double[]? Held { get; private set; }

    public StampTarget Target => target;

    public TransientStatistics Statistics { get; private set; } = new(0, 0, 0, 0);

    /// <summary>Finds the point at time zero.</summary>
    public void Start(CancellationToken cancellationToken)
    {
        HeldNode[] conditions =
            [.. circuit.Flat.InitialConditions.Where(c => !c.Node.IsGround).Select(c => new HeldNode(circuit.Numbering.IndexOfNode(c.Node, ".ic"), c.Voltage.Number, circuit.Numbering.UnknownCount))];
        Time = target.Time = 0;
        target.Alpha = 0;
        target.StatesFrozen = true;
        var search = new OperatingPointSearch(system, newton, "operating point of the transient");
        var holdsStates = false;
        if (usesInitialConditions)
        {
            system.RequireDetermined(isDc: false);
            foreach (var (node, voltage, _) in conditions)
                target.X[node] = voltage;
            circuit.Numbering.CopyToInternalNodes(target.X);
            system.Begin();
            system.Evaluate();
            target.Charges.CopyTo(target.AcceptedCharges, 0);
            target.Memory.CopyTo(target.AcceptedMemory, 0);
            system.PrescribeStart();
        }
        else
        {
            system.Holds = conditions;
            system.RequireDetermined(isDc: true);
            holdsStates = search.SolveFromNothing(OperatingPointSolver.NodeSets(circuit), null, cancellationToken);
            system.Holds = [];
            target.Charges.CopyTo(target.AcceptedCharges, 0);
            system.AcceptDevices();
        }

        target.X.CopyTo(accepted, 0);
        // Time zero shows nodes as .ic holds them; what follows begins behind their release.
        Held = conditions.Length > 0 && !usesInitialConditions ? [.. accepted] : null;
        if (usesInitialConditions || conditions.Length > 0 || holdsStates)
            SettleJump(cancellationToken);
        nextCorner = NextCorner();
        // Time zero is a corner like any other: the edge that begins there is not passed in one step.
        nextStep = Math.Max(Math.Min(nextStep, PartOfEdge * nextCorner), 2 * smallestStep);
        history.Restart(nextStep);
        Count(0, 0);
    }

    /// <summary>Something changed at once (a source, a switch, a state): what was integrated so far predicts nothing.</summary>
    public void Interrupt() => isDiscontinuous = true;

    /// <summary>A source will go another way from here on, without a jump: the present time is a corner.</summary>
    public void Turn()
    {
        nextCorner = NextCorner();
        order = 1;
        canPredict = false;
        nextStep = Math.Max(Math.Min(nextStep, PartOfEdge * (nextCorner - Time)), 2 * smallestStep);
    }

    /// <summary>Solves for the point right behind a change, if there was one.</summary>
    public void Settle(CancellationToken cancellationToken)
    {
        if (isDiscontinuous)
            Resume(cancellationToken);
    }

    /// <summary>
    /// From now on points within steps are shown where a device state has a corner or bends, in the target's X and memory,
    /// before the step is accepted. They cost a solution each, and the steps know nothing of them.
    /// </summary>
    /// <param name="pointSeen">Told the time of each.</param>
    /// <param name="statesOnly">Only memory is looked at, so that nothing needs to be solved.</param>
    /// <param name="from">Steps that end before it are not looked into [s].</param>
    public void Watch(Action<double> pointSeen, bool statesOnly, double from) => watching = new Watching(pointSeen, statesOnly, from);

    /// <summary>
    /// From now on a transient that creeps is given up: where something jumps again and again, or a law has no solution, short steps get
    /// past each such moment, but not to the end.
    /// </summary>
    /// <param name="time">Where the transient ends [s].</param>
    public void EndAt(double time) => stop = time;

    private void RequirePace(double h, NewtonOutcome outcome)
    {
        var (steps, failures) = (Statistics.AcceptedSteps - creep.Steps, Statistics.RejectedSteps - creep.Failures);
        if (stop is not { } until || steps + failures < AttemptsOfLook)
            return;
        var rest = (until - Time) / (Time - creep.Time) * Math.Max(steps, 1);
        var isSlow = rest > PartOfCreep * options.MostSteps;
        var slow = isSlow && Time - creep.Time < ShortStep * askedStep * steps ? creep.Slow + 1 : 0;
        if ((isSlow && failures * PartThatFails >= steps + failures) || slow >= LooksOfCreep)
        {
            var jumping = Enumerable.Range(0, circuit.Numbering.UnknownCount).MaxBy(k => Math.Abs(target.X[k] - before[k]) / Math.Max(Math.Abs(before[k]), options.VoltageTolerance));
            throw ConvergenceException.Creeping(Analysis, Time, h, rest, options.MostSteps, circuit.Numbering.NameOf(outcome.Converged ? jumping : Math.Max(outcome.WorstUnknown, 0)));
        }

        creep = (Statistics.RejectedSteps, Statistics.AcceptedSteps, Time, slow);
    }

    /// <summary>Goes on by one accepted step that does not pass <paramref name="limit"/>.</summary>
    /// <exception cref="ConvergenceException">No step, however short, succeeded.</exception>
    public void Step(double limit, CancellationToken cancellationToken)
    {
        Settle(cancellationToken);
        var wanted = Math.Min(nextStep, largestStep);
        var h = wanted;
        var outcome = default(NewtonOutcome);
        var shortestInstant = Math.Max(options.RelativeTolerance * EventPart * largestStep, 2 * Resolution);
        var (instant, mayTakeLonger) = (shortestInstant, true);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A corner a hair before the limit is the limit: a step between the two would be all rounding.
            var landing = nextCorner < limit - Resolution ? nextCorner : limit;
            var remaining = landing - Time;
            // Neither run past the end nor leave a sliver before it.
            var lands = h >= remaining - Resolution;
            if (lands)
                h = remaining;
            else if (2 * h > remaining)
                h = 0.5 * remaining;
            var time = lands ? landing : Time + h;
            outcome = Attempt(h, time, cancellationToken);
            if (!outcome.Converged)
            {
                order = 1;
                // A toggle so short may drown what an open switch conducts beside a capacitance, and a shorter one all the more.
                var longer = LongerInstant * instant;
                if (mayTakeLonger && h <= 1.001 * instant && longer <= LongestEventPart * largestStep && system.Switched())
                {
                    Reject(h, outcome);
                    h = instant = longer;
                    continue;
                }

                mayTakeLonger &= instant == shortestInstant;
                var shorter = (mayTakeLonger ? h : Math.Min(h, shortestInstant)) / 8;
                if (!CanShorten(h, shorter) && Jump(shortestInstant, landing, wanted, cancellationToken))
                    return;
                h = Shorten(h, shorter, outcome, null);
                instant = shortestInstant;
                continue;
            }

            var part = system.AcceptablePart(h, instant);
            if (part < 1)
            {
                h = Shorten(h, part * h, outcome, null);
                continue;
            }

            var longest = history.LongestStep(order, out var worst);
            var longestForStates = system.LongestStep(h);
            // A switch that toggles moves charge at once: no part of its instant would be right.
            if ((longest <= 0.9 * h || longestForStates <= 0.9 * h) && !(h <= 1.001 * instant && system.Switched()))
            {
                // Rounding makes an estimate jump now and then; a step never shrinks to nothing at once.
                h = Shorten(h, Math.Max(Math.Min(longest, 0.9 * longestForStates), 0.01 * h), outcome, worst);
                continue;
            }

            if (watching is not null && time >= watching.From && circuit.Memristors.Count > 0)
                Show(watching, h, cancellationToken);
            Accept(h, time, lands, wanted, longest, longestForStates);
            RequirePace(h, outcome);
            return;
        }
    }

    private void Show(Watching watching, double h, CancellationToken cancellationToken)
    {
        var parts = watching.Parts;
        parts.Clear();
        system.AddMoments(h, Math.Max(LeastLinePart, LinePart * largestStep / span), parts);
        if (parts.Count == 0)
            return;
        parts.Sort();
        double[] x = [.. target.X], memory = [.. target.Memory], charges = [.. target.Charges];
        var whole = target.Time;
        var nearest = Math.Max(Math.Min(MomentPart * span, 1e-3 * h), 2 * Resolution) / h;
        var last = 0.0;
        foreach (var part in parts)
        {
            if (part - last < nearest || 1 - part < nearest)
                continue;
            last = part;
            target.Time = Time + part * h;
            for (var k = 0; k < x.Length; k++)
                target.X[k] = accepted[k] + part * (x[k] - accepted[k]);
            if (watching.StatesOnly)
            {
                system.Interpolate(memory, h, part);
            }
            else
            {
                history.Prepare(order, part * h);
                system.Begin();
                // The step itself has been solved: a point within it that has not is left out.
                if (!newton.Solve(options.TransientIterations, false, cancellationToken).Converged)
                    continue;
            }

            watching.PointSeen(target.Time);
        }

        target.Time = whole;
        x.CopyTo(target.X, 0);
        memory.CopyTo(target.Memory, 0);
        charges.CopyTo(target.Charges, 0);
        history.Prepare(order, h);
    }

    private double Resolution => Math.Max(smallestStep, 8 * double.Epsilon + 4e-16 * Time);

    private NewtonOutcome Attempt(double h, double time, CancellationToken cancellationToken)
    {
        target.Time = time;
        target.HasPast = canPredict;
        history.Prepare(order, h);
        // A step that cannot become shorter has nothing to save.
        var iterations = h > 4 * Resolution ? options.TransientIterations : options.OperatingPointIterations;
        var outcome = SolveStep(h, iterations, holdsDrowned: false, cancellationToken);
        if (!outcome.Converged && system.HasDrowned)
            outcome = SolveStep(h, iterations, holdsDrowned: true, cancellationToken);
        isOfOldFactors = newton.HasUsedOldFactors;
        return outcome;
    }

    private NewtonOutcome SolveStep(double h, int iterations, bool holdsDrowned, CancellationToken cancellationToken)
    {
        accepted.CopyTo(target.X, 0);
        target.StatesFrozen = false;
        system.Begin();
        // A linear circuit needs one step from anywhere.
        if (canPredict && !circuit.IsLinear)
            Predict(h);
        system.HoldsDrowned = holdsDrowned;
        var outcome = newton.Solve(iterations, false, cancellationToken);
        system.HoldsDrowned = false;
        return outcome;
    }

    /// <summary>
    /// The line through the last two points; the parabola through the last three, which saves a large circuit an iteration a step, where old
    /// factors leave next to nothing of an error. It makes seven times as much of what Newton's own steps leave, and needs more of them (measured).
    /// </summary>
    private void Predict(double h)
    {
        var (x, zero, one, two) = (target.X, accepted, before, earlier);
        var (last, past) = (history.LastStep, history.StepBefore);
        var bend = canBend && system.HasUsableFactors ? h * (h + last) / (last + past) : 0;
        var (line, parabola) = ((h + bend) / last, bend / past);
        for (var k = 0; k < x.Length; k++)
            x[k] = zero[k] + line * (zero[k] - one[k]) - parabola * (one[k] - two[k]);
    }

    /// <summary>
    /// Takes the step that another solver took last, of a circuit with slightly other values, by the same formula; and solves it as
    /// exactly as rounding allows, so that what two followers differ by is a derivative.
    /// </summary>
    /// <exception cref="ConvergenceException">The circuit has no solution there.</exception>
    public void Follow(TransientSolver leader, CancellationToken cancellationToken)
    {
        var (h, formula, hasPast, restart) = leader.taken;
        accepted.CopyTo(target.X, 0);
        target.Time = leader.Time;
        target.StatesFrozen = false;
        target.HasPast = hasPast;
        history.Prepare(formula, h);
        system.Begin();
        for (var k = 0; k < accepted.Length; k++)
            target.X[k] += leader.accepted[k] - leader.before[k];
        var outcome = newton.Solve(options.OperatingPointIterations, true, cancellationToken);
        if (!outcome.Converged)
            throw ConvergenceException.StepTooSmall(Analysis, Time, h, outcome.Iterations, outcome.Step, outcome.Tolerance, circuit.Numbering.NameOf(Math.Max(outcome.WorstUnknown, 0)));
        history.Accept();
        system.AcceptDevices();
        (accepted, before) = (before, accepted);
        target.X.CopyTo(accepted, 0);
        Time = leader.Time;
        if (restart is { } next)
            history.Restart(next);
    }

    private void Accept(double h, double time, bool lands, double wanted, double longest, double longestForStates, bool jumps = false)
    {
        taken = (h, order, canPredict, null);
        if (order == 1)
        {
            // The higher order from the second step on, if it pays.
            var atSecondOrder = history.LongestStep(2, out _);
            if (atSecondOrder > 1.05 * h)
            {
                order = 2;
                longest = atSecondOrder;
            }
        }

        longest = Math.Min(longest, longestForStates);
        var switched = jumps || system.Switched();
        history.Accept();
        system.AcceptDevices();
        (accepted, before, earlier) = (earlier, accepted, before);
        target.X.CopyTo(accepted, 0);
        Time = time;
        (canPredict, canBend) = (!switched, canPredict && isOfOldFactors);
        // A step that was cut short to land somewhere says nothing about the next one's length.
        nextStep = Math.Min(Math.Min(GrowthSafety * longest, largestStep), lands ? Math.Max(2 * h, wanted) : (longest >= MuchLonger * h ? 2 : SlowGrowth) * h);
        if (switched)
        {
            order = 1;
            nextStep = Math.Max(Math.Min(nextStep, 0.1 * wanted), 2 * smallestStep);
            history.Restart(nextStep);
            taken.Restart = nextStep;
        }

        if (Time >= nextCorner - Resolution)
        {
            nextCorner = NextCorner();
            order = 1;
            canPredict = false;
            nextStep = Math.Min(nextStep, PartOfEdge * Math.Min(wanted, nextCorner - Time));
        }

        nextStep = Math.Max(nextStep, 2 * smallestStep);
        Count(1, 0);
    }

    private void Reject(double h, NewtonOutcome outcome)
    {
        Count(0, 1);
        RequirePace(h, outcome);
    }

    private bool CanShorten(double h, double shorter) => shorter > Resolution || h > 2 * Resolution;

    /// <summary>
    /// A step to where a circuit falls. A loop without memory, as of a comparator of ideal sources that
    /// feeds itself, comes to the end of a branch of its curve: behind it no step, however short, has a solution near the last point,
    /// and far from it there is one. Like a switch that toggles, it takes a moment, in which charges move by what flows, and no part
    /// of that moment would be right.
    /// </summary>
    /// <returns>Whether there is such a place.</returns>
    private bool Jump(double shortest, double landing, double wanted, CancellationToken cancellationToken)
    {
        var search = new OperatingPointSearch(system, newton, Analysis);
        // Far enough behind the end of its branch that no rounding holds the circuit there.
        for (var part = shortest; part <= LongestEventPart * largestStep; part *= LongerInstant)
        {
            var lands = part >= landing - Time - Resolution;
            var (h, time) = lands ? (landing - Time, landing) : (part, Time + part);
            accepted.CopyTo(target.X, 0);
            (target.Time, target.StatesFrozen, target.HasPast) = (time, false, false);
            history.Prepare(1, h);
            if (!search.TrySolveFromHere(options.OperatingPointIterations, cancellationToken))
                continue;
            isOfOldFactors = false;
            order = 1;
            Accept(h, time, lands, wanted, h, h, jumps: true);
            RequirePace(h, new NewtonOutcome(true, 0, -1, 0, 0));
            return true;
        }

        return false;
    }

    private double Shorten(double h, double shorter, NewtonOutcome outcome, int? worstCharge)
    {
        Reject(h, outcome);
        if (CanShorten(h, shorter))
            return shorter > Resolution ? shorter : 2 * Resolution;
        throw worstCharge is null && outcome.WorstUnknown >= 0
            ? ConvergenceException.StepTooSmall(Analysis, Time, h, (int)newton.Iterations, outcome.Step, outcome.Tolerance, circuit.Numbering.NameOf(outcome.WorstUnknown))
            : ConvergenceException.StepTooSmall(Analysis, Time, h, (int)newton.Iterations, 0, 0, null);
    }

    /// <summary>Goes on behind a jump: finds the point right after it and begins anew with a short step.</summary>
    private void Resume(CancellationToken cancellationToken)
    {
        isDiscontinuous = false;
        accepted.CopyTo(target.X, 0);
        nextStep = Math.Max(Math.Min(0.1 * nextStep, 1e-3 * largestStep), 2 * smallestStep);
        SettleJump(cancellationToken);
        history.Restart(nextStep);
        nextCorner = NextCorner();
        Count(0, 0);
    }

    /// <summary>
    /// The point right behind a jump: one backward Euler step of next to no length. Charges that only finite currents could change
    /// stay; those that a source or an ideal loop forces jump. States of devices stand still.
    /// </summary>
    private void SettleJump(CancellationToken cancellationToken)
    {
        target.Time = Time;
        target.StatesFrozen = true;
        var search = new OperatingPointSearch(system, newton, Analysis);
        // Shorter, and rounding of the charges would drown the currents; where they are drowned already, longer ones follow.
        for (var part = InstantPart; ; part *= LongerInstant)
        {
            history.Prepare(1, part * nextStep);
            try
            {
                search.SolveFromHere(options.OperatingPointIterations, Time, cancellationToken);
                break;
            }
            catch (CircuitSimException e) when (part < 1 && e is (ConvergenceException or SingularMatrixException))
            {
                accepted.CopyTo(target.X, 0);
            }
        }

        for (var k = 0; k < target.Charges.Length; k++)
        {
            var (old, now) = (target.AcceptedCharges[k], target.Charges[k]);
            // A rate belongs to a charge that only began to move; where it jumped, its rate was the impulse.
            var jumped = Math.Abs(now - old) > 1e-6 * Math.Max(Math.Max(Math.Abs(now), Math.Abs(old)), circuit.Numbering.Charges[k].ValueFloor);
            target.AcceptedRates[k] = jumped ? 0 : target.Rate(k);
            target.AcceptedCharges[k] = now;
        }

        target.Memory.CopyTo(target.AcceptedMemory, 0);
        target.X.CopyTo(accepted, 0);
        canPredict = false;
        order = 1;
    }

    private double NextCorner()
    {
        var next = double.PositiveInfinity;
        // Corners nearer than time can be resolved count as one.
        foreach (var source in sources)
            next = Math.Min(next, source.NextCorner(Time + Resolution));
        return next;
    }

    private void Count(int acceptedSteps, int rejectedSteps) => Statistics = new TransientStatistics(
        Statistics.AcceptedSteps + acceptedSteps, Statistics.RejectedSteps + rejectedSteps, newton.Iterations, system.Factorizations);

    /// <summary>Both who goes on from here and who comes back go on with factors of their own, and so bit by bit alike.</summary>
    public TransientSnapshot Save()
    {
        newton.ForgetFactors();
        return Snapshot();
    }

    private TransientSnapshot Snapshot() => new()
    {
        Time = Time,
        X = [.. accepted],
        Before = [.. before],
        Earlier = [.. earlier],
        Charges = [.. target.AcceptedCharges],
        Rates = [.. target.AcceptedRates],
        Memory = [.. target.AcceptedMemory],
        History = history.Save(),
        Overrides = [.. sources.Select(s => s.Override)],
        Courses = [.. sources.Select(s => s.Course)],
        CanPredict = canPredict,
        CanBend = canBend,
        IsDiscontinuous = isDiscontinuous,
        NextStep = nextStep,
        NextCorner = nextCorner,
        Order = order,
    };

    public void Restore(TransientSnapshot s)
    {
        if (s.X.Length != accepted.Length || s.Charges.Length != target.Charges.Length || s.Overrides.Length != sources.Length)
            throw InvalidParameterException.Because("snapshot", "the saved state belongs to another circuit; restore it into a session of the same netlist.");
        newton.ForgetFactors();
        Time = s.Time;
        s.X.CopyTo(accepted, 0);
        s.Before.CopyTo(before, 0);
        s.Earlier.CopyTo(earlier, 0);
        s.Charges.CopyTo(target.AcceptedCharges, 0);
        s.Charges.CopyTo(target.Charges, 0);
        s.Rates.CopyTo(target.AcceptedRates, 0);
        s.Memory.CopyTo(target.AcceptedMemory, 0);
        history.Restore(s.History);
        for (var k = 0; k < sources.Length; k++)
            (sources[k].Override, sources[k].Course) = (s.Overrides[k], s.Courses[k]);
        (canPredict, canBend, isDiscontinuous, nextStep, nextCorner, order) = (s.CanPredict, s.CanBend, s.IsDiscontinuous, s.NextStep, s.NextCorner, s.Order);
    }

    private sealed record Watching(Action<double> PointSeen, bool StatesOnly, double From)
    {
        /// <summary>Of the step at hand, at which there is something to see.</summary>
        public List<double> Parts { get; } = [];
    }
}

using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>F(x) = 0 of a circuit with its matrix: the pattern and its ordering are found once, values and factors as often as the point changes.</summary>
internal sealed class EquationSystem
{
    /// <summary>Conductance by which a node is held at a voltage [S].</summary>
    private const double HoldConductance = 1e10;

    /// <summary>Unknowns from which factors cost so much more than a solution that old ones are worth a few more iterations.</summary>
    private const int ManyUnknowns = 200;

    /// <summary>Part by which Alpha may differ from that of factors that are used again.</summary>
    private const double AlphaPart = 0.1;

    /// <summary>Devices that stand still from which on they are worth being kept apart.</summary>
    private const int LeastStill = 8;

    /// <summary>Of the largest entry of its column: what is left of a pivot so small is rounding for the most part.</summary>
    private const double DrownedPart = 1e-11;

    private readonly Circuit circuit;
    private readonly DeviceGroup[] groups, linearGroups, otherGroups;
    private readonly SparseLu lu;
    private readonly int[] diagonals;
    private readonly bool stampsResidualAlone;
    private StillShares? still;
    private bool hasStill;
    private IReadOnlyList<HeldNode> holds = [];
    private (double Alpha, double Shunt, object Holds) factored = (double.NaN, 0, "");

    /// <summary>Whether the next factors choose pivots of their own; those that an earlier point chose would show in the last bits.</summary>
    private bool needsPivots;

    private bool isDrowned;

    public EquationSystem(Circuit circuit)
    {
        this.circuit = circuit;
        groups = [.. circuit.Groups];
        (linearGroups, otherGroups) = ([.. groups.Where(g => g.IsLinear)], [.. groups.Where(g => !g.IsLinear)]);
        var plan = new MatrixPlan(circuit.Numbering.UnknownCount);
        foreach (var group in groups)
            group.Reserve(plan);
        // Shunts and holds need the diagonal of every node; a linear circuit without initial conditions never has them.
        var hasDiagonals = !circuit.IsLinear || circuit.Flat.InitialConditions.Count > 0 || circuit.Flat.NodeSets.Count > 0;
        diagonals = new int[hasDiagonals ? circuit.Numbering.VoltageCount : 0];
        for (var node = 0; node < diagonals.Length; node++)
            diagonals[node] = plan.Reserve(node, node);
        Pattern = plan.Build(out var slots);
        foreach (var group in groups)
            group.Resolve(slots);
        for (var node = 0; node < diagonals.Length; node++)
            diagonals[node] = slots[diagonals[node]];
        lu = SparseLu.Analyze(Pattern);
        Target = new StampTarget(circuit.Numbering.UnknownCount, Pattern.EntryCount, circuit.Numbering.Charges.Count, circuit.Numbering.MemoryCount)
        {
            JunctionConductance = circuit.Options.MinimumConductance,
        };
        ContinuesCharges = groups.All(g => g.ContinuesCharges);
        stampsResidualAlone = groups.All(g => g.StampsResidualAlone);
        PrescribeStart();
    }

    public Circuit Circuit => circuit;

    public StampTarget Target { get; }

    /// <summary>Of ∂F/∂x, the target's Jacobian entry by entry.</summary>
    public SparsePattern Pattern { get; }

    /// <summary>A conductance from every node to <see cref="ShuntVoltages"/> [S].</summary>
    public double NodeShunt { get; set; }

    /// <summary>Voltages to which shunts lead, by node; null: all to ground [V].</summary>
    public double[]? ShuntVoltages { get; set; }

    /// <summary>Nodes that are held at voltages; empty to release them.</summary>
    public IReadOnlyList<HeldNode> Holds
    {
        get => holds;
        set => holds = value;
    }

    public long Factorizations { get; private set; }

    /// <summary>See <see cref="DeviceGroup.ContinuesCharges"/>.</summary>
    public bool ContinuesCharges { get; }

    /// <summary>Finds, before any number is computed, what leaves the circuit without a unique solution; nodes that are held have theirs.</summary>
    /// <param name="isDc">Whether capacitors are open and inductors are short circuits.</param>
    /// <exception cref="SingularMatrixException">Equations that contradict each other, a floating node, or a loop of voltage sources.</exception>
    public void RequireDetermined(bool isDc)
    {
        if (circuit.FindUndetermined(isDc, holds.Select(h => h.Node)) is { } fault)
            throw Contradiction.Find(this, isDc) ?? fault;
    }

    /// <summary>Sources take their values of the target's time, limiting starts from the target's point.</summary>
    public void Begin()
    {
        foreach (var group in groups)
            group.Begin(Target);
    }

    /// <summary>What devices remember becomes that of the target's point, which is accepted.</summary>
    /// <exception cref="InvalidParameterException">A device is outside the range of its card there.</exception>
    public void AcceptDevices()
    {
        foreach (var group in groups)
            group.RequireInRange(Target);
        Target.Memory.CopyTo(Target.AcceptedMemory, 0);
    }

    /// <summary>The start that the netlist prescribes; X holds the initial node voltages.</summary>
    public void PrescribeStart()
    {
        foreach (var group in groups)
            group.PrescribeStart(Target);
    }

    /// <summary>See <see cref="DeviceGroup.AcceptablePart"/>.</summary>
    public double AcceptablePart(double step, double resolution)
    {
        var part = 1.0;
        foreach (var group in groups)
            part = Math.Min(part, group.AcceptablePart(Target, step, resolution));
        return part;
    }

    /// <summary>See <see cref="DeviceGroup.LongestStep"/>.</summary>
    public double LongestStep(double step)
    {
        var longest = double.PositiveInfinity;
        foreach (var group in groups)
            longest = Math.Min(longest, group.LongestStep(Target, step));
        return longest;
    }

    /// <summary>See <see cref="DeviceGroup.AddMoments"/>.</summary>
    public void AddMoments(double step, double straightness, List<double> parts)
    {
        foreach (var group in groups)
            group.AddMoments(Target, step, straightness, parts);
    }

    /// <summary>See <see cref="DeviceGroup.Interpolate"/>.</summary>
    public void Interpolate(ReadOnlySpan<double> end, double step, double part)
    {
        foreach (var group in groups)
            group.Interpolate(Target, end, step, part);
    }

    /// <summary>See <see cref="DeviceGroup.Switched"/>.</summary>
    public bool Switched()
    {
        foreach (var group in groups)
        {
            if (group.Switched(Target))
                return true;
        }

        return false;
    }

    /// <summary>Computes F and ∂F/∂x at the target's point.</summary>
    public void Evaluate()
    {
        if (HasFactors)
        {
            EvaluateResidual();
            return;
        }

        Clear();
        foreach (var group in groups)
            group.Stamp(Target);
        StampShuntAndHolds();
    }

    /// <summary>The same of a point near which others will follow, by <see cref="EvaluateNear"/>; not to the last bit.</summary>
    public void EvaluateFirst()
    {
        if (HasFactors)
        {
            EvaluateResidual();
            return;
        }

        Clear();
        var stillCount = 0;
        foreach (var group in groups)
            stillCount += group.StampStill(Target);
        hasStill = stillCount >= LeastStill;
        if (hasStill)
            (still ??= new StillShares(Target)).Keep(Target);
        foreach (var group in groups)
            group.StampMoving(Target);
        StampShuntAndHolds();
    }

    /// <summary>
    /// F and ∂F/∂x at a point near that of <see cref="EvaluateFirst"/>, at the same time and with the same formula: what is linear
    /// or stands still is continued together, by one product with its matrix, and only what moves is evaluated.
    /// </summary>
    public void EvaluateNear()
    {
        if (!hasStill || !StandsStill())
        {
            EvaluateFirst();
            return;
        }

        Target.X[^1] = 0;
        Target.LimitedCount = 0;
        Target.IsUndefined = false;
        still!.Continue(Target, Pattern);
        foreach (var group in groups)
            group.StampMoving(Target);
        StampShuntAndHolds();
    }

    /// <summary>F at a point that is solved with the factors at hand: where no group gains by its derivatives, without them.</summary>
    public void EvaluateForOldFactors(bool isNear)
    {
        if (!stampsResidualAlone || NodeShunt > 0)
        {
            if (isNear)
                EvaluateNear();
            else
                EvaluateFirst();
            return;
        }

        Array.Clear(Target.CurrentScale);
        Target.LimitedCount = 0;
        Target.IsUndefined = false;
        hasStill = false;
        EvaluateResidual();
    }

    private bool StandsStill()
    {
        foreach (var group in groups)
        {
            if (!group.StandsStill(Target))
                return false;
        }

        return true;
    }

    private void Clear()
    {
        var target = Target;
        Array.Clear(target.Jacobian);
        Array.Clear(target.Residual);
        if (!circuit.IsLinear)
            Array.Clear(target.CurrentScale);
        target.X[^1] = 0;
        target.LimitedCount = 0;
        target.IsUndefined = false;
    }

    private void StampShuntAndHolds()
    {
        var target = Target;
        if (NodeShunt > 0)
        {
            for (var node = 0; node < diagonals.Length; node++)
            {
                target.Residual[node] += NodeShunt * (ShuntVoltages is { } voltages ? target.X[node] - voltages[node] : target.X[node]);
                target.Jacobian[diagonals[node]] += NodeShunt;
            }
        }

        foreach (var (node, voltage, like) in holds)
        {
            target.Residual[node] += HoldConductance * (target.X[node] - target.X[like] - voltage);
            target.Jacobian[diagonals[node]] += HoldConductance;
        }
    }

    /// <summary>Factors ∂F/∂x of the last evaluation, unless it cannot have changed.</summary>
    public FactorOutcome Factor()
    {
        if (HasFactors)
            return new FactorOutcome(-1, 1, false);
        Factorizations++;
        if (HoldsDrowned)
        {
            foreach (var diagonal in diagonals)
                Target.Jacobian[diagonal] *= 1 + DrownedPart;
        }

        var outcome = needsPivots ? lu.Factor(Target.Jacobian) : lu.Refactor(Target.Jacobian);
        needsPivots = false;
        factored = outcome.Succeeded && !HoldsDrowned ? (Target.Alpha, NodeShunt, holds) : (double.NaN, 0, "");
        isDrowned = !(outcome.SmallestPivotRatio > DrownedPart);
        return outcome;
    }

    /// <summary>
    /// Whether rounding swallowed much of a pivot of the last factorization. C/h of a capacitance between two nodes that hardly anything
    /// ties to the rest does that: the charge decides what lies between them, and a rest of the sums where both lie.
    /// </summary>
    public bool HasDrowned => isDrowned && Target.Alpha > 0;

    /// <summary>
    /// Newton's steps leave such nodes together where they are. They still end where currents balance; a matrix with that part more on
    /// its diagonal only leads there otherwise, and everything else does not notice.
    /// </summary>
    public bool HoldsDrowned { get; set; }

    /// <summary>Whether the factors at hand, of a nearby point, may stand in for those of this one.</summary>
    public bool HasUsableFactors =>
        circuit.Numbering.UnknownCount >= ManyUnknowns && !circuit.IsLinear && factored.Shunt == NodeShunt && ReferenceEquals(factored.Holds, holds)
        && Math.Abs(factored.Alpha - Target.Alpha) <= (circuit.Numbering.Charges.Count == 0 ? double.PositiveInfinity : AlphaPart * Target.Alpha);

    /// <summary>
    /// Iterations with old factors that cost as much as two of Newton's own, which most points need. A factorization costs as
    /// much as the rest of an iteration at four entries a column (measured), and grows with their number.
    /// </summary>
    public double IterationsWorthFactors => 2 * (1 + lu.FactorEntryCount / (4.0 * circuit.Numbering.UnknownCount));

    /// <summary>Makes the next point find a matrix and factors of its own, even of a linear circuit.</summary>
    public void ForgetEverything()
    {
        factored = (double.NaN, 0, "");
        (NodeShunt, ShuntVoltages) = (0, null);
    }

    /// <summary>Makes the next point find factors of its own, so that it does not depend on what came before.</summary>
    public void ForgetFactors()
    {
        if (!circuit.IsLinear)
            (factored, needsPivots) = ((double.NaN, 0, ""), true);
        ForgetEvaluations();
    }

    /// <summary>See <see cref="DeviceGroup.ForgetEvaluations"/>.</summary>
    public void ForgetEvaluations()
    {
        foreach (var group in groups)
            group.ForgetEvaluations();
    }

    /// <summary>Whether the factors at hand are those of any point: the circuit is linear and nothing else has changed.</summary>
    private bool HasFactors =>
        circuit.IsLinear && factored.Alpha == Target.Alpha && factored.Shunt == NodeShunt && ReferenceEquals(factored.Holds, holds);

    private void EvaluateResidual()
    {
        var target = Target;
        Array.Clear(target.Residual);
        target.X[^1] = 0;
        foreach (var group in linearGroups)
            group.StampResidual(target);
        foreach (var group in otherGroups)
            group.StampResidual(target);
        foreach (var (node, voltage, like) in holds)
            target.Residual[node] += HoldConductance * (target.X[node] - target.X[like] - voltage);
    }

    /// <summary>See <see cref="DeviceGroup.StoreCharges"/>; those of other groups are those of the last evaluation.</summary>
    public void StoreCharges()
    {
        foreach (var group in groups)
            group.StoreCharges(Target);
    }

    /// <summary>(∂F/∂x)⁻¹ F with the residual of the last evaluation and the factors at hand, in place of the residual.</summary>
    public ReadOnlySpan<double> SolveForStep()
    {
        var step = Target.Residual.AsSpan(0, circuit.Numbering.UnknownCount);
        lu.Solve(step);
        return step;
    }
}

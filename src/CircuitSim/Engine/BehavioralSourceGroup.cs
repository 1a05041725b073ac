using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Engine;

/// <summary>
/// Sources whose current or voltage is an expression of node voltages, branch currents and time. Each control u is a
/// difference x_c − x_d of unknowns. A step within which a condition or a rounding makes a value jump is cut to the jump.
/// </summary>
/// <param name="celsius">Temperature of the circuit [°C].</param>
internal sealed class BehavioralSourceGroup(double celsius) : ElementGroup
{
    private readonly List<Source> sources = [];
    private readonly List<Source> jumping = [];
    private readonly ProgramShapes shapes = new();

    public override IReadOnlyList<Type> Kinds { get; } = [typeof(BehavioralSource)];

    public override bool IsEmpty => sources.Count == 0;

    public override bool IsLinear => false;

    public override void Accept(Element element, CircuitNumbering numbering)
    {
        var source = (BehavioralSource)element;
        var expression = BoundExpression.Bind(source.Value, shapes);
        var controls = expression.Controls.Select(control => numbering.Unknowns(control, source.Name)).ToList();
        var (a, b) = (numbering.Node(source.Positive), numbering.Node(source.Negative));
        int? branch = source.HasBranchCurrent ? numbering.Branch(source.Name) : null;
        // The derivatives go to both node equations, or with a minus sign to the branch equation.
        var (row, opposite) = branch is { } own ? (numbering.UnknownCount, own) : (a, b);
        var made = new Source
        {
            Name = source.Name,
            A = a,
            B = b,
            Stamp = branch is { } place ? new BranchStamp(a, b, place) : null,
            Expression = expression,
            Plus = [.. controls.Select(c => new ControlStamp(row, opposite, c.Plus))],
            Minus = [.. controls.Select(c => new ControlStamp(row, opposite, c.Minus))],
            Values = new double[controls.Count],
            Derivatives = new double[controls.Count],
            LastValues = new double[controls.Count],
        };
        sources.Add(made);
        if (expression.MayJump)
            jumping.Add(made);
    }

    public override void Describe(Topology topology)
    {
        foreach (var source in sources)
        {
            if (source.Stamp is null)
                topology.Conduct(source.A, source.B);
            else
                topology.FixVoltage(source.A, source.B, source.Name);
        }
    }

    public override void Reserve(MatrixPlan plan)
    {
        foreach (var source in sources)
        {
            source.Stamp = source.Stamp?.Reserve(plan);
            for (var k = 0; k < source.Plus.Length; k++)
                (source.Plus[k], source.Minus[k]) = (source.Plus[k].Reserve(plan), source.Minus[k].Reserve(plan));
        }
    }

    public override void Resolve(in MatrixSlots slots)
    {
        foreach (var source in sources)
        {
            if (source.Stamp is { } stamp)
                source.Stamp = stamp.Resolve(slots);
            for (var k = 0; k < source.Plus.Length; k++)
                (source.Plus[k], source.Minus[k]) = (source.Plus[k].Resolve(slots), source.Minus[k].Resolve(slots));
        }
    }

    public override void Begin(StampTarget target)
    {
        foreach (var source in jumping)
            source.Read(target.X, source.LastValues);
    }

    public override double AcceptablePart(StampTarget target, double step, double resolution)
    {
        var part = 1.0;
        foreach (var source in jumping)
        {
            source.Read(target.X, source.Values);
            var jump = source.Expression.FindJump(source.LastValues, target.Time - step, source.Values, target.Time, celsius);
            source.Jumped = jump is not null;
            if (jump is { } crossing)
                part = Math.Min(part, PartOf(crossing, step, resolution));
        }

        return part;
    }

    public override bool Switched(StampTarget target) => jumping.Exists(source => source.Jumped);

    public override void Stamp(StampTarget target)
    {
        var (x, jacobian) = (target.X, target.Jacobian);
        foreach (var source in sources)
        {
            source.Read(x, source.Values);
            var scale = target.SourceScale;
            var value = scale * source.Expression.Evaluate(source.Values, target.Time, celsius, source.Derivatives);
            if (!double.IsFinite(value))
            {
                target.IsUndefined = true;
                value = 0;
            }

            if (source.Stamp is { } stamp)
            {
                stamp.Add(target, value);
            }
            else
            {
                target.Residual[source.A] += value;
                target.Residual[source.B] -= value;
                target.CurrentScale[source.A] += Math.Abs(value);
                target.CurrentScale[source.B] += Math.Abs(value);
            }

            for (var k = 0; k < source.Derivatives.Length; k++)
            {
                var derivative = scale * source.Derivatives[k];
                if (!double.IsFinite(derivative))
                    derivative = 0;
                source.Plus[k].Add(jacobian, derivative);
                source.Minus[k].Add(jacobian, -derivative);
            }
        }
    }

    private sealed class Source
    {
        public required string Name { get; init; }

        public required int A { get; init; }

        public required int B { get; init; }

        public required BranchStamp? Stamp { get; set; }

        public required BoundExpression Expression { get; init; }

        public required ControlStamp[] Plus { get; init; }

        public required ControlStamp[] Minus { get; init; }

        public required double[] Values { get; init; }

        public required double[] Derivatives { get; init; }

        /// <summary>Of the controls at the last accepted point.</summary>
        public required double[] LastValues { get; init; }

        /// <summary>Within the step at hand.</summary>
        public bool Jumped { get; set; }

        public void Read(double[] x, double[] values)
        {
            for (var k = 0; k < values.Length; k++)
                values[k] = x[Plus[k].Control] - x[Minus[k].Control];
        }
    }
}

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>From one place to another.</summary>
internal sealed class DelayCourse(Course trigger, Course target) : Course
{
    public override double? Value => target.Value - trigger.Value;

    public override string Why => trigger.Value is null ? $"trig: {trigger.Why}" : $"targ: {target.Why}";

    public override IReadOnlyList<double> All => [.. trigger.All.Zip(target.All, (from, to) => to - from)];

    public override void Start(double x, ReadOnlySpan<double> values)
    {
        trigger.Start(x, values);
        target.Start(x, values);
    }

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
    {
        trigger.Advance(x0, x1, values);
        target.Advance(x0, x1, values);
    }
}

using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>A number from what the measurements before it gave, which are asked in order, and from quantities at the end of the window.</summary>
internal sealed class ParameterCourse : Course
{
    private readonly ParameterMeasurement measurement;
    private readonly MeasuredNames found;
    private readonly Dictionary<Expression, WaveformQuantity> quantities = [];
    private readonly Dictionary<Expression, double> last = [];

    public ParameterCourse(ParameterMeasurement measurement, MeasuredNames found, Func<Expression, WaveformQuantity> of)
    {
        (this.measurement, this.found) = (measurement, found);
        foreach (var quantity in measurement.Quantities)
            quantities.TryAdd(quantity, of(quantity));
    }

    public override double? Value => Evaluate().Value;

    public override string Why => Evaluate().Why;

    private (double? Value, string Why) Evaluate()
    {
        if (last.Count < quantities.Count)
            return (null, "its window has no point of the axis");
        var filled = ExpressionTree.WithLeaves(measurement.Value, leaf => last.TryGetValue(leaf, out var value) ? new NumberExpression(value) : found.Fill(leaf));
        if (ExpressionTree.Leaves(filled).OfType<ParameterExpression>().FirstOrDefault(p => found.HasFailed(p.Name)) is { } missing)
            return (null, $"{missing.Name} failed");
        try
        {
            return (BoundExpression.Constant(filled), "");
        }
        catch (NetlistException e)
        {
            // What could stand there instead is too long for a table.
            return (null, e.What.Split(';')[0].TrimEnd('.'));
        }
    }

    public override void Start(double x, ReadOnlySpan<double> values)
    {
        if (!measurement.Window.Contains(x))
            return;
        foreach (var (quantity, reader) in quantities)
            last[quantity] = reader.At(x, values);
    }

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
    {
        Start(x1, values);
        // The window ends within the step.
        if (measurement.Window.End is var end && x0 < end && x1 > end && last.Count > 0)
        {
            foreach (var (quantity, reader) in quantities)
                last[quantity] = Interpolate(x0, last[quantity], x1, reader.At(x1, values), end);
        }
    }
}

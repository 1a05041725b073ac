using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>min, max, pp, avg, rms or integ of a quantity over an interval of the axis.</summary>
public sealed record StatisticMeasurement(string Name, AnalysisKind Analysis, MeasuredStatistic Statistic, Expression Quantity) : Measurement(Name, Analysis)
{
    public MeasureWindow Window { get; init; } = new();

    /// <summary>Where the interval begins, within the window; null for where the window does.</summary>
    public MeasurePoint? Trigger { get; init; }

    /// <summary>Where the interval ends; null for the next crossing of the kind that is the trigger, and if there is none, for the end.</summary>
    public MeasurePoint? Target { get; init; }

    public override IEnumerable<Expression> Quantities => [Quantity, .. Trigger?.Quantities ?? [], .. Target?.Quantities ?? []];

    public override IEnumerable<MeasureWindow> Windows => [Window, .. Trigger?.Windows ?? [], .. Target?.Windows ?? []];

    public override Measurement Placed(Placement placement) => this with
    {
        Quantity = placement.Expression(Quantity),
        Window = Window.Placed(placement),
        Trigger = Trigger?.Placed(placement),
        Target = Target?.Placed(placement),
    };
}

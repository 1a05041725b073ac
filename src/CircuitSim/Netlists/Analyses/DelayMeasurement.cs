using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Analyses;

/// <summary>trig … targ …: the distance from one crossing to another along the axis.</summary>
public sealed record DelayMeasurement(string Name, AnalysisKind Analysis, MeasurePoint Trigger, MeasurePoint Target) : Measurement(Name, Analysis)
{
    public override IEnumerable<Expression> Quantities => [.. Trigger.Quantities, .. Target.Quantities];

    public override IEnumerable<MeasureWindow> Windows => [.. Trigger.Windows, .. Target.Windows];

    public override Measurement Placed(Placement placement) => this with
    {
        Trigger = Trigger.Placed(placement),
        Target = Target.Placed(placement),
    };
}

namespace CircuitSim.Netlists.Analyses;

/// <summary>The part of the axis that a measurement looks at, in the axis' unit: from the later of From and Delay (td) to To.</summary>
/// <param name="From">Null is the first point.</param>
/// <param name="To">Null is the last point.</param>
public sealed record MeasureWindow(ElementValue? From = null, ElementValue? To = null, ElementValue? Delay = null)
{
    /// <summary>Whether the axis may fall, so that From may lie above To.</summary>
    public bool MayFall { get; init; }

    internal double Start => Math.Max(Falls ? To!.Value.Number : From?.Number ?? double.NegativeInfinity, Delay?.Number ?? double.NegativeInfinity);

    internal double End => Falls ? From!.Value.Number : To?.Number ?? double.PositiveInfinity;

    private bool Falls => MayFall && From is { } from && To is { } to && from.Number > to.Number;

    internal bool Contains(double x) => x >= Start && x <= End;

    public MeasureWindow Placed(Placement placement)
    {
        ArgumentNullException.ThrowIfNull(placement);
        return new MeasureWindow(placement.Value(From), placement.Value(To), placement.Value(Delay)) { MayFall = MayFall };
    }
}

namespace CircuitSim.Netlists.Elements;

/// <summary>PWL(t1 v1 t2 v2 …): straight lines between points, the first value before them and the last one behind.</summary>
/// <param name="Points">At least one; times do not decrease.</param>
public sealed record PieceWiseLinearWaveform(IReadOnlyList<PieceWiseLinearPoint> Points) : SourceWaveform
{
    public override double InitialValue
    {
        get
        {
            var next = 0;
            while (next < Points.Count && Points[next].Time.Number <= 0)
                next++;
            if (next == 0 || next == Points.Count)
                return Points[Math.Max(next - 1, 0)].Value.Number;
            var (left, right) = (Points[next - 1], Points[next]);
            return left.Value.Number
                - left.Time.Number * (right.Value.Number - left.Value.Number) / (right.Time.Number - left.Time.Number);
        }
    }

    internal override void CheckValues(Element source, string unit)
    {
        if (Points.Count == 0)
            throw NetlistException.At(source.Place, $"{source.Name}: pwl has no points; give at least one pair of time and value.");
        var before = double.NegativeInfinity;
        foreach (var point in Points)
        {
            source.RequireFinite("pwl value", point.Value, unit);
            source.Require(point.Time.Number > before, "pwl time", point.Time.Number, "s", "finite and later than the time before it");
            before = point.Time.Number;
        }
    }

    public override SourceWaveform Placed(Placement placement) => new PieceWiseLinearWaveform(
        [.. Points.Select(p => new PieceWiseLinearPoint(placement.Value(p.Time), placement.Value(p.Value)))]);
}

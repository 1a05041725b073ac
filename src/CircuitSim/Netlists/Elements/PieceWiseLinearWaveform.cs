namespace CircuitSim.Netlists.Elements;

/// <summary>PWL(t1 v1 t2 v2 …): straight lines between points, the first value before them and the last one behind.</summary>
/// <param name="Points">At least one; times do not decrease. A time that stands twice is an edge, which takes <see cref="EdgePart"/> of what follows.</param>
public sealed record PieceWiseLinearWaveform(IReadOnlyList<PieceWiseLinearPoint> Points) : SourceWaveform
{
    /// <summary>How much of the way to the next point a vertical edge takes: SPICE has no jumps.</summary>
    private const double EdgePart = 1e-6;

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
        [.. Points.Select(p => new PieceWiseLinearPoint(placement.Value(p.Time), placement.Value(p.Value)))]).WithEdges();

    /// <summary>The same with every vertical edge a steep one; itself where a time is no number yet, or none stands twice.</summary>
    public PieceWiseLinearWaveform WithEdges()
    {
        if (!Points.All(p => p.Time.IsNumber) || !Points.Zip(Points.Skip(1)).Any(p => p.First.Time.Number == p.Second.Time.Number))
            return this;
        var points = Points.ToArray();
        for (var k = 1; k < points.Length; k++)
        {
            if (Points[k].Time.Number != Points[k - 1].Time.Number)
                continue;
            var next = k;
            while (next < points.Length && Points[next].Time.Number == Points[k].Time.Number)
                next++;
            var first = k - 1;
            // Behind the last time there is no way to the next: that from the one before.
            var way = next < points.Length ? Points[next].Time.Number - Points[k].Time.Number
                : first > 0 ? Points[k].Time.Number - points[first - 1].Time.Number : Math.Abs(Points[k].Time.Number);
            for (; k < next; k++)
                points[k] = new PieceWiseLinearPoint(Points[k].Time.Number + EdgePart * way * (k - first), Points[k].Value);
        }

        return new PieceWiseLinearWaveform(points);
    }
}

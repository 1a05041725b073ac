namespace CircuitSim.Netlists.Elements;

/// <summary>PWL(t1 v1 t2 v2 …): straight lines between points, the first value before them and the last one behind.</summary>
/// <param name="Points">At least one; times do not decrease. A time that stands twice is an edge, which takes <see cref="EdgePart"/> of what follows.</param>
/// <param name="Repeat">What lies between this time and the last one comes again without end; null for once [s].</param>
/// <param name="Delay">By which all of it comes later; null is 0 [s].</param>
public sealed record PieceWiseLinearWaveform(
    IReadOnlyList<PieceWiseLinearPoint> Points, ElementValue? Repeat = null, ElementValue? Delay = null) : SourceWaveform
{
    /// <summary>How much of the way to the next point a vertical edge takes: SPICE has no jumps.</summary>
    private const double EdgePart = 1e-6;

    public override double InitialValue => At(-(Delay?.Number ?? 0));

    /// <summary>What repeats, from a time zero at its end: it begins at the last value, a jump from there being as steep as every edge. Of a flat netlist.</summary>
    public IReadOnlyList<PieceWiseLinearPoint> Cycle()
    {
        var (from, last) = (Repeat!.Value.Number, Points[^1]);
        var period = last.Time.Number - from;
        var points = new List<PieceWiseLinearPoint> { new(0, last.Value) };
        var edge = At(from) == last.Value.Number ? 0 : EdgePart * period;
        if (edge > 0)
            points.Add(new(edge, At(from + edge)));
        points.AddRange(Points.SkipWhile(p => p.Time.Number - from <= edge).Select(p => new PieceWiseLinearPoint(p.Time.Number - from, p.Value)));
        return points;
    }

    /// <summary>The same with a point where it repeats from, as ngspice asks for one. Of a flat netlist.</summary>
    internal PieceWiseLinearWaveform WithPointAtRepeat() =>
        Repeat?.Number is not { } from || Points.Any(p => p.Time.Number == from) ? this
        : this with { Points = [.. Points.TakeWhile(p => p.Time.Number < from), new(from, At(from)), .. Points.SkipWhile(p => p.Time.Number < from)] };

    /// <summary>Of the first run, at a time without the delay.</summary>
    private double At(double time)
    {
        var next = 0;
        while (next < Points.Count && Points[next].Time.Number <= time)
            next++;
        if (next == 0 || next == Points.Count)
            return Points[Math.Max(next - 1, 0)].Value.Number;
        var (left, right) = (Points[next - 1], Points[next]);
        return left.Value.Number
            + (time - left.Time.Number) * (right.Value.Number - left.Value.Number) / (right.Time.Number - left.Time.Number);
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

        source.RequireTime("pwl td", Delay);
        if (Repeat is { } from)
            source.Require(from.Number >= 0 && from.Number < before, "pwl r", from.Number, "s", "a time from zero to before the last one");
    }

    internal override SourceWaveform Times(double count) => this with { Points = [.. Points.Select(p => p with { Value = p.Value.Times(count) })] };

    public override SourceWaveform Placed(Placement placement) => new PieceWiseLinearWaveform(
        [.. Points.Select(p => new PieceWiseLinearPoint(placement.Value(p.Time), placement.Value(p.Value)))],
        placement.Value(Repeat), placement.Value(Delay)).WithEdges();

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
            // One at the end of what repeats lies before it, so that the period stays.
            var shift = next == points.Length && Repeat is not null ? first + 1 - next : 0;
            for (k = first; k < next; k++)
                points[k] = new PieceWiseLinearPoint(Points[k].Time.Number + EdgePart * way * (k - first + shift), Points[k].Value);
        }

        return this with { Points = points };
    }
}

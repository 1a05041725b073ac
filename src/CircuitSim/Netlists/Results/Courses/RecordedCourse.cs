namespace CircuitSim.Netlists.Results.Courses;

/// <summary>
/// What can only be measured once all points are known: where the level is a part of the maximum, the interval lies between two crossings, or
/// another measurement is referred to. The vectors that it needs are kept and walked over again.
/// </summary>
/// <param name="vectors">Those that are kept.</param>
/// <param name="width">Vectors of a point.</param>
/// <param name="find">What to walk with; null if a measurement that is referred to has failed.</param>
internal sealed class RecordedCourse(int[] vectors, int width, Func<RecordedCourse, Course?> find) : Course
{
    private readonly List<(double X, bool IsStart)> axis = [];
    private readonly List<double> kept = [];

    public override double? Value => find(this)?.Value;

    public override string Why => find(this)?.Why ?? "it has no interval, or a measurement that it refers to failed";

    public override IReadOnlyList<double> All => find(this)?.All ?? [];

    /// <summary>Walks over all points; the same course, for a chain.</summary>
    public T Replayed<T>(T course)
        where T : Course
    {
        var values = new double[width];
        for (var k = 0; k < axis.Count; k++)
        {
            for (var v = 0; v < vectors.Length; v++)
                values[vectors[v]] = kept[k * vectors.Length + v];
            if (axis[k].IsStart)
                course.Start(axis[k].X, values);
            else
                course.Advance(axis[k - 1].X, axis[k].X, values);
        }

        return course;
    }

    public override void Start(double x, ReadOnlySpan<double> values) => Keep(x, true, values);

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values) => Keep(x1, false, values);

    private void Keep(double x, bool isStart, ReadOnlySpan<double> values)
    {
        axis.Add((x, isStart));
        foreach (var vector in vectors)
            kept.Add(values[vector]);
    }
}

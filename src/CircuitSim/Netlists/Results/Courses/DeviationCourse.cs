using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>How far a quantity is from the points of a file: at their places, between the points of the analysis by straight lines; of a sweep, one by one.</summary>
internal sealed class DeviationCourse(DeviationMeasurement measurement, WaveformQuantity quantity) : Course
{
    private readonly List<(double Place, double Value)> points = measurement.Analysis == AnalysisKind.DcSweep ? [.. measurement.Points] : [.. measurement.Points.OrderBy(p => p.Place)];
    private double y, sum, sumOfSquares, largest;
    private int next;

    /// <summary>Points of the file outside of the axis make it fail.</summary>
    public override double? Value => next < points.Count ? null : measurement.Norm switch
    {
        DeviationNorm.Sum => sum,
        DeviationNorm.Largest => largest,
        _ => Math.Sqrt(sumOfSquares),
    };

    public override string Why => "points of the file lie outside of the axis";

    public override void Start(double x, ReadOnlySpan<double> values)
    {
        y = quantity.At(x, values);
        if (measurement.Analysis == AnalysisKind.DcSweep)
        {
            AddNext(y);
            return;
        }

        while (next < points.Count && points[next].Place <= x + 1e-12 * Math.Abs(x))
            AddNext(y);
    }

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
    {
        var (y0, y1) = (y, quantity.At(x1, values));
        y = y1;
        if (measurement.Analysis == AnalysisKind.DcSweep)
        {
            AddNext(y1);
            return;
        }

        // Places of a text are rounded.
        while (next < points.Count && points[next].Place <= x1 + 1e-6 * (x1 - x0))
            AddNext(Interpolate(x0, y0, x1, y1, Math.Min(points[next].Place, x1)));
    }

    private void AddNext(double value)
    {
        if (next >= points.Count)
            return;
        var difference = Math.Abs(value - points[next++].Value);
        sum += difference;
        sumOfSquares += difference * difference;
        largest = Math.Max(largest, difference);
    }
}

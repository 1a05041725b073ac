using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>Means over the points of an analysis of how far one quantity is from another.</summary>
internal sealed class ErrorCourse(ErrorMeasurement measurement, WaveformQuantity measured, WaveformQuantity calculated) : Course
{
    private double sum;
    private long count;

    public override double? Value => count == 0 ? null : measurement.Error == MeasuredError.RootMeanSquare ? Math.Sqrt(sum / count) : sum / count;

    public override void Start(double x, ReadOnlySpan<double> values) => Add(x, values);

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values) => Add(x1, values);

    private void Add(double x, ReadOnlySpan<double> values)
    {
        var (m, c) = (measured.At(x, values), calculated.At(x, values));
        var magnitude = Math.Abs(m);
        if (!measurement.Window.Contains(x) || magnitude < measurement.Smallest.Number || magnitude > measurement.Largest.Number)
            return;
        count++;
        var least = measurement.Least.Number;
        var relative = (m - c) / Math.Max(magnitude, least);
        sum += measurement.Error switch
        {
            MeasuredError.RootMeanSquare => relative * relative,
            MeasuredError.MeanMagnitude => Math.Abs(relative),
            _ => Math.Abs(Math.Log(Math.Abs(m / c))) / Math.Abs(Math.Log(Math.Max(magnitude, least))),
        };
    }
}

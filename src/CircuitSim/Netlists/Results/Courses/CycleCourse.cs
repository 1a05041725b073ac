using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Results.Courses;

/// <summary>How long a quantity is on or off, and how often it goes there, by its straight lines within the window.</summary>
internal sealed class CycleCourse(CycleMeasurement measurement, WaveformQuantity quantity) : Course
{
    private readonly double on = measurement.On.Number, off = measurement.Off.Number, from = measurement.Window.Start, to = measurement.Window.End;
    private double y, length, above, below, onLength;
    private int rises, falls;
    private bool isOn, hasBegun;

    public override double? Value => length == 0 ? null : measurement.Cycle switch
    {
        MeasuredCycle.Duty => onLength / length,
        MeasuredCycle.OnTime => above / Math.Max(rises, 1),
        MeasuredCycle.OffTime => below / Math.Max(falls, 1),
        _ => 0.5 * (rises + falls) / length,
    };

    public override string Why => "an empty interval, or one outside of the axis";

    public override void Start(double x, ReadOnlySpan<double> values) => y = quantity.At(x, values);

    public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
    {
        var (y0, y1) = (y, quantity.At(x1, values));
        y = y1;
        if (!(from <= to) || x1 <= from || x0 >= to)
            return;
        var (a, b) = (Math.Clamp(x0, from, to), Math.Clamp(x1, from, to));
        (y0, y1) = (a == x0 ? y0 : Interpolate(x0, y0, x1, y1, a), Interpolate(x0, y0, x1, y1, b));
        if (!hasBegun)
            (hasBegun, isOn) = (true, y0 > on);
        var h = b - a;
        length += h;
        above += h * Part(y0, y1, on);
        below += h * (1 - Part(y0, y1, off));
        rises += y0 < on && y1 >= on ? 1 : 0;
        falls += y0 > off && y1 <= off ? 1 : 0;
        // A straight line passes on and off in one direction at most: up from off, or down from on.
        var stays = isOn ? y1 < off && y0 >= off ? Part(y0, y1, off) : y1 < off ? 0 : 1 : y1 > on ? Part(y0, y1, on) : 0;
        isOn = isOn ? y1 >= off : y1 > on;
        onLength += h * stays;
    }

    /// <summary>The part of a line that lies above a level.</summary>
    private static double Part(double y0, double y1, double level)
    {
        if (y0 >= level && y1 >= level)
            return 1;
        if (y0 <= level && y1 <= level)
            return 0;
        return (Math.Max(y0, y1) - level) / Math.Abs(y1 - y0);
    }
}

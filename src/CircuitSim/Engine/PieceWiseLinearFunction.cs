namespace CircuitSim.Engine;

/// <summary>Straight lines between points, constant before the first and behind the last.</summary>
/// <param name="times">Not decreasing [s].</param>
/// <param name="values">[V] or [A]</param>
internal sealed class PieceWiseLinearFunction(double[] times, double[] values) : SourceFunction
{
    public override double At(double time)
    {
        var next = FirstBehind(time);
        if (next == 0)
            return values[0];
        if (next == times.Length)
            return values[^1];
        var part = (time - times[next - 1]) / (times[next] - times[next - 1]);
        return values[next - 1] + part * (values[next] - values[next - 1]);
    }

    public override double NextCorner(double time)
    {
        var next = FirstBehind(time);
        return next < times.Length ? times[next] : double.PositiveInfinity;
    }

    private int FirstBehind(double time)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] > time)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}

using CircuitSim.Devices;

namespace CircuitSim.Engine;

/// <summary>What a memristor does within a step in which its voltage is straight, and where a waveform of lines needs points for it.</summary>
/// <param name="w0">State at the start of the step [m].</param>
/// <param name="v0">Voltage at the start [V].</param>
/// <param name="v1">Voltage at the end [V].</param>
/// <param name="time">How long the state moves at the speed of its card [s].</param>
internal struct MemristorCourse<TModel>(TModel model, double w0, double v0, double v1, double time)
    where TModel : struct, IMemristorModel
{
    /// <summary>Of the step: parts closer together than this are not looked between.</summary>
    private const double ShortestPart = 1.0 / 1024;

    /// <summary>Parts of the step at which the state has a corner, and at which lines between points would cut off more than they may.</summary>
    /// <param name="straightness">What a line may cut off, as a part of the state's range; ten times as much of the current.</param>
    public void AddMoments(double straightness, List<double> parts)
    {
        List<double> corners = [];
        AddCorners(corners);
        parts.AddRange(corners);
        var tolerances = (straightness * model.StateRange, 10 * straightness * Math.Max(Math.Abs(At(0).Current), Math.Abs(At(1).Current)));
        var start = 0.0;
        foreach (var corner in corners)
        {
            AddBends(start, corner, 0, 1, tolerances, parts);
            start = corner;
        }

        AddBends(start, 1, 0, 1, tolerances, parts);
    }

    /// <summary>The parts of the step, in order, at which the state leaves the dead zone and reaches a limit.</summary>
    private void AddCorners(List<double> parts)
    {
        if (v0 * v1 >= 0)
        {
            AddCorners(w0, v0, v1, 0, 1, parts);
            return;
        }

        var zero = v0 / (v0 - v1);
        AddCorners(w0, v0, 0, 0, zero, parts);
        AddCorners(At(zero).State, 0, v1, zero, 1, parts);
    }

    /// <summary>The same from one part to another, between which the voltage has one sign.</summary>
    private void AddCorners(double w, double first, double last, double start, double end, List<double> parts)
    {
        var (length, reached) = ((end - start) * time, model.Advance(w, first, last, (end - start) * time).State);
        if (reached == w)
            return;
        var (lower, upper) = model.Thresholds;
        var threshold = first + last > 0 ? upper : lower;
        if (threshold != 0 && Math.Abs(first) <= Math.Abs(threshold) && Math.Abs(last) > Math.Abs(threshold))
            parts.Add(start + (end - start) * (threshold - first) / (last - first));
        if (reached != model.LowestState && reached != model.HighestState)
            return;
        // Halved until it is as exact as a time of the step can be told.
        const double Near = 1e-9;
        var (before, behind) = (0.0, 1.0);
        while (behind - before > Near)
        {
            var middle = 0.5 * (before + behind);
            var there = model.Advance(w, first, first + middle * (last - first), middle * length).State;
            (before, behind) = there == reached ? (before, middle) : (middle, behind);
        }

        parts.Add(start + behind * (end - start));
    }

    /// <summary>
    /// Adds where the course from one part of the step to another needs points, halving an interval until a line through
    /// what it shares with the course is straight enough. Intervals are halves of halves of the step, so that devices share points.
    /// </summary>
    private void AddBends(double from, double to, double start, double end, (double State, double Current) tolerances, List<double> parts)
    {
        var (first, last) = (Math.Max(from, start), Math.Min(to, end));
        if (!(last > first) || end - start <= ShortestPart)
            return;
        var (a, b, between) = (At(first), At(last), At(0.5 * (first + last)));
        if (Math.Abs(0.5 * (a.State + b.State) - between.State) <= tolerances.State
            && Math.Abs(0.5 * (a.Current + b.Current) - between.Current) <= tolerances.Current)
        {
            return;
        }

        var middle = 0.5 * (start + end);
        if (middle > first && middle < last)
            parts.Add(middle);
        AddBends(from, to, start, middle, tolerances, parts);
        AddBends(from, to, middle, end, tolerances, parts);
    }

    private (double State, double Current) At(double part)
    {
        var v = v0 + part * (v1 - v0);
        var state = model.Advance(w0, v0, v, part * time).State;
        return (state, model.Current(v, state));
    }
}

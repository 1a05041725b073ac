namespace CircuitSim.Devices;

/// <summary>
/// The state of a memristor behind a time in which its voltage goes evenly from one value to another, for models whose rate
/// has no integral of its own: Runge and Kutta's fourth order, in pieces between the thresholds, in steps in which the state
/// moves by at most a fiftieth of its range and its rate changes by at most a fifth, with dw/dv1 carried along.
/// </summary>
internal static class StateIntegral
{
    private const double LargestMove = 0.02;
    private const double LargestChange = 0.2;
    private const double Inside = 1e-9;

    // A state that closes in on a limit stops changing long before.
    private const int MostSteps = 2000;

    /// <summary>As <see cref="IMemristorModel.Advance"/> says; between the thresholds not one bit of w changes.</summary>
    public static (double State, double PerVolt) Advance<TModel>(in TModel model, double w, double v0, double v1, double time)
        where TModel : struct, IMemristorModel => Advance(in model, w, v0, v1, time, model.Thresholds);

    /// <summary>The same for a model whose thresholds depend on the state.</summary>
    /// <param name="thresholds">At the start [V].</param>
    public static (double State, double PerVolt) Advance<TModel>(in TModel model, double w, double v0, double v1, double time, (double Lower, double Upper) thresholds)
        where TModel : struct, IMemristorModel
    {
        var (lower, upper) = thresholds;
        var (first, second) = (Crossing(lower, v0, v1), Crossing(upper, v0, v1));
        if (first > second)
            (first, second) = (second, first);
        var solution = (w, 0.0);
        foreach (var (from, to) in (ReadOnlySpan<(double, double)>)[(0, first), (first, second), (second, 1)])
        {
            if (to > from)
                solution = Piece(in model, solution, (v0, v1), time, from, to);
        }

        return solution;
    }

    /// <summary>As <see cref="IMemristorModel.Bending"/> says.</summary>
    public static double Bending<TModel>(in TModel model, double w, double v0, double v1, double sag, double time)
        where TModel : struct, IMemristorModel
    {
        var middle = 0.5 * (v0 + v1) - sag;
        var lost = 0.5 * (MeanRate(in model, w, v0, middle) + MeanRate(in model, w, middle, v1)) - MeanRate(in model, w, v0, v1);
        return 4 * time / 3 * Math.Abs(lost);
    }

    /// <summary>By Simpson's rule of five voltages, at one state [m/s].</summary>
    private static double MeanRate<TModel>(in TModel model, double w, double v0, double v1)
        where TModel : struct, IMemristorModel
    {
        var middle = 0.5 * (v0 + v1);
        return (model.StateRate(v0, w) + 4 * model.StateRate(0.5 * (v0 + middle), w) + 2 * model.StateRate(middle, w)
            + 4 * model.StateRate(0.5 * (middle + v1), w) + model.StateRate(v1, w)) / 12;
    }

    /// <summary>Where on the way from v0 to v1 a voltage is passed, from 0 to 1.</summary>
    private static double Crossing(double voltage, double v0, double v1) =>
        (voltage - v0) * (voltage - v1) < 0 ? (voltage - v0) / (v1 - v0) : 0;

    private static (double State, double PerVolt) Piece<TModel>(
        in TModel model, (double W, double PerVolt) solution, (double V0, double V1) ramp, double time, double from, double to)
        where TModel : struct, IMemristorModel
    {
        var (w, s) = solution;
        // The state moves fastest at the greater voltage; halfway between, a dead zone shows itself.
        var (start, end) = (At(from), At(to));
        var fastest = Math.Abs(end) > Math.Abs(start) ? end : start;
        if (model.StateRate(0.5 * (start + end), w) == 0 && model.StateRate(fastest, w) == 0)
            return solution;
        var done = from;
        for (var step = 0; step < MostSteps && done < to; step++)
        {
            var speed = Math.Abs(model.StateRate(fastest, w)) / (LargestMove * model.StateRange);
            var change = Math.Abs(model.StateRatePerState(fastest, w)) / LargestChange;
            var most = Math.Max(speed, change) * time;
            var next = most * (to - done) > 1 ? done + 1 / most : to;
            var h = next - done;
            var k1 = Slope(in model, done, w, s);
            var k2 = Slope(in model, done + 0.5 * h, w + 0.5 * h * k1.W, s + 0.5 * h * k1.S);
            var k3 = Slope(in model, done + 0.5 * h, w + 0.5 * h * k2.W, s + 0.5 * h * k2.S);
            var k4 = Slope(in model, next, w + h * k3.W, s + h * k3.S);
            w += h / 6 * (k1.W + 2 * k2.W + 2 * k3.W + k4.W);
            s += h / 6 * (k1.S + 2 * k2.S + 2 * k3.S + k4.S);
            if (w <= model.LowestState || w >= model.HighestState)
                (w, s) = (Math.Clamp(w, model.LowestState, model.HighestState), 0);
            done = next;
        }

        return (w, s);

        // A little inside the piece: at a threshold itself the slope of a rate may be that of the other side.
        double At(double part) => ramp.V0 + Math.Clamp(part, from + Inside * (to - from), to - Inside * (to - from)) * (ramp.V1 - ramp.V0);

        // d/dpart of w and of s = ∂w/∂v1
        (double W, double S) Slope(in TModel model, double part, double w, double s)
        {
            var v = At(part);
            w = Math.Clamp(w, model.LowestState, model.HighestState);
            return (time * model.StateRate(v, w), time * (model.StateRatePerState(v, w) * s + part * model.StateRatePerVolt(v, w)));
        }
    }
}

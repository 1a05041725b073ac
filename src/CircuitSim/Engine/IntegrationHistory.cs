using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Engine;

/// <summary>
/// The charges of the last accepted points, the formulas that make rates of them, and the estimate of what a step loses.
/// <code>
/// backward Euler   q'_n = (q_n − q_{n−1}) / h
/// trapezoidal      q'_n = 2 (q_n − q_{n−1}) / h − q'_{n−1}
/// Gear 2 (BDF2)    q'_n = [(1 + 2r)/(1 + r) q_n − (1 + r) q_{n−1} + r²/(1 + r) q_{n−2}] / h,   r = h / h_{n−1}
/// </code>
/// The local error of a step is C h^{k+1} times a divided difference of order k + 1 over the new point and the last k + 1
/// (L. W. Nagel, ERL-M520, 1975, section 4). The constants are SPICE's, so that reltol and trtol mean here what they mean
/// there: 1/2 for backward Euler, 1/12 for trapezoidal, 2/9 for Gear 2, applied to differences without their factorial,
/// which trtol = 7 is part of.
/// </summary>
internal sealed class IntegrationHistory
{
    /// <summary>Of the tolerance of a charge: what Newton's iteration may leave of its error, which is no ringing.</summary>
    private const double NoisePart = 0.001;

    /// <summary>Ringing does not end by itself: whoever looks for it in one step of so many finds it as surely.</summary>
    private const int RingingPatience = 4;

    private readonly StampTarget target;
    private readonly ChargeTolerance[] tolerances;
    private readonly double truncationFactor;
    private readonly double relativeTolerance;
    private readonly IntegrationMethod method;
    private double[] second, third;
    private double lastStep, stepBefore;
    private double step;
    private bool isTrapezoidalStep;

    /// <summary>Steps of the second order since ringing was last looked for.</summary>
    private int unjudged;

    public IntegrationHistory(StampTarget target, Circuit circuit)
    {
        this.target = target;
        tolerances = [.. circuit.Numbering.Charges];
        truncationFactor = circuit.Options.TruncationFactor;
        relativeTolerance = circuit.Options.RelativeTolerance;
        method = circuit.Options.Method;
        second = new double[tolerances.Length];
        third = new double[tolerances.Length];
    }

    /// <summary>Length of the last accepted step [s].</summary>
    public double LastStep => lastStep;

    /// <summary>Sets formula and history of a step of length h for the charges of the target.</summary>
    public void Prepare(int order, double h)
    {
        step = target.StepLength = h;
        isTrapezoidalStep = order != 1 && method == IntegrationMethod.Trapezoidal;
        target.LastStepLength = lastStep;
        var (first, rates, history) = (target.AcceptedCharges, target.AcceptedRates, target.History);
        if (order == 1)
        {
            var alpha = target.Alpha = 1 / h;
            for (var k = 0; k < history.Length; k++)
                history[k] = -alpha * first[k];
        }
        else if (isTrapezoidalStep)
        {
            var alpha = target.Alpha = 2 / h;
            for (var k = 0; k < history.Length; k++)
                history[k] = -alpha * first[k] - rates[k];
        }
        else
        {
            var r = h / lastStep;
            target.Alpha = (1 + 2 * r) / ((1 + r) * h);
            var (a, b) = (-(1 + r) / h, r * r / ((1 + r) * h));
            var past = second;
            for (var k = 0; k < history.Length; k++)
                history[k] = a * first[k] + b * past[k];
        }
    }

    /// <summary>The longest step that would keep the error of every charge within its tolerance, if the solution went on as in the step at hand [s].</summary>
    /// <param name="order">Of the formula to be judged: that of the step, or another.</param>
    /// <param name="worst">The charge that asks for it.</param>
    public double LongestStep(int order, out int worst)
    {
        var (now, first, rates, history, alpha) = (target.Charges, target.AcceptedCharges, target.AcceptedRates, target.History, target.Alpha);
        var (last2, last3, relative) = (second, third, relativeTolerance);
        var constant = order == 1 ? 0.5 : method == IntegrationMethod.Trapezoidal ? 1.0 / 12 : 2.0 / 9;
        var (h, h1, h2) = (step, lastStep, stepBefore);
        var (inverse, inverse1, inverse2) = (1 / h, 1 / h1, 1 / h2);
        var (span, span1, whole) = (1 / (h + h1), 1 / (h1 + h2), 1 / (h + h1 + h2));
        // The step enters as h^order, so the smallest h^order is searched and its root taken once.
        var least = double.PositiveInfinity;
        worst = -1;
        for (var k = 0; k < now.Length; k++)
        {
            var (q0, q1, q2) = (now[k], first[k], last2[k]);
            var slope = (q0 - q1) * inverse;
            var slope1 = (q1 - q2) * inverse1;
            var difference = (slope - slope1) * span;
            if (order == 2)
                difference = (difference - (slope1 - (q2 - last3[k]) * inverse2) * span1) * whole;
            ref readonly var tolerance = ref tolerances[k];
            var rate = Math.Max(Math.Abs(alpha * q0 + history[k]), Math.Abs(rates[k]));
            var value = Math.Max(Math.Max(Math.Abs(q0), Math.Abs(q1)), tolerance.ValueFloor);
            var allowed = truncationFactor * Math.Max(tolerance.RateFloor + relative * rate, relative * value * inverse);
            var lost = Math.Max(tolerance.RateFloor, constant * Math.Abs(difference));
            // allowed / lost < least, with a division only where it is.
            if (allowed < least * lost)
                (least, worst) = (allowed / lost, k);
        }

        return order == 1 ? least : Math.Sqrt(least);
    }

    /// <summary>Makes the target's charges the last accepted ones.</summary>
    public void Accept()
    {
        var (now, first, rates, history, alpha) = (target.Charges, target.AcceptedCharges, target.AcceptedRates, target.History, target.Alpha);
        if (isTrapezoidalStep && ++unjudged >= RingingPatience)
        {
            unjudged = 0;
            DampRinging();
        }
        else
        {
            for (var k = 0; k < now.Length; k++)
                rates[k] = alpha * now[k] + history[k];
        }

        (second, third) = (third, second);
        first.CopyTo(second, 0);
        now.CopyTo(first, 0);
        (stepBefore, lastStep) = (lastStep, step);
    }

    /// <summary>
    /// The rates of the step at hand; but where a rate swings around the slope of its charge from step to step, it becomes the
    /// slope of the parabola through the last three charges, which is of the second order, too. The trapezoidal rule hands an
    /// error of a rate on with its sign changed, q'_n − d_n = −(q'_{n−1} − d_n) with d_n = (q_n − q_{n−1}) / h, and where a voltage
    /// is forced onto a capacitor nothing ever damps it. On a smooth course q' − d is h q''/2, which does not change its sign
    /// twice within three steps.
    /// </summary>
    private void DampRinging()
    {
        var (now, first, rates, history, alpha) = (target.Charges, target.AcceptedCharges, target.AcceptedRates, target.History, target.Alpha);
        var (last2, last3) = (second, third);
        var (inverse, inverse1, inverse2, curving) = (1 / step, 1 / lastStep, 1 / stepBefore, step / (step + lastStep));
        for (var k = 0; k < now.Length; k++)
        {
            var (q0, q1, q2, before) = (now[k], first[k], last2[k], rates[k]);
            var rate = alpha * q0 + history[k];
            var (slope, slope1) = ((q0 - q1) * inverse, (q1 - q2) * inverse1);
            var (error, error1) = (rate - slope, before - slope1);
            rates[k] = rate;
            if (error * error1 >= 0)
                continue;
            // The rate before the last one is what the rule made the last one of; behind a step of backward Euler error1 is zero.
            var error2 = 2 * slope1 - before - (q2 - last3[k]) * inverse2;
            if (!(error1 * error2 < 0))
                continue;
            ref readonly var tolerance = ref tolerances[k];
            var value = Math.Max(Math.Abs(q0), tolerance.ValueFloor);
            var allowed = tolerance.RateFloor + relativeTolerance * Math.Max(Math.Min(Math.Abs(rate), Math.Abs(before)), NoisePart * value * inverse);
            if (Math.Min(Math.Min(Math.Abs(error), Math.Abs(error1)), Math.Abs(error2)) > allowed)
                rates[k] = slope + (slope - slope1) * curving;
        }
    }

    /// <summary>
    /// Forgets the past and invents one of straight lines with the present rates, so that the first step is judged by how
    /// the rates change within it.
    /// </summary>
    /// <param name="h">Spacing of the invented points [s].</param>
    public void Restart(double h)
    {
        (lastStep, stepBefore) = (h, h);
        for (var k = 0; k < second.Length; k++)
        {
            second[k] = target.AcceptedCharges[k] - h * target.AcceptedRates[k];
            third[k] = target.AcceptedCharges[k] - 2 * h * target.AcceptedRates[k];
        }
    }

    public HistorySnapshot Save() => new([.. second], [.. third], lastStep, stepBefore, unjudged);

    public void Restore(HistorySnapshot snapshot)
    {
        snapshot.Second.CopyTo(second, 0);
        snapshot.Third.CopyTo(third, 0);
        (lastStep, stepBefore, unjudged) = (snapshot.LastStep, snapshot.StepBefore, snapshot.Unjudged);
    }
}

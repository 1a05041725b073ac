using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    /// <summary>See <see cref="ChargeTolerance"/>.</summary>
    private readonly double[] rateFloors, valueFloors;
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
        rateFloors = [.. circuit.Numbering.Charges.Select(c => c.RateFloor)];
        valueFloors = [.. circuit.Numbering.Charges.Select(c => c.ValueFloor)];
        truncationFactor = circuit.Options.TruncationFactor;
        relativeTolerance = circuit.Options.RelativeTolerance;
        method = circuit.Options.Method;
        second = new double[rateFloors.Length];
        third = new double[rateFloors.Length];
    }

    /// <summary>Length of the last accepted step [s].</summary>
    public double LastStep => lastStep;

    /// <summary>Length of the one before it [s].</summary>
    public double StepBefore => stepBefore;

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
        var judgement = new StepJudgement(
            order, order == 1 ? 0.5 : method == IntegrationMethod.Trapezoidal ? 1.0 / 12 : 2.0 / 9, truncationFactor, relativeTolerance, target.Alpha, 1 / step, 1 / lastStep, 1 / stepBefore,
            1 / (step + lastStep), 1 / (lastStep + stepBefore), 1 / (step + lastStep + stepBefore));
        // The step enters as h^order, so the smallest h^order is searched and its root taken once.
        var least = double.PositiveInfinity;
        worst = -1;
        var (count, k) = (rateFloors.Length, 0);
        if (Vector256.IsHardwareAccelerated)
        {
            for (; k <= count - Vector256<double>.Count; k += Vector256<double>.Count)
            {
                var (allowed, lost) = Judge(judgement, k);
                if (!Vector256.LessThanAny(allowed, least * lost))
                    continue;
                for (var lane = 0; lane < Vector256<double>.Count; lane++)
                    Keep(allowed[lane], lost[lane], k + lane, ref least, ref worst);
            }
        }

        for (; k < count; k++)
        {
            var (allowed, lost) = JudgeOne(judgement, k);
            Keep(allowed, lost, k, ref least, ref worst);
        }

        return order == 1 ? least : Math.Sqrt(least);
    }

    /// <summary>allowed / lost &lt; least, with a division only where it is.</summary>
    private static void Keep(double allowed, double lost, int k, ref double least, ref int worst)
    {
        if (allowed < least * lost)
            (least, worst) = (allowed / lost, k);
    }

    /// <summary>What a charge may lose in the step at hand, and what it would with a step of one to the power of the order.</summary>
    private (double Allowed, double Lost) JudgeOne(in StepJudgement j, int k)
    {
        var (q0, q1, q2) = (target.Charges[k], target.AcceptedCharges[k], second[k]);
        var slope = (q0 - q1) * j.Inverse;
        var slope1 = (q1 - q2) * j.Inverse1;
        var difference = (slope - slope1) * j.Span;
        if (j.Order == 2)
            difference = (difference - (slope1 - (q2 - third[k]) * j.Inverse2) * j.Span1) * j.Whole;
        var rate = Math.Max(Math.Abs(j.Alpha * q0 + target.History[k]), Math.Abs(target.AcceptedRates[k]));
        var value = Math.Max(Math.Max(Math.Abs(q0), Math.Abs(q1)), valueFloors[k]);
        return (j.Truncation * Math.Max(rateFloors[k] + j.Relative * rate, j.Relative * value * j.Inverse), Math.Max(rateFloors[k], j.Constant * Math.Abs(difference)));
    }

    /// <summary>The same of four charges, by the same operations in the same order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector256<double> Allowed, Vector256<double> Lost) Judge(in StepJudgement j, int k)
    {
        var (q0, q1, q2) = (At(target.Charges, k), At(target.AcceptedCharges, k), At(second, k));
        var slope = (q0 - q1) * j.Inverse;
        var slope1 = (q1 - q2) * j.Inverse1;
        var difference = (slope - slope1) * j.Span;
        if (j.Order == 2)
            difference = (difference - (slope1 - (q2 - At(third, k)) * j.Inverse2) * j.Span1) * j.Whole;
        var rate = Vector256.MaxNative(Vector256.Abs(q0 * j.Alpha + At(target.History, k)), Vector256.Abs(At(target.AcceptedRates, k)));
        var value = Vector256.MaxNative(Vector256.MaxNative(Vector256.Abs(q0), Vector256.Abs(q1)), At(valueFloors, k));
        var floor = At(rateFloors, k);
        return (Vector256.MaxNative(floor + rate * j.Relative, value * j.Relative * j.Inverse) * j.Truncation, Vector256.MaxNative(floor, Vector256.Abs(difference) * j.Constant));
    }

    private static Vector256<double> At(double[] values, int k) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(values), (nuint)k);

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
            var value = Math.Max(Math.Abs(q0), valueFloors[k]);
            var allowed = rateFloors[k] + relativeTolerance * Math.Max(Math.Min(Math.Abs(rate), Math.Abs(before)), NoisePart * value * inverse);
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

    /// <summary>What is the same for every charge: the reciprocals of steps and of their sums among it.</summary>
    private readonly record struct StepJudgement(
        int Order, double Constant, double Truncation, double Relative, double Alpha, double Inverse, double Inverse1, double Inverse2, double Span, double Span1, double Whole);
}

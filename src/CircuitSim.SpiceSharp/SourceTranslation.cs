using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.SpiceSharp;

/// <summary>Waveforms of independent sources, their missing values filled in as netlists/README.md says.</summary>
internal static class SourceTranslation
{
    /// <param name="transient">Null outside a transient, where only the constant counts.</param>
    /// <exception cref="NetlistException">A waveform of an unknown kind.</exception>
    public static CornerWaveform? Waveform(string source, SourceShape shape, TransientAnalysis? transient)
    {
        if (transient is null || shape.Waveform is null)
            return null;
        var (step, stop) = (transient.Step.Number, transient.Stop.Number);
        return shape.Waveform switch
        {
            PulseWaveform p => Pulse(p, step, stop),
            PieceWiseLinearWaveform { Repeat: null } w => new CornerWaveform(Lines(w.Points, w.Delay?.Number ?? 0).At, Lines(w.Points, w.Delay?.Number ?? 0).NextCorner),
            PieceWiseLinearWaveform { Repeat: { } from } w => Repeated(w, from.Number),
            FrequencyModulatedWaveform f => FrequencyModulated(f, stop),
            AmplitudeModulatedWaveform a => AmplitudeModulated(a),
            SineWaveform s => Sine(s, stop),
            ExponentialWaveform e => Exponential(e, step),
            TurnedOnWaveform { Inner: null } => Turned(shape.OperatingPointValue),
            var other => throw NetlistException.Because($"{source}: a waveform of kind {other.GetType().Name} has no form in SpiceSharp; choose another engine."),
        };
    }

    private static CornerWaveform Turned(double constant) =>
        new(time => constant * Math.Clamp(time / TurnedOnWaveform.Duration, 0, 1), time => time < TurnedOnWaveform.Duration ? TurnedOnWaveform.Duration : double.PositiveInfinity);

    private static CornerWaveform Pulse(PulseWaveform p, double step, double stop)
    {
        var (initial, pulsed, delay) = (p.Initial.Number, p.Pulsed.Number, p.Delay?.Number ?? 0);
        var (rise, width, fall) = (Given(p.Rise, step), Given(p.Width, stop), Given(p.Fall, step));
        var period = Given(p.Period, double.PositiveInfinity);
        var end = delay + period * Given(p.Count, double.PositiveInfinity);
        double[] corners = [0, rise, rise + width, rise + width + fall];
        return new CornerWaveform(At, NextCorner);

        double CycleStart(double time) => time - delay >= period ? delay + period * Math.Floor((time - delay) / period) : delay;

        double At(double time)
        {
            var t = time - CycleStart(time);
            if (t <= 0 || t >= corners[3] || time >= end)
                return initial;
            if (t < rise)
                return initial + (pulsed - initial) * t / rise;
            return t <= corners[2] ? pulsed : pulsed + (initial - pulsed) * (t - corners[2]) / fall;
        }

        double NextCorner(double time)
        {
            var start = CycleStart(time);
            if (time >= end)
                return double.PositiveInfinity;
            foreach (var corner in corners)
            {
                if (corner < period && start + corner > time)
                    return start + corner;
            }

            // Rounding may leave the time behind the start of the next cycle as well.
            return start + period > time ? start + period : start + period + rise;
        }
    }

    private static (Func<double, double> At, Func<double, double> NextCorner) Lines(IReadOnlyList<PieceWiseLinearPoint> points, double delay)
    {
        double[] times = [.. points.Select(p => p.Time.Number + delay)], values = [.. points.Select(p => p.Value.Number)];
        return (At, time => Next(time) is var k && k < times.Length ? times[k] : double.PositiveInfinity);

        // The first point behind a time.
        int Next(double time) => Array.BinarySearch(times, time) is >= 0 and var found ? found + 1 : ~Array.BinarySearch(times, time);

        double At(double time)
        {
            var k = Next(time);
            if (k == 0 || k == times.Length)
                return values[Math.Max(k - 1, 0)];
            return values[k - 1] + (values[k] - values[k - 1]) * (time - times[k - 1]) / (times[k] - times[k - 1]);
        }
    }

    private static CornerWaveform Repeated(PieceWiseLinearWaveform w, double from)
    {
        var delay = w.Delay?.Number ?? 0;
        var (first, cycle) = (Lines(w.Points, delay), Lines(w.Cycle(), 0));
        var (end, period) = (w.Points[^1].Time.Number + delay, w.Points[^1].Time.Number - from);
        return new CornerWaveform(time => time <= end ? first.At(time) : cycle.At(time - Start(time)), NextCorner);

        double Start(double time) => end + Math.Floor((time - end) / period) * period;

        double NextCorner(double time)
        {
            if (time < end)
                return first.NextCorner(time);
            var corner = Start(time) + cycle.NextCorner(time - Start(time));
            // Rounding may leave the time behind its cycle.
            return corner < double.PositiveInfinity && corner > time ? corner : Start(time) + period + cycle.NextCorner(0);
        }
    }

    private static CornerWaveform FrequencyModulated(FrequencyModulatedWaveform f, double stop)
    {
        var (offset, amplitude, index) = (f.Offset.Number, f.Amplitude.Number, f.Index?.Number ?? 0);
        var (carrier, signal) = (2 * Math.PI * Given(f.Carrier, 1 / stop), 2 * Math.PI * Given(f.Signal, 1 / stop));
        return new CornerWaveform(t => offset + amplitude * Math.Sin(carrier * t + index * Math.Sin(signal * t)), _ => double.PositiveInfinity);
    }

    private static CornerWaveform AmplitudeModulated(AmplitudeModulatedWaveform a)
    {
        var (amplitude, offset, delay) = (a.Amplitude.Number, a.Offset.Number, a.Delay?.Number ?? 0);
        var (signal, carrier) = (2 * Math.PI * a.Signal.Number, 2 * Math.PI * a.Carrier.Number);
        return new CornerWaveform(At, time => time < delay ? delay : double.PositiveInfinity);

        double At(double time)
        {
            var t = Math.Max(time - delay, 0);
            return amplitude * (offset + Math.Sin(signal * t)) * Math.Sin(carrier * t);
        }
    }

    private static CornerWaveform Sine(SineWaveform s, double stop)
    {
        var (offset, amplitude, delay, damping) = (s.Offset.Number, s.Amplitude.Number, s.Delay?.Number ?? 0, s.Damping?.Number ?? 0);
        var (frequency, phase) = (2 * Math.PI * Given(s.Frequency, 1 / stop), (s.Phase?.Number ?? 0) * Math.PI / 180);
        var end = delay + Given(s.Cycles, double.PositiveInfinity) / Given(s.Frequency, 1 / stop);
        return new CornerWaveform(At, time => time < delay ? delay : time < end ? end : double.PositiveInfinity);

        double At(double time)
        {
            var t = time < end ? Math.Max(time - delay, 0) : 0;
            return offset + amplitude * Math.Exp(-t * damping) * Math.Sin(frequency * t + phase);
        }
    }

    private static CornerWaveform Exponential(ExponentialWaveform e, double step)
    {
        var (initial, height) = (e.Initial.Number, e.Pulsed.Number - e.Initial.Number);
        var riseDelay = Given(e.RiseDelay, step);
        var fallDelay = Given(e.FallDelay, riseDelay + step);
        var (riseTime, fallTime) = (Given(e.RiseTime, step), Given(e.FallTime, step));
        var (first, second) = (Math.Min(riseDelay, fallDelay), Math.Max(riseDelay, fallDelay));
        return new CornerWaveform(
            time => initial + height * (Approach(time - riseDelay, riseTime) - Approach(time - fallDelay, fallTime)),
            time => time < first ? first : time < second ? second : double.PositiveInfinity);
    }

    private static double Approach(double time, double constant) => time > 0 ? -double.ExpM1(-time / constant) : 0;

    /// <summary>Zero and nothing mean the default.</summary>
    private static double Given(ElementValue? value, double otherwise) => value?.Number is > 0 and var given ? given : otherwise;
}

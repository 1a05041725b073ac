using CircuitSim.Netlists;
using SpiceSharp.Components;

namespace CircuitSim.SpiceSharp;

/// <summary>Waveforms of independent sources: SpiceSharp's own where it has them, their missing values filled in as netlists/README.md says.</summary>
internal static class SourceTranslation
{
    /// <param name="transient">Null outside a transient, where only the constant counts.</param>
    /// <exception cref="NetlistException">SpiceSharp cannot follow the waveform.</exception>
    public static IWaveformDescription? Waveform(string source, SourceShape shape, TransientAnalysis? transient)
    {
        if (transient is null || shape.Waveform is null)
            return null;
        var (step, stop) = (transient.Step.Number, transient.Stop.Number);
        switch (shape.Waveform)
        {
            case PulseWaveform p:
                return Pulse(source, p, step, stop);
            case PieceWiseLinearWaveform w:
                return new Pwl { Points = [.. w.Points.Select(p => new Point(p.Time.Number, p.Value.Number))] };
            case SineWaveform s:
                return Sine(s, stop);
            case ExponentialWaveform e:
                return Exponential(e, step);
            case var other:
                throw Refused(source, $"a waveform of kind {other.GetType().Name}");
        }
    }

    private static Pulse Pulse(string source, PulseWaveform p, double step, double stop)
    {
        var (rise, fall) = (Given(p.Rise, step), Given(p.Fall, step));
        // SpiceSharp finds no corners of a pulse without an end.
        var width = Given(p.Width, stop);
        var period = Given(p.Period, double.PositiveInfinity);
        return period >= rise + width + fall
            ? new Pulse(p.Initial.Number, p.Pulsed.Number, p.Delay?.Number ?? 0, rise, fall, width, period)
            : throw Refused(source, "a PULSE whose period is shorter than its rise, width and fall together; shorten one of them");
    }

    // SpiceSharp's own stands at its offset before the delay, whatever its phase.
    private static CornerWaveform Sine(SineWaveform s, double stop)
    {
        var (offset, amplitude, delay, damping) = (s.Offset.Number, s.Amplitude.Number, s.Delay?.Number ?? 0, s.Damping?.Number ?? 0);
        var (frequency, phase) = (2 * Math.PI * Given(s.Frequency, 1 / stop), (s.Phase?.Number ?? 0) * Math.PI / 180);
        return new CornerWaveform(At, delay);

        double At(double time)
        {
            var t = Math.Max(time - delay, 0);
            return offset + amplitude * Math.Exp(-t * damping) * Math.Sin(frequency * t + phase);
        }
    }

    private static CornerWaveform Exponential(ExponentialWaveform e, double step)
    {
        var (initial, height) = (e.Initial.Number, e.Pulsed.Number - e.Initial.Number);
        var riseDelay = e.RiseDelay?.Number ?? 0;
        var fallDelay = e.FallDelay?.Number ?? riseDelay + step;
        var (riseTime, fallTime) = (Given(e.RiseTime, step), Given(e.FallTime, step));
        return new CornerWaveform(
            time => initial + height * (Approach(time - riseDelay, riseTime) - Approach(time - fallDelay, fallTime)),
            Math.Min(riseDelay, fallDelay), Math.Max(riseDelay, fallDelay));
    }

    private static double Approach(double time, double constant) => time > 0 ? -double.ExpM1(-time / constant) : 0;

    /// <summary>Zero and nothing mean the default.</summary>
    private static double Given(ElementValue? value, double otherwise) => value?.Number is > 0 and var given ? given : otherwise;

    private static NetlistException Refused(string source, string what) =>
        NetlistException.Because($"{source}: SpiceSharp does not run {what}, or choose another engine.");
}

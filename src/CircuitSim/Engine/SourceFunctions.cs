using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>Waveforms of a netlist as functions, their missing parameters filled in from the transient as SPICE does.</summary>
internal static class SourceFunctions
{
    /// <param name="source">For messages.</param>
    /// <param name="transient">Null outside a transient, where only the start of the waveform counts.</param>
    /// <exception cref="NetlistException">A value that the waveform cannot have.</exception>
    public static SourceFunction Create(string source, SourceWaveform waveform, TransientAnalysis? transient)
    {
        var step = transient?.Step.Number ?? 1;
        var stop = transient?.Stop.Number ?? 1;
        switch (waveform)
        {
            case PulseWaveform p:
                var (rise, fall) = (Time("rise", p.Rise, 0), Time("fall", p.Fall, 0));
                var (width, period) = (Time("width", p.Width, 0), Time("period", p.Period, 0));
                return new PulseFunction(
                    Value("initial value", p.Initial), Value("pulsed value", p.Pulsed), Finite("delay", p.Delay?.Number ?? 0, "s"),
                    rise > 0 ? rise : step, fall > 0 ? fall : step, width > 0 ? width : stop, period > 0 ? period : double.PositiveInfinity);
            case SineWaveform s:
                var frequency = Time("frequency", s.Frequency, 0);
                return new SineFunction(
                    Value("offset", s.Offset), Value("amplitude", s.Amplitude), frequency > 0 ? frequency : 1 / stop,
                    Finite("delay", s.Delay?.Number ?? 0, "s"), Finite("damping", s.Damping?.Number ?? 0, "1/s"),
                    Finite("phase", s.Phase?.Number ?? 0, "°") * Math.PI / 180);
            case ExponentialWaveform e:
                var (riseTime, fallTime) = (Time("rise time", e.RiseTime, 0), Time("fall time", e.FallTime, 0));
                var riseDelay = Time("rise delay", e.RiseDelay, 0);
                return new ExponentialFunction(
                    Value("initial value", e.Initial), Value("pulsed value", e.Pulsed), riseDelay, riseTime > 0 ? riseTime : step,
                    Time("fall delay", e.FallDelay, riseDelay + step), fallTime > 0 ? fallTime : step);
            case PieceWiseLinearWaveform w:
                return PieceWiseLinear(source, w);
            default:
                throw NetlistException.Because($"{source}: the {BuiltInSimulator.EngineName} engine does not know waveforms of kind {waveform.GetType().Name}.");
        }

        double Value(string quantity, ElementValue value) => Finite(quantity, value.Number, "");

        double Time(string quantity, ElementValue? value, double otherwise)
        {
            var time = Finite(quantity, value?.Number ?? otherwise, "s");
            return time >= 0 ? time : throw NetlistException.BadValue(source, quantity, time, "s", "not negative");
        }

        double Finite(string quantity, double value, string unit) =>
            double.IsFinite(value) ? value : throw NetlistException.BadValue(source, quantity, value, unit, "finite");
    }

    private static PieceWiseLinearFunction PieceWiseLinear(string source, PieceWiseLinearWaveform waveform)
    {
        var times = new double[waveform.Points.Count];
        var values = new double[times.Length];
        for (var k = 0; k < times.Length; k++)
        {
            (times[k], values[k]) = (waveform.Points[k].Time.Number, waveform.Points[k].Value.Number);
            if (!double.IsFinite(times[k]) || !double.IsFinite(values[k]))
                throw NetlistException.BadValue(source, $"point {k + 1} of its waveform", double.IsFinite(times[k]) ? values[k] : times[k], "", "finite");
            if (k > 0 && times[k] < times[k - 1])
                throw NetlistException.BadValue(source, $"time {k + 1} of its waveform", times[k], "s", "not before the one in front of it");
        }

        return times.Length > 0
            ? new PieceWiseLinearFunction(times, values)
            : throw NetlistException.Because($"{source}: its waveform has no points; give at least one.");
    }
}

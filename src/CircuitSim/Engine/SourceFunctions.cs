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
                return new PulseFunction(
                    Value("initial value", p.Initial), Value("pulsed value", p.Pulsed), Finite("delay", p.Delay?.Number ?? 0, "s"),
                    Given("rise", p.Rise, step), Given("fall", p.Fall, step), Given("width", p.Width, stop), Given("period", p.Period, double.PositiveInfinity));
            case SineWaveform s:
                return new SineFunction(
                    Value("offset", s.Offset), Value("amplitude", s.Amplitude), Given("frequency", s.Frequency, 1 / stop),
                    Finite("delay", s.Delay?.Number ?? 0, "s"), Finite("damping", s.Damping?.Number ?? 0, "1/s"),
                    Finite("phase", s.Phase?.Number ?? 0, "°") * Math.PI / 180);
            case ExponentialWaveform e:
                var riseDelay = Given("rise delay", e.RiseDelay, step);
                return new ExponentialFunction(
                    Value("initial value", e.Initial), Value("pulsed value", e.Pulsed), riseDelay, Given("rise time", e.RiseTime, step),
                    Given("fall delay", e.FallDelay, riseDelay + step), Given("fall time", e.FallTime, step));
            case PieceWiseLinearWaveform w:
                return PieceWiseLinear(source, w);
            default:
                throw NetlistException.Because($"{source}: the {BuiltInSimulator.EngineName} engine does not know waveforms of kind {waveform.GetType().Name}.");
        }

        double Value(string quantity, ElementValue value) => Finite(quantity, value.Number, "");

        // Zero and nothing mean the default.
        double Given(string quantity, ElementValue? value, double otherwise)
        {
            var unit = quantity == "frequency" ? "Hz" : "s";
            return Finite(quantity, value?.Number ?? 0, unit) switch
            {
                0 => otherwise,
                > 0 and var given => given,
                var below => throw NetlistException.BadValue(source, quantity, below, unit, "not negative"),
            };
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

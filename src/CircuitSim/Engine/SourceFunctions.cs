using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Engine;

/// <summary>Waveforms of a netlist as functions, their missing parameters filled in from the transient as SPICE does.</summary>
internal static class SourceFunctions
{
    /// <param name="source">For messages.</param>
    /// <param name="waveform">Of a flat netlist: its values are checked.</param>
    /// <param name="constant">Of a source that has no waveform but is turned on [V] or [A].</param>
    /// <param name="transient">Null outside a transient, where only the start of the waveform counts.</param>
    public static SourceFunction Create(string source, SourceWaveform waveform, TransientAnalysis? transient, double constant = 0)
    {
        var step = transient?.Step.Number ?? 1;
        var stop = transient?.Stop.Number ?? 1;
        return waveform switch
        {
            PulseWaveform p => new PulseFunction(
                p.Initial.Number, p.Pulsed.Number, p.Delay?.Number ?? 0, Given(p.Rise, step), Given(p.Fall, step), Given(p.Width, stop), Given(p.Period, double.PositiveInfinity), Given(p.Count, double.PositiveInfinity)),
            SineWaveform s => new SineFunction(
                s.Offset.Number, s.Amplitude.Number, Given(s.Frequency, 1 / stop), s.Delay?.Number ?? 0, s.Damping?.Number ?? 0, (s.Phase?.Number ?? 0) * Math.PI / 180,
                Given(s.Cycles, double.PositiveInfinity) / Given(s.Frequency, 1 / stop)),
            ExponentialWaveform e => new ExponentialFunction(
                e.Initial.Number, e.Pulsed.Number, Given(e.RiseDelay, step), Given(e.RiseTime, step), Given(e.FallDelay, Given(e.RiseDelay, step) + step), Given(e.FallTime, step)),
            FrequencyModulatedWaveform f => new FrequencyModulatedFunction(
                f.Offset.Number, f.Amplitude.Number, Given(f.Carrier, 1 / stop), f.Index?.Number ?? 0, Given(f.Signal, 1 / stop)),
            AmplitudeModulatedWaveform a => new AmplitudeModulatedFunction(
                a.Amplitude.Number, a.Offset.Number, a.Signal.Number, a.Carrier.Number, a.Delay?.Number ?? 0),
            PieceWiseLinearWaveform { Repeat: null } w => Lines(w.Points, w.Delay?.Number ?? 0),
            PieceWiseLinearWaveform { Repeat: { } from, Delay: var delay, Points: var points } w => new RepeatedFunction(
                Lines(points, delay?.Number ?? 0), Lines(w.Cycle(), 0), points[^1].Time.Number + (delay?.Number ?? 0), points[^1].Time.Number - from.Number),
            TurnedOnWaveform { Inner: var inner } => new TurnedOnFunction(inner is null ? null : Create(source, inner, transient), constant),
            TransientNoiseWaveform n => new NoiseFunction(source, n, stop),
            TransientRandomWaveform r => new RandomFunction(r),
            _ => throw NetlistException.Because($"{source}: the {BuiltInSimulator.EngineName} engine does not know waveforms of kind {waveform.GetType().Name}."),
        };

        static PieceWiseLinearFunction Lines(IReadOnlyList<PieceWiseLinearPoint> points, double delay) =>
            new([.. points.Select(p => p.Time.Number + delay)], [.. points.Select(p => p.Value.Number)]);

        // Zero and nothing mean the default.
        static double Given(ElementValue? value, double otherwise) => value?.Number is > 0 and var given ? given : otherwise;
    }
}

using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Cosimulation;

/// <summary>
/// Reads of a layer in time: from rest, with every input at zero, inputs step to their values, and the taps are watched as they
/// settle. Rest is found once; every read begins there, so it does not depend on reads before. Sample-and-holds run by their own
/// clocks; converters work when the read has ended. One thread at a time.
/// </summary>
public sealed class LayerTransient
{
    /// <summary>Part of the read (of what is left of it, for what was sampled), its last one, in which a tap must stay within its tolerance to count as settled.</summary>
    private const double QuietPart = 0.1;

    private readonly LayerCircuit circuit;
    private readonly LayerTiming timing;
    private readonly TransientSession session;
    private readonly TransientSnapshot rest;
    private readonly List<(ReadOutStage Behind, string Name, double Tolerance, Func<double>[] Lines)> taps = [];

    /// <summary>Finds the point of rest.</summary>
    /// <exception cref="InvalidParameterException">A time or a tolerance cannot be.</exception>
    /// <exception cref="ConvergenceException">The circuit has no point of rest.</exception>
    public LayerTransient(LayerCircuit circuit, LayerTiming timing, CancellationToken cancellationToken = default)
    {
        (this.circuit, this.timing) = (circuit, timing.Validated());
        session = new TransientSession((circuit.Netlist with { Options = Options }).Flatten(), Analysis, cancellationToken);
        rest = session.Save();
        var (rows, columns) = (circuit.Parts.Wiring.Rows, circuit.Parts.Wiring.Columns);
        if (circuit.Parts.Dacs.Count > 0)
            Tap(ReadOutStage.Dac, "DAC output", timing.RowTolerance, rows, i => Voltage(circuit.LevelNode(i)));
        Tap(ReadOutStage.Driver, "row voltage", timing.RowTolerance, rows, i => Voltage(circuit.RowNode(i)));
        Tap(ReadOutStage.Array, "column current", timing.CurrentTolerance, columns, j => () => session.Current(LayerCircuit.SenseSource(j)));
        if (circuit.HasTerminations)
            Tap(ReadOutStage.Tia, "TIA output", timing.VoltageTolerance, columns, j => Voltage(LayerCircuit.TerminationNode(j)));
        Tap(ReadOutStage.Subtractor, "difference", timing.VoltageTolerance, circuit.Parts.Subtractors.Count, k => Voltage(LayerCircuit.SubtractorNode(k)));
        Tap(ReadOutStage.SampleHold, "held voltage", timing.VoltageTolerance, circuit.Parts.Holds.Count, l => Voltage(LayerCircuit.HeldNode(l)));

        Func<double> Voltage(NodeId node) => () => session.Voltage(node);
        void Tap(ReadOutStage behind, string name, double tolerance, int lines, Func<int, Func<double>> read)
        {
            if (lines > 0)
                taps.Add((behind, name, tolerance, [.. Enumerable.Range(0, lines).Select(read)]));
        }
    }

    /// <summary>A read with these row voltages; without DACs.</summary>
    /// <exception cref="ConvergenceException">No step, however short, succeeded.</exception>
    /// <exception cref="InvalidParameterException">The voltages do not fit the rows.</exception>
    public LayerResponse Read(ReadOnlySpan<double> rowVoltages, CancellationToken cancellationToken = default) => Read(circuit.Inputs(rowVoltages), cancellationToken);

    /// <summary>A read with these codes of the DACs.</summary>
    /// <exception cref="ConvergenceException">No step, however short, succeeded.</exception>
    /// <exception cref="InvalidParameterException">The codes do not fit the DACs.</exception>
    public LayerResponse Read(ReadOnlySpan<int> codes, CancellationToken cancellationToken = default) => Read(circuit.Inputs(codes), cancellationToken);

    /// <summary>The same read as one netlist, for any simulator.</summary>
    /// <param name="inputs">Of <see cref="LayerCircuit.Inputs(ReadOnlySpan{double})"/>.</param>
    public Netlist NetlistOf(IReadOnlyList<(string Source, double Value)> inputs)
    {
        var values = inputs.ToDictionary(i => i.Source, i => i.Value);
        return circuit.Netlist with
        {
            Elements = [.. circuit.Netlist.Elements.Select(e => e is VoltageSource v && values.TryGetValue(v.Name, out var value) && value != 0 ? v with { Voltage = Step(value) } : e)],
            Options = Options,
            Analyses = [Analysis],
        };
    }

    private SimulatorOptions Options => circuit.Netlist.Options with { RelativeTolerance = 1e-4, VoltageTolerance = 1e-7, CurrentTolerance = 1e-12 };

    private TransientAnalysis Analysis => new(timing.LongestStep ?? timing.Stop / 50, timing.Stop) { MaximumStep = timing.LongestStep ?? timing.Stop / 50 };

    private PieceWiseLinearWaveform Step(double value) => new([new(0, 0), new(timing.Edge, value)]);

    private LayerResponse Read(IReadOnlyList<(string Source, double Value)> inputs, CancellationToken cancellationToken)
    {
        session.Restore(rest);
        var before = session.Statistics.AcceptedSteps;
        foreach (var (source, value) in inputs)
        {
            if (value != 0)
                session.SetSource(source, Step(value));
        }

        List<double> times = [0];
        List<double[]>[] seen = [.. taps.Select(tap => (List<double[]>)[Values(tap.Lines)])];
        var meter = new Meter(this);
        meter.Advance(timing.Stop, () =>
        {
            times.Add(session.Time);
            for (var t = 0; t < seen.Length; t++)
                seen[t].Add(Values(taps[t].Lines));
        }, cancellationToken);
        var result = taps.Select((tap, t) => new LayerTap(tap.Behind, tap.Name, seen[t][^1], Settling(times, seen[t], tap.Tolerance, tap.Behind == ReadOutStage.SampleHold ? null : Sampling))).ToList();
        var codes = Convert(meter, cancellationToken);
        return new LayerResponse(result, meter.Energy, [.. Unsettled(result)], codes, session.Statistics.AcceptedSteps - before);
    }

    /// <summary>All converters go through their trials together.</summary>
    private int[] Convert(Meter meter, CancellationToken cancellationToken)
    {
        var converters = circuit.Parts.Converters;
        SarLogic[] logics = [.. converters.Select((converter, l) => new SarLogic(converter, LayerCircuit.ConverterName(l)))];
        if (logics.Length == 0)
            return [];
        foreach (var logic in logics)
            logic.Hold(session);
        meter.Advance(timing.Stop + converters.Max(c => c.HoldTime), null, cancellationToken);
        for (var bit = 0; bit < converters.Max(c => c.Bits); bit++)
        {
            var trying = logics.Where((_, l) => bit < converters[l].Bits).ToList();
            trying.ForEach(logic => logic.Try(session));
            meter.Advance(session.Time + converters.Max(c => c.TrialTime), null, cancellationToken);
            trying.ForEach(logic => logic.Decide(session));
        }

        return [.. logics.Select(logic => logic.Code)];
    }

    private IEnumerable<string> Unsettled(List<LayerTap> result)
    {
        var sampling = Sampling;
        foreach (var tap in result)
        {
            var line = Array.IndexOf(tap.Settling, tap.Settled);
            var when = $"The {tap.Name} of line {line} settles {SiText.Format(tap.Settled, "s")} after the inputs step,";
            if (tap.Behind != ReadOutStage.SampleHold && tap.Settled > sampling)
                yield return $"{when} behind the sampling at {SiText.Format(sampling.Value, "s")}: sample later, or give the stage before it more bandwidth.";
            else if (tap.Settled > timing.Stop - QuietPart * (timing.Stop - (tap.Behind == ReadOutStage.SampleHold ? sampling ?? 0 : 0)))
                yield return $"{when} too near the end of the read at {SiText.Format(timing.Stop, "s")} to have settled: read for longer, or give the stage before it more bandwidth.";
        }
    }

    private double? Sampling => circuit.Parts.Holds.OfType<SampleAndHold>().Min(h => h.SampleTime);

    private static double[] Values(Func<double>[] lines) => [.. lines.Select(read => read())];

    /// <summary>Where each line enters its tolerance for good, on straight lines between steps.</summary>
    /// <param name="sampling">What a line that is settled by then does later, when the samplers kick back, does not matter.</param>
    private static double[] Settling(List<double> times, List<double[]> values, double tolerance, double? sampling)
    {
        var sampled = sampling is { } moment ? times.FindLastIndex(t => t <= moment) : times.Count - 1;
        return
        [
            .. values[^1].Select((end, line) =>
            {
                var k = Math.Abs(values[sampled][line] - end) <= tolerance ? sampled : values.Count - 1;
                while (k >= 0 && Math.Abs(values[k][line] - end) <= tolerance)
                    k--;
                if (k < 0)
                    return 0;
                var (outside, inside) = (Math.Abs(values[k][line] - end), Math.Abs(values[k + 1][line] - end));
                return times[k] + (times[k + 1] - times[k]) * (outside - tolerance) / (outside - inside);
            }),
        ];
    }

    /// <summary>Integrates the sources' power by the trapezoidal rule over the engine's steps.</summary>
    private sealed class Meter
    {
        private readonly LayerTransient read;
        private double[] power;

        public Meter(LayerTransient read)
        {
            (this.read, power) = (read, Powers(read));
            foreach (var source in read.circuit.Sources)
                Energy[source.Stage] = 0;
        }

        public SortedDictionary<ReadOutStage, double> Energy { get; } = [];

        public void Advance(double time, Action? stepped, CancellationToken cancellationToken)
        {
            for (var from = read.session.Time; read.session.Advance(time, cancellationToken); from = read.session.Time)
            {
                var now = Powers(read);
                for (var k = 0; k < now.Length; k++)
                    Energy[read.circuit.Sources[k].Stage] += 0.5 * (read.session.Time - from) * (power[k] + now[k]);
                power = now;
                stepped?.Invoke();
            }
        }

        private static double[] Powers(LayerTransient read) =>
            [.. read.circuit.Sources.Select(s => -read.session.Voltage(s.Positive, s.Negative) * read.session.Current(s.Name))];
    }
}

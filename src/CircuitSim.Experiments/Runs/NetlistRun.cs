using System.Diagnostics;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Results.Spectra;

namespace CircuitSim.Experiments.Runs;

/// <summary>Runs every analysis of a netlist on one or more simulators and keeps what a user wants to see.</summary>
/// <param name="flat">With its analyses; without any, the operating point is solved.</param>
/// <param name="simulators">The first one is the one that the others are compared with.</param>
/// <param name="openFile">Gives a sink for the waveforms of an analysis on a simulator, by their names, or null.</param>
/// <param name="keepWaveforms">Whether waveforms are wanted in memory; they are kept for comparisons in any case.</param>
public sealed class NetlistRun(FlatNetlist flat, IReadOnlyList<ICircuitSimulator> simulators, Func<string, string, IWaveformSink?> openFile, bool keepWaveforms)
{
    private readonly bool keepWaveforms = keepWaveforms || simulators.Count > 1;

    /// <summary>Runs them all: one that fails does not cost the others.</summary>
    /// <exception cref="CircuitSimException">The netlist has no elements, or nothing at all succeeded.</exception>
    public NetlistRunResult Execute(CancellationToken cancellationToken = default)
    {
        if (flat.Elements.Count == 0)
            throw NetlistException.Because("the netlist has no elements; is it the right file?");
        var analyses = flat.Analyses.Count > 0 ? flat.Analyses : [new OperatingPointAnalysis()];
        var counts = new Dictionary<string, int>();
        var runs = new List<AnalysisRun>();
        var failures = new List<AnalysisFailure>();
        foreach (var analysis in analyses)
        {
            var kind = analysis.Kind;
            var name = NameOf(kind);
            counts.TryGetValue(name, out var number);
            counts[name] = ++number;
            if (number > 1)
                name += FormattableString.Invariant($"{number}");
            foreach (var simulator in simulators)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var reference = runs.FirstOrDefault(r => r.Name == name);
                var waveforms = keepWaveforms || kind is AnalysisKind.OperatingPoint or AnalysisKind.TransferFunction ? new Waveforms() : null;
                try
                {
                    runs.Add(Execute(simulator, analysis, kind, name, reference, waveforms, cancellationToken));
                }
                catch (CircuitSimException e)
                {
                    failures.Add(new AnalysisFailure(name, simulator.Name, e, waveforms is { Points: > 0 } ? waveforms : null));
                }
            }
        }

        return runs.Count > 0 ? new NetlistRunResult(runs, failures) : throw failures[0].Fault;
    }

    private AnalysisRun Execute(
        ICircuitSimulator simulator, Analysis analysis, AnalysisKind kind, string name, AnalysisRun? reference, Waveforms? waveforms, CancellationToken cancellationToken)
    {
        var measurements = new MeasurementSink(flat);
        var prints = new PrintSink(flat);
        var fourier = new FourierSink(flat);
        IWaveformSink[] readers = waveforms is null ? [measurements, prints, fourier] : [measurements, prints, fourier, waveforms];
        var sink = new RunSink(() => openFile(name, simulator.Name), readers);
        var start = Stopwatch.GetTimestamp();
        SimulationStatistics statistics;
        try
        {
            statistics = analysis switch
            {
                TransientAnalysis transient => simulator.RunTransient(flat, transient, sink, cancellationToken),
                DcSweepAnalysis sweep => simulator.RunDcSweep(flat, sweep, sink, cancellationToken),
                AcAnalysis ac => simulator.RunAc(flat, ac, sink, cancellationToken),
                TransferFunctionAnalysis tf => simulator.RunTransferFunction(flat, tf, sink, cancellationToken),
                SensitivityAnalysis sens => simulator.RunSensitivity(flat, sens, sink, cancellationToken),
                NoiseAnalysis noise => simulator.RunNoise(flat, noise, sink, cancellationToken),
                _ => RunOperatingPoint(simulator, sink, cancellationToken),
            };
        }
        catch (CircuitSimException)
        {
            // What was found until then shows where it went wrong.
            sink.EndFile();
            throw;
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new AnalysisRun(
            name, kind, simulator.Name, statistics, seconds, waveforms,
            measurements.Values,
            reference?.Waveforms is { } first && waveforms is not null ? WaveformDifference.Between(first, waveforms) : [])
        {
            Printed = prints.Tables,
            Harmonics = fourier.Harmonics,
            Spectra = fourier.Spectra,
        };
    }

    /// <summary>An operating point as waveforms of one point: what .save names, or else everything.</summary>
    private SimulationStatistics RunOperatingPoint(ICircuitSimulator simulator, RunSink sink, CancellationToken cancellationToken) =>
        Report(simulator.SolveOperatingPoint(flat, cancellationToken), WaveformSelection.Of(flat, AnalysisKind.OperatingPoint), sink);

    private SimulationStatistics Report(OperatingPoint point, WaveformSelection selection, RunSink sink)
    {
        var values = new double[selection.Quantities.Count];
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = selection.Quantities[k] switch
            {
                NodeVoltageExpression v => point.Voltage(v.Positive) - point.Voltage(v.Negative),
                BranchCurrentExpression i => point.Current(i.Element),
                var other => throw NetlistException.Because($".save can hold v(node), v(a,b) and i(element), not {other}."),
            };
        }

        sink.Begin(new WaveformHeader(flat.Title, AnalysisKind.OperatingPoint, new WaveformVector("point", ""), selection.Vectors));
        sink.Add(0, values);
        sink.End();
        return point.Statistics ?? new SimulationStatistics(null, 1);
    }

    private static string NameOf(AnalysisKind kind) => kind switch
    {
        AnalysisKind.Transient => "tran",
        AnalysisKind.DcSweep => "dc",
        AnalysisKind.SmallSignal => "ac",
        AnalysisKind.Noise => "noise",
        AnalysisKind.TransferFunction => "tf",
        AnalysisKind.Sensitivity => "sens",
        _ => "op",
    };

    /// <summary>Into a file, which is opened when there is something to write, and to those who read the points.</summary>
    private sealed class RunSink(Func<IWaveformSink?> openFile, IReadOnlyList<IWaveformSink> readers) : IWaveformSink
    {
        private IWaveformSink? file;

        public void Begin(WaveformHeader header)
        {
            foreach (var reader in readers)
                reader.Begin(header);
            file = openFile();
            file?.Begin(header);
        }

        public void Add(double axis, ReadOnlySpan<double> values)
        {
            foreach (var reader in readers)
                reader.Add(axis, values);
            file?.Add(axis, values);
        }

        public void End()
        {
            foreach (var reader in readers)
                reader.End();
            EndFile();
        }

        /// <summary>Makes the file readable as far as it goes.</summary>
        public void EndFile() => file?.End();
    }
}

using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>The simulator that is always there: modified nodal analysis with a sparse direct solver. Stateless; share it between threads.</summary>
public sealed class BuiltInSimulator : ICircuitSimulator
{
    /// <summary>Of the stop: samples nearer than that to a point are that point.</summary>
    private const double SamplePart = 1e-12;

    internal const string EngineName = ICircuitSimulator.BuiltIn;

    public string Name => EngineName;

    public SimulatorAvailability FindAvailability() =>
        SimulatorAvailability.Available(typeof(BuiltInSimulator).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");

    public OperatingPoint SolveOperatingPoint(FlatNetlist netlist, CancellationToken cancellationToken = default) =>
        OperatingPointSolver.Solve(Circuit.Build(netlist), cancellationToken);

    public SimulationStatistics RunDcSweep(FlatNetlist netlist, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var circuit = Circuit.Build(netlist, analysis);
        return DcSweepSolver.Run(circuit, (DcSweepAnalysis)circuit.Analysis!, sink, cancellationToken);
    }

    public SimulationStatistics RunAc(FlatNetlist netlist, AcAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var circuit = Circuit.Build(netlist, analysis);
        return AcSolver.Run(circuit, (AcAnalysis)circuit.Analysis!, sink, cancellationToken);
    }

    public SimulationStatistics RunNoise(FlatNetlist netlist, NoiseAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var circuit = Circuit.Build(netlist, analysis);
        return NoiseSolver.Run(circuit, (NoiseAnalysis)circuit.Analysis!, sink, cancellationToken);
    }

    public SimulationStatistics RunTransferFunction(FlatNetlist netlist, TransferFunctionAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var circuit = Circuit.Build(netlist, analysis);
        return TransferFunctionSolver.Run(circuit, (TransferFunctionAnalysis)circuit.Analysis!, sink, cancellationToken);
    }

    public SimulationStatistics RunSensitivity(FlatNetlist netlist, SensitivityAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var circuit = Circuit.Build(netlist, analysis);
        return SensitivitySolver.Run(circuit, (SensitivityAnalysis)circuit.Analysis!, sink, cancellationToken);
    }

    public SimulationStatistics RunTransient(FlatNetlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(netlist);
        var whole = netlist.AskingWhole(analysis);
        var circuit = Circuit.Build(whole, whole.Analyses[0]);
        var reader = new VectorReader(circuit, AnalysisKind.Transient);
        var session = new TransientSession(circuit, cancellationToken);
        sink.Begin(new WaveformHeader(circuit.Flat.Title, AnalysisKind.Transient, new WaveformVector("time", "s"), reader.Vectors));
        var asked = (TransientAnalysis)circuit.Analysis!;
        var (start, stop) = (asked.Start.Number, asked.Stop.Number);
        session.EndAt(stop);
        var samples = netlist.SampleTimes(asked);
        var nextSample = 0;
        long points = 0;
        session.Watch(
            time =>
            {
                if (time < start)
                    return;
                sink.Add(time, reader.Read(session.Target.X, session.Target.Memory));
                points++;
            },
            reader.ReadsStatesOnly,
            start);
        do
        {
            while (nextSample < samples.Length && samples[nextSample] <= session.Time + SamplePart * stop)
                nextSample++;
            if (session.Time < start)
                continue;
            sink.Add(session.Time, reader.Read(session.Time == 0 && session.Held is { } held ? held : session.X, session.Target.AcceptedMemory));
            points++;
        }
        while (session.Advance(nextSample < samples.Length ? Math.Min(samples[nextSample], stop) : stop, cancellationToken));
        sink.End();
        var cost = session.Statistics;
        return new SimulationStatistics(circuit.Numbering.UnknownCount, points, cost.AcceptedSteps, cost.RejectedSteps, cost.NewtonIterations, cost.Factorizations);
    }
}

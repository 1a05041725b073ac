using CircuitSim.Netlists;

namespace CircuitSim.Engine;

/// <summary>
/// The simulator that is always there: modified nodal analysis with a sparse direct solver. Stateless; share it
/// between threads.
/// </summary>
public sealed class BuiltInSimulator : ICircuitSimulator
{
    internal const string EngineName = "builtin";

    public string Name => EngineName;

    public SimulatorAvailability FindAvailability() =>
        SimulatorAvailability.Available(typeof(BuiltInSimulator).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");

    public OperatingPoint SolveOperatingPoint(Netlist netlist, CancellationToken cancellationToken = default) =>
        OperatingPointSolver.Solve(Circuit.Build(netlist), cancellationToken);

    public void RunDcSweep(Netlist netlist, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        DcSweepSolver.Run(Circuit.Build(netlist), analysis, sink, cancellationToken);

    public void RunTransient(Netlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        RunTransientCounted(netlist, analysis, sink, cancellationToken);

    /// <summary><see cref="RunTransient"/>, which also says what it cost.</summary>
    public static TransientStatistics RunTransientCounted(
        Netlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var circuit = Circuit.Build(netlist, analysis);
        var reader = new VectorReader(circuit);
        var session = new TransientSession(circuit, analysis, cancellationToken);
        sink.Begin(new WaveformHeader(circuit.Flat.Title, AnalysisKind.Transient, new WaveformVector("time", "s"), reader.Vectors));
        var (start, stop) = (analysis.Start.Number, analysis.Stop.Number);
        do
        {
            if (session.Time >= start)
                sink.Add(session.Time, reader.Read(session.X));
        }
        while (session.Advance(stop, cancellationToken));
        sink.End();
        return session.Statistics;
    }
}

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
        OperatingPointAnalysis.Solve(Circuit.Build(netlist), cancellationToken);

    public SimulationStatistics RunDcSweep(Netlist netlist, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw NetlistException.UnsupportedAnalysis(".dc", EngineName);

    public SimulationStatistics RunTransient(Netlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw NetlistException.UnsupportedAnalysis(".tran", EngineName);
}

using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Cli;

/// <summary>Stands for an engine that this build does not have, and says how to get it.</summary>
/// <param name="remedy">In whole sentences.</param>
internal sealed class MissingSimulator(string name, string remedy) : ICircuitSimulator
{
    public string Name => name;

    public SimulatorAvailability FindAvailability() => SimulatorAvailability.Unavailable(remedy);

    public OperatingPoint SolveOperatingPoint(FlatNetlist netlist, CancellationToken cancellationToken = default) => throw Missing();

    public SimulationStatistics RunDcSweep(FlatNetlist netlist, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw Missing();

    public SimulationStatistics RunAc(FlatNetlist netlist, AcAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw Missing();

    public SimulationStatistics RunNoise(FlatNetlist netlist, NoiseAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw Missing();

    public SimulationStatistics RunTransferFunction(FlatNetlist netlist, TransferFunctionAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw Missing();

    public SimulationStatistics RunSensitivity(FlatNetlist netlist, SensitivityAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw Missing();

    public SimulationStatistics RunTransient(FlatNetlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default) =>
        throw Missing();

    private ExternalSimulatorException Missing() => ExternalSimulatorException.Missing(name, remedy);
}

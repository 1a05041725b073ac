using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Results;

/// <summary>One analysis of a netlist that is not flat yet; who asks for several flattens once.</summary>
public static class CircuitSimulatorExtensions
{
    /// <inheritdoc cref="ICircuitSimulator.SolveOperatingPoint"/>
    public static OperatingPoint SolveOperatingPoint(this ICircuitSimulator simulator, Netlist netlist, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return simulator.SolveOperatingPoint(NetlistFlattening.Flatten(netlist), cancellationToken);
    }

    /// <inheritdoc cref="ICircuitSimulator.RunDcSweep"/>
    public static SimulationStatistics RunDcSweep(
        this ICircuitSimulator simulator, Netlist netlist, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return simulator.RunDcSweep(NetlistFlattening.Flatten(netlist), analysis, sink, cancellationToken);
    }

    /// <inheritdoc cref="ICircuitSimulator.RunAc"/>
    public static SimulationStatistics RunAc(
        this ICircuitSimulator simulator, Netlist netlist, AcAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return simulator.RunAc(NetlistFlattening.Flatten(netlist), analysis, sink, cancellationToken);
    }

    /// <inheritdoc cref="ICircuitSimulator.RunNoise"/>
    public static SimulationStatistics RunNoise(
        this ICircuitSimulator simulator, Netlist netlist, NoiseAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return simulator.RunNoise(NetlistFlattening.Flatten(netlist), analysis, sink, cancellationToken);
    }

    /// <inheritdoc cref="ICircuitSimulator.RunTransferFunction"/>
    public static SimulationStatistics RunTransferFunction(
        this ICircuitSimulator simulator, Netlist netlist, TransferFunctionAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return simulator.RunTransferFunction(NetlistFlattening.Flatten(netlist), analysis, sink, cancellationToken);
    }

    /// <inheritdoc cref="ICircuitSimulator.RunSensitivity"/>
    public static SimulationStatistics RunSensitivity(
        this ICircuitSimulator simulator, Netlist netlist, SensitivityAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return simulator.RunSensitivity(NetlistFlattening.Flatten(netlist), analysis, sink, cancellationToken);
    }

    /// <inheritdoc cref="ICircuitSimulator.RunTransient"/>
    public static SimulationStatistics RunTransient(
        this ICircuitSimulator simulator, Netlist netlist, TransientAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        return simulator.RunTransient(NetlistFlattening.Flatten(netlist), analysis, sink, cancellationToken);
    }
}

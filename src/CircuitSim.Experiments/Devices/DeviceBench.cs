using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Devices;

/// <summary>One device between an ideal voltage source and ground, on any engine; its state is taken from v/i.</summary>
/// <param name="Model">The device.</param>
/// <param name="Simulator">The engine.</param>
public sealed record DeviceBench(DeviceModel Model, ICircuitSimulator Simulator)
{
    private const string Source = "V1";

    private static readonly NodeId Node = new("a");

    /// <summary>Voltage and current of the device over time.</summary>
    /// <param name="waveform">Of the source.</param>
    /// <param name="stop">[s]</param>
    /// <param name="step">Largest step [s].</param>
    /// <param name="start">State w at the start [m].</param>
    /// <exception cref="CircuitSimException">The engine failed, or the voltage leaves the range of the card.</exception>
    public DeviceTrace Run(SourceWaveform waveform, double stop, double step, double start, CancellationToken cancellationToken)
    {
        var netlist = new Netlist
        {
            Title = $"Device {Model.Card.Name}",
            Elements = [new VoltageSource(Source, Node, NodeId.Ground, waveform), new Memristor("X1", Node, NodeId.Ground, Model.Card.Name, start)],
            Models = [Model.Card],
            // Finer than SPICE's default: what is asked here is the device, not the speed of a large circuit.
            Options = SimulatorOptions.Default with { RelativeTolerance = 1e-4 },
        };
        var waveforms = new Waveforms();
        Simulator.RunTransient(netlist, new TransientAnalysis(step, stop) { MaximumStep = step }, waveforms, cancellationToken);
        return new DeviceTrace(waveforms.Axis, waveforms[$"v({Node})"], [.. waveforms[$"i({Source})"].Select(i => -i)]);
    }
}

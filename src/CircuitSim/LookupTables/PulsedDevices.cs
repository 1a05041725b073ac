using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;

namespace CircuitSim.LookupTables;

/// <summary>
/// Pulses on copies of a device that stand in different states, all side by side between one ideal source and ground: one
/// transient of any engine. Share it between threads where the engine may be shared.
/// </summary>
/// <param name="simulator">The engine.</param>
/// <param name="card">Of the nominal device.</param>
public sealed class PulsedDevices(ICircuitSimulator simulator, ModelCard card)
{
    private static readonly NodeId Node = new("a");

    /// <summary>The states behind each pulse, [pulses × devices] [m].</summary>
    /// <param name="device">Nominal, or drawn from it.</param>
    /// <param name="starts">[devices] [m].</param>
    /// <param name="pulse">One of those that follow each other.</param>
    /// <param name="stretches">
    /// How many times as long each pulse is, edges included, [pulses]. The speed k is a factor of the state's rate, so a cycle that is
    /// f times as fast is the nominal one under a pulse stretched by f; for the same reason n equal pulses are one stretched by n.
    /// </param>
    /// <exception cref="CircuitSimException">The engine failed, or the voltage leaves the range of the card.</exception>
    public double[] Apply(IThresholdModel device, ReadOnlySpan<double> starts, TablePulse pulse, ReadOnlySpan<double> stretches, CancellationToken cancellationToken = default)
    {
        var own = MemristorCard.With(card, card.Name, device);
        var (points, ends, time) = (new List<PieceWiseLinearPoint> { new(0, 0) }, new double[stretches.Length], 0.0);
        for (var n = 0; n < stretches.Length; n++)
        {
            points.Add(new PieceWiseLinearPoint(time += stretches[n] * pulse.Edge, pulse.Voltage));
            points.Add(new PieceWiseLinearPoint(time += stretches[n] * pulse.Width, pulse.Voltage));
            points.Add(new PieceWiseLinearPoint(ends[n] = time += stretches[n] * pulse.Edge, 0));
        }

        var elements = new Element[starts.Length + 1];
        var saves = new SaveRequest[starts.Length];
        elements[^1] = new VoltageSource("V1", Node, NodeId.Ground, new PieceWiseLinearWaveform(points));
        for (var k = 0; k < starts.Length; k++)
        {
            elements[k] = new Memristor($"X{k}", Node, NodeId.Ground, own.Name, starts[k]);
            saves[k] = new SaveRequest(new DeviceStateExpression($"X{k}"));
        }

        var netlist = new Netlist { Title = $"Pulsed devices {card.Name}", Elements = elements, Models = [own], Saves = saves };
        // Nothing before the last edge of the first pulse is asked for: points within steps cost more than the steps.
        var analysis = new TransientAnalysis(time, time) { MaximumStep = time, Start = ends[0] - 0.5 * stretches[0] * pulse.Edge };
        var sink = new StatesAt(ends, starts.Length);
        simulator.RunTransient(netlist, analysis, sink, cancellationToken);
        // Other engines pull a state back that has gone beyond a limit; what lies there acts as the limit.
        for (var k = 0; k < sink.States.Length; k++)
            sink.States[k] = Math.Clamp(sink.States[k], device.LowestState, device.HighestState);
        return sink.States;
    }

    /// <summary>The last point that is not behind each of some times.</summary>
    private sealed class StatesAt(double[] times, int devices) : IWaveformSink
    {
        private const double Rounding = 1e-9;

        private int next;

        public double[] States { get; } = new double[times.Length * devices];

        public void Begin(WaveformHeader header)
        {
        }

        public void Add(double axis, ReadOnlySpan<double> values)
        {
            while (next < times.Length - 1 && axis > times[next] * (1 + Rounding))
                next++;
            values.CopyTo(States.AsSpan(next * devices, devices));
        }

        public void End()
        {
        }
    }
}

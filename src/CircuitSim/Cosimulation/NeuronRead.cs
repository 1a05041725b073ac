using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Periphery;

namespace CircuitSim.Cosimulation;

/// <summary>
/// One read of a neuron in time: its pair of bit lines with all wires and cells, the transistors of the <see cref="Neuron"/> behind it,
/// and rows that step from rest to their voltages at once.
/// </summary>
/// <param name="Output">At the end of the read, above the neuron's lower rail [V].</param>
/// <param name="Settled">From when on the output stays within half a step of the neuron's quantizer of its end [s].</param>
/// <param name="NeuronEnergy">From the neuron's rails [J].</param>
/// <param name="ArrayEnergy">From the rows [J].</param>
public sealed record NeuronRead(double Output, double Settled, double NeuronEnergy, double ArrayEnergy)
{
    private const double Edge = 0.1e-9;
    private const int LeastSteps = 400;

    /// <param name="wiring">Of two columns, the plus line and the minus line.</param>
    /// <param name="conductances">[rows × 2] row-major; 0 is an open cell [S].</param>
    /// <param name="rowVoltages">Against the lines [V].</param>
    /// <param name="time">Of the read [s].</param>
    /// <exception cref="InvalidParameterException">Shapes do not fit, or a value is out of range.</exception>
    /// <exception cref="ConvergenceException">The circuit has no solution.</exception>
    public static NeuronRead Of(Neuron neuron, CrossbarWiring wiring, ReadOnlySpan<double> conductances, ReadOnlySpan<double> rowVoltages, double time, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.RequirePositive(time, "s", "read time");
        if (wiring.Columns != 2 || rowVoltages.Length != wiring.Rows)
            throw InvalidParameterException.WrongShape("array of a neuron", FormattableString.Invariant($"[{wiring.Rows} × {wiring.Columns}] with {rowVoltages.Length} row voltages"), "[rows × 2] with one voltage a row");
        var array = new ArrayCircuit(wiring);
        var output = new NodeId("out");
        var draft = new CircuitDraft();
        array.AddTo(draft, conductances);
        neuron.AddTo(draft, "n", array.BitPort(0), array.BitPort(1), output);
        string[] rails = [.. draft.Elements.OfType<VoltageSource>().Select(v => v.Name)];
        for (var i = 0; i < rowVoltages.Length; i++)
        {
            draft.Add(new VoltageSource(
                LayerCircuit.RowSource(i), array.WordPort(i), NodeId.Ground, new PieceWiseLinearWaveform([new(0, neuron.ClampVoltage), new(Edge, neuron.ClampVoltage + rowVoltages[i])])));
        }

        var netlist = draft.ToNetlist("A neuron and its pair of bit lines").Flatten();
        var session = new TransientSession(netlist, new TransientAnalysis(time / LeastSteps, time) { MaximumStep = time / LeastSteps }, cancellationToken);
        VoltageSource[] sources = [.. draft.Elements.OfType<VoltageSource>()];
        double[] Powers() => [.. sources.Select(v => -session.Voltage(v.Nodes[0], v.Nodes[1]) * session.Current(v.Name))];
        var (neuronEnergy, arrayEnergy, power) = (0.0, 0.0, Powers());
        List<(double Time, double Output)> seen = [(0, session.Voltage(output))];
        while (session.Advance(time, cancellationToken))
        {
            var (now, step) = (Powers(), session.Time - seen[^1].Time);
            for (var k = 0; k < now.Length; k++)
            {
                var energy = 0.5 * step * (power[k] + now[k]);
                if (k < rails.Length)
                    neuronEnergy += energy;
                else
                    arrayEnergy += energy;
            }

            power = now;
            seen.Add((session.Time, session.Voltage(output)));
        }

        var tolerance = 0.5 * neuron.FullScale / ((1 << neuron.Bits) - 1);
        var last = seen.FindLastIndex(s => Math.Abs(s.Output - seen[^1].Output) > tolerance);
        return new NeuronRead(seen[^1].Output - neuron.LowerRail, last < 0 ? 0 : seen[last + 1].Time, neuronEnergy, arrayEnergy);
    }
}

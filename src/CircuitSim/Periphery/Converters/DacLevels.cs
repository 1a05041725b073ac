using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Periphery.Converters;

/// <summary>What the circuit of a DAC gives for its codes, alone or into a resistance.</summary>
public sealed class DacLevels
{
    private const string Dac = "dac";
    private static readonly NodeId Output = new("out");
    private readonly IDigitalToAnalog converter;
    private readonly double? loadResistance;

    /// <param name="loadResistance">From the output to ground [Ω]; null for none.</param>
    public DacLevels(IDigitalToAnalog converter, double? loadResistance = null)
    {
        ArgumentNullException.ThrowIfNull(converter);
        (this.converter, this.loadResistance) = (converter, loadResistance);
    }

    /// <summary>The circuit with a code at its bits.</summary>
    public Netlist Circuit(int code)
    {
        var draft = new CircuitDraft();
        converter.AddTo(draft, Dac, Output);
        if (loadResistance is { } load)
            draft.Add(new Resistor("Rload", Output, NodeId.Ground, load));
        var netlist = draft.ToNetlist($"{converter.Name}, {converter.Bits} bits, code {code}");
        return netlist with { Elements = [.. netlist.Elements.Select(e => e is VoltageSource { Name: var name } source && BitOf(name) is { } bit ? source with { Voltage = Bit(code, bit) } : e)] };
    }

    /// <summary>[codes] of all codes [V], on the built-in engine.</summary>
    /// <exception cref="ConvergenceException">The circuit could not be solved.</exception>
    public double[] Find(CancellationToken cancellationToken = default)
    {
        var session = new TransientSession(NetlistFlattening.Flatten(Circuit(0)), new TransientAnalysis(1, 1), cancellationToken);
        var levels = new double[1 << converter.Bits];
        for (var code = 0; code < levels.Length; code++)
        {
            for (var bit = 0; bit < converter.Bits; bit++)
                session.SetSource($"V{Dac}_{bit}", Bit(code, bit));
            session.Settle(cancellationToken);
            levels[code] = session.Voltage(Output);
        }

        return levels;
    }

    /// <summary>Of one code, on any engine [V].</summary>
    /// <exception cref="CircuitSimException">The engine failed.</exception>
    public double Find(int code, ICircuitSimulator simulator, CancellationToken cancellationToken = default) =>
        simulator.SolveOperatingPoint(Circuit(code), cancellationToken).Voltage(Output);

    private double Bit(int code, int bit) => (code >> bit & 1) * converter.BitVoltage;

    private static int? BitOf(string name) =>
        name.StartsWith($"V{Dac}_", StringComparison.Ordinal) && int.TryParse(name.AsSpan(Dac.Length + 2), out var bit) ? bit : null;
}

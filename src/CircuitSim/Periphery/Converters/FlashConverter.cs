using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Periphery.Converters;

/// <summary>
/// A flash converter: a ladder of 2^N resistors over the range, and at each of its 2^N − 1 taps a comparator. The code is the number of
/// comparators that are high, which a thermometer code with a bubble has, too.
/// <code>
///   T_k = tap k + V_os,k       comparator: ½ + ½ tanh(gain (v − tap − V_os))
/// </code>
/// A conversion is a DC solution; the comparators load neither input nor ladder.
/// </summary>
public sealed class FlashConverter : IAnalogToDigital
{
    public const int MostBits = 10;

    /// <summary>Of a comparator [1/V].</summary>
    private const double Gain = 1e5;

    private const string Alone = "adc";
    private const string Input = "in";

    private readonly CodeScale scale;
    private readonly double unitResistance;
    private readonly double[] errors, offsets;
    private readonly NodeId[] outputs;
    private TransientSession? session;

    /// <param name="unitResistance">Of one of the 2^bits [Ω].</param>
    /// <param name="errors">[2^bits]; relative, of the resistors from the lowest up. Null: none.</param>
    /// <param name="offsets">[2^bits − 1]; of the comparators from the lowest up [V]. Null: none.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public FlashConverter(int bits, double lowest, double range, double unitResistance, IReadOnlyList<double>? errors = null, IReadOnlyList<double>? offsets = null)
    {
        scale = new CodeScale(bits, lowest, range, MostBits, "a flash converter");
        this.unitResistance = InvalidParameterException.RequirePositive(unitResistance, "Ω", "unit resistance");
        this.errors = PartErrors.Require(errors, scale.Count, "resistors");
        this.offsets = offsets is null ? new double[scale.Count - 1] : [.. offsets];
        if (this.offsets.Length != scale.Count - 1)
            throw InvalidParameterException.WrongShape("offsets of the comparators", $"[{this.offsets.Length}]", $"[{scale.Count - 1}]");
        foreach (var offset in this.offsets)
            InvalidParameterException.RequireFinite(offset, "V", "comparator offset");
        outputs = [.. Enumerable.Range(1, scale.Count - 1).Select(k => OutputOf(Alone, k))];
    }

    public string Name => "flash ADC";

    public int Bits => scale.Bits;

    public double Range => scale.Range;

    public double Lowest => scale.Lowest;

    public int Ideal(double voltage) => scale.CodeOf(voltage);

    /// <summary>The ladder between its rails and the comparators, which are 1 V where the input is higher.</summary>
    public void AddTo(CircuitDraft draft, string name, NodeId input)
    {
        ArgumentNullException.ThrowIfNull(draft);
        NodeId Tap(int k) => new($"{name}_r{k}");
        var (bottom, top) = (Lowest == 0 ? NodeId.Ground : draft.Rail($"{name}_low", Lowest), draft.Rail($"{name}_high", Lowest + Range));
        for (var k = 0; k < scale.Count; k++)
            draft.Add(new Resistor($"R{name}_{k}", k == scale.Count - 1 ? top : Tap(k + 1), k == 0 ? bottom : Tap(k), unitResistance * (1 + errors[k])));
        for (var k = 1; k < scale.Count; k++)
        {
            var law = FormattableString.Invariant($"0.5+0.5*tanh((v({input})-v({Tap(k)})-({offsets[k - 1]:R}))*{Gain:R})");
            draft.Add(new BehavioralSource($"B{name}_{k}", OutputOf(name, k), NodeId.Ground, BehavioralQuantity.Voltage, ExpressionParser.Parse(law)));
        }
    }

    /// <summary>Output of the comparator at tap k: above ½ V where the input is higher.</summary>
    public static NodeId OutputOf(string name, int k) => new($"{name}_c{k}");

    /// <summary>The converter alone behind a source.</summary>
    public Netlist TestBench(double voltage)
    {
        var draft = new CircuitDraft();
        draft.Add(new VoltageSource($"V{Input}", new NodeId(Input), NodeId.Ground, voltage));
        AddTo(draft, Alone, new NodeId(Input));
        return draft.ToNetlist($"{Name}, {Bits} bits");
    }

    public int Convert(double voltage, CancellationToken cancellationToken = default)
    {
        session ??= new TransientSession(NetlistFlattening.Flatten(TestBench(Lowest)), new TransientAnalysis(1, 1), cancellationToken);
        session.SetSource($"V{Input}", voltage);
        session.Settle(cancellationToken);
        return outputs.Count(o => session.Voltage(o) > 0.5);
    }

    /// <summary>The code of a <see cref="TestBench"/> that any engine solved.</summary>
    public int CodeIn(OperatingPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return outputs.Count(o => point.Voltage(o) > 0.5);
    }

    public IAnalogToDigital Copy() => new FlashConverter(Bits, Lowest, Range, unitResistance, errors, offsets);
}

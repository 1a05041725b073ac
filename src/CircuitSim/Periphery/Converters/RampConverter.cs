using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Periphery.Converters;

/// <summary>
/// A single-slope converter: a current charges a capacitor, and a counter stops when the comparator says that the ramp has passed the input.
/// <code>
///   I ─┬─────┬──── ramp ─ comparator ½ + ½ tanh(gain (ramp + V_os − input)) ─ R C ─ flip
///      C   reset                                                              delay = RC ln 2
///
///   I = C Range/(2^N T_clk)      code = edges of the clock, one T_clk apart, at which it has not flipped
///   T_k = ramp at edge k + V_os − slope · delay; of a source with a resistance the ramp is Lowest + I R (1 − exp(−k T_clk/RC))
/// </code>
/// A conversion is a transient as long as the code.
/// </summary>
public sealed class RampConverter : IAnalogToDigital
{
    /// <summary>Of the comparator [1/V].</summary>
    private const double Gain = 1e5;

    private const string Alone = "adc";
    private const string Input = "in";

    private readonly RampDesign design;
    private readonly CodeScale scale;
    private TransientSession? session;
    private TransientSnapshot? start;

    /// <exception cref="InvalidParameterException">A value of the design is out of range.</exception>
    public RampConverter(RampDesign design)
    {
        ArgumentNullException.ThrowIfNull(design);
        this.design = design;
        scale = new CodeScale(design.Bits, design.Lowest, design.Range, RampDesign.MostBits, "a ramp converter");
        InvalidParameterException.RequirePositive(design.ClockPeriod, "s", "clock period");
        InvalidParameterException.RequirePositive(design.Capacitance, "F", "ramp capacitance");
        InvalidParameterException.RequirePositive(design.SourceResistance ?? 1, "Ω", "source resistance");
        InvalidParameterException.RequirePositive(design.SwitchResistance, "Ω", "switch resistance");
        InvalidParameterException.RequireFinite(design.ComparatorOffset, "V", "comparator offset");
        InvalidParameterException.RequireNonNegative(design.ComparatorDelay, "s", "comparator delay");
        if (!(design.CurrentError > -1 && double.IsFinite(design.CurrentError)))
            throw InvalidParameterException.OutOfRange("current error", design.CurrentError, "", "finite and above -1");
    }

    public string Name => "ramp ADC";

    public int Bits => scale.Bits;

    public double Range => scale.Range;

    public double Lowest => scale.Lowest;

    public RampDesign Design => design;

    /// <summary>When the ramp starts in a conversion: the comparator has forgotten the last one [s].</summary>
    public double StartTime => design.ClockPeriod + 20 * design.ComparatorDelay;

    /// <summary>That charges the capacitor [A].</summary>
    public double Current => design.Capacitance * scale.Lsb / design.ClockPeriod * (1 + design.CurrentError);

    public int Ideal(double voltage) => scale.CodeOf(voltage);

    /// <summary>Ramp and comparator, in reset: the current 0 and the gate of the reset switch at 1 V.</summary>
    public void AddTo(CircuitDraft draft, string name, NodeId input)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var (ramp, gate, compared, flip) = (new NodeId($"{name}_ramp"), new NodeId($"{name}_r"), new NodeId($"{name}_c"), FlipOf(name));
        var low = Lowest == 0 ? NodeId.Ground : draft.Rail($"{name}_low", Lowest);
        var (closing, _) = SwitchCards.AddTo(draft, design.SwitchResistance, SwitchCards.Open);
        draft.Add(new CurrentSource($"I{name}", NodeId.Ground, ramp, 0.0));
        draft.Add(new Capacitor($"C{name}", ramp, NodeId.Ground, design.Capacitance));
        if (design.SourceResistance is { } resistance)
            draft.Add(new Resistor($"R{name}", ramp, low, resistance));
        draft.Add(new VoltageSource($"V{name}_r", gate, NodeId.Ground, 1.0));
        draft.Add(new VoltageSwitch($"S{name}_r", ramp, low, gate, NodeId.Ground, closing));
        var law = FormattableString.Invariant($"0.5+0.5*tanh((v({ramp})+({design.ComparatorOffset:R})-v({input}))*{Gain:R})");
        var isSlow = design.ComparatorDelay > 0;
        draft.Add(new BehavioralSource($"B{name}", isSlow ? compared : flip, NodeId.Ground, BehavioralQuantity.Voltage, ExpressionParser.Parse(law)));
        if (isSlow)
        {
            draft.Add(new Resistor($"R{name}_d", compared, flip, 1e3));
            draft.Add(new Capacitor($"C{name}_d", flip, NodeId.Ground, design.ComparatorDelay / (1e3 * Math.Log(2))));
        }

        draft.ResolveCharge(1e-3 * design.Capacitance * scale.Lsb);
    }

    /// <summary>Above ½ V when the comparator has flipped.</summary>
    public static NodeId FlipOf(string name) => new($"{name}_f");

    public int Convert(double voltage, CancellationToken cancellationToken = default)
    {
        session ??= new TransientSession(NetlistFlattening.Flatten(Circuit(Lowest)), Analysis, cancellationToken);
        start ??= session.Save();
        session.Restore(start);
        session.SetSource($"V{Input}", voltage);
        session.AdvanceTo(StartTime, cancellationToken);
        session.SetSource($"V{Alone}_r", 0);
        session.SetSource($"I{Alone}", Current);
        for (var edge = 1; edge < scale.Count; edge++)
        {
            session.AdvanceTo(StartTime + edge * design.ClockPeriod, cancellationToken);
            if (session.Voltage(FlipOf(Alone)) > 0.5)
                return edge - 1;
        }

        return scale.Count - 1;
    }

    /// <summary>A whole conversion as one netlist that runs alone on any engine; the code is the whole number of periods from the start to the flip.</summary>
    public Netlist TestBench(double voltage)
    {
        var netlist = Circuit(voltage);
        var edge = 1e-3 * design.ClockPeriod;
        SourceShape Step(double before, double after) => new PieceWiseLinearWaveform([new(0, before), new(StartTime - 0.5 * edge, before), new(StartTime + 0.5 * edge, after)]);
        return netlist with
        {
            Title = FormattableString.Invariant($"{Name}, {Bits} bits: a conversion of {voltage:R} V"),
            Elements = [.. netlist.Elements.Select(e => e switch
            {
                VoltageSource { Name: $"V{Alone}_r" } gate => gate with { Voltage = Step(1, 0) },
                CurrentSource { Name: $"I{Alone}" } source => source with { Current = Step(0, Current) },
                _ => e,
            })],
            Analyses = [Analysis],
        };
    }

    public IAnalogToDigital Copy() => new RampConverter(design);

    private TransientAnalysis Analysis => new(design.ClockPeriod, StartTime + scale.Count * design.ClockPeriod) { MaximumStep = design.ClockPeriod };

    private Netlist Circuit(double voltage)
    {
        var draft = new CircuitDraft();
        draft.Add(new VoltageSource($"V{Input}", new NodeId(Input), NodeId.Ground, voltage));
        AddTo(draft, Alone, new NodeId(Input));
        var netlist = draft.ToNetlist(Name);
        // The comparator flips within a step, and its low-pass has to tell when.
        return netlist with { Options = netlist.Options with { RelativeTolerance = 1e-5 } };
    }
}

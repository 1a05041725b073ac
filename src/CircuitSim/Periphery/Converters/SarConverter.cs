using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Periphery.Converters;

/// <summary>
/// A converter by successive approximation with charge redistribution. Capacitors of 1, 2, 4 … units share a plate x; each other plate is
/// switched to the input, the upper or the lower reference:
/// <code>
///        x ───┬──────┬──── … ──┬───── C_p ─ ground         sample: x at ground, plates at the input
///             C      2C        2^(N−1) C                   hold:   x floats, then plates at the lower reference
///             p1     p2        pN                          trial:  the bit's plate at the upper one
///        input, low, high: one switch each                 x = (level of the code − input) C/(C + C_p): keep the bit if x ≤ 0
/// </code>
/// A level is Lowest + Range Σ C_up/Σ C, so what the bits are worth is what their capacitors are. C_p makes x smaller, never a level.
/// The array is a transient circuit, whose switches are driven by gates of 0 or 1 V (−1 V while sampling); when they move and what the comparator saw
/// is <see cref="SarLogic"/>'s affair.
/// </summary>
public sealed class SarConverter : IAnalogToDigital
{
    private const string Alone = "adc";
    private const string Input = "in";

    private readonly SarDesign design;
    private readonly CodeScale scale;
    private readonly double[] capacitances;
    private TransientSession? session;
    private TransientSnapshot? start;

    /// <exception cref="InvalidParameterException">A value of the design is out of range.</exception>
    public SarConverter(SarDesign design)
    {
        ArgumentNullException.ThrowIfNull(design);
        this.design = design;
        scale = new CodeScale(design.Bits, design.Lowest, design.Range, SarDesign.MostBits, "a SAR converter");
        InvalidParameterException.RequirePositive(design.UnitCapacitance, "F", "unit capacitance");
        InvalidParameterException.RequireNonNegative(design.ParasiticCapacitance, "F", "parasitic capacitance");
        InvalidParameterException.RequirePositive(design.SwitchResistance, "Ω", "switch resistance");
        InvalidParameterException.RequireFinite(design.ComparatorOffset, "V", "comparator offset");
        var errors = PartErrors.Require(design.Errors, design.Units.Count, "capacitors");
        capacitances = [.. errors.Zip(design.Units, (e, n) => n * design.UnitCapacitance * (1 + e))];
        // The slowest way: a plate's own switch, and while sampling the one of the common plate for all of them.
        var settled = (Bits + 8) * Math.Log(2) * design.SwitchResistance * (capacitances.Sum() + design.ParasiticCapacitance);
        SampleTime = InvalidParameterException.RequirePositive(design.SampleTime ?? 2 * settled, "s", "sample time");
        TrialTime = InvalidParameterException.RequirePositive(design.TrialTime ?? settled, "s", "trial time");
    }

    public string Name => design.IsSplit ? "split SAR ADC" : "SAR ADC";

    public int Bits => scale.Bits;

    public double Range => scale.Range;

    public double Lowest => scale.Lowest;

    public SarDesign Design => design;

    /// <summary>As <see cref="SarDesign.Units"/>, with their errors [F].</summary>
    public IReadOnlyList<double> Capacitances => capacitances;

    /// <summary>[s]</summary>
    public double SampleTime { get; }

    /// <summary>[s]</summary>
    public double TrialTime { get; }

    /// <summary>Between the opening of the common plate and the first trial, so that no charge leaves through the wrong switch [s].</summary>
    public double HoldTime => TrialTime / 8;

    /// <summary>From the start of sampling to the last decision [s].</summary>
    public double ConversionTime => SampleTime + HoldTime + Bits * TrialTime;

    /// <summary>What the last conversion tried.</summary>
    public IReadOnlyList<SarTrial> Trials { get; private set; } = [];

    /// <summary>What the last conversion took from the references [J].</summary>
    public double Energy { get; private set; }

    public int Ideal(double voltage) => scale.CodeOf(voltage);

    /// <summary>The array in its sampling state, between the input and its rails.</summary>
    public void AddTo(CircuitDraft draft, string name, NodeId input)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var (low, high) = (Lowest == 0 ? NodeId.Ground : draft.Rail($"{name}_low", Lowest), draft.Rail($"{name}_high", Lowest + Range));
        var (closing, opening) = SwitchCards.AddTo(draft, design.SwitchResistance, SwitchCards.Open);
        NodeId Gate(string word, double voltage)
        {
            var gate = new NodeId($"{name}_{word}");
            draft.Add(new VoltageSource($"V{name}_{word}", gate, NodeId.Ground, voltage));
            return gate;
        }

        var (plate, hold, top) = (PlateOf(name), Gate("h", -1), Gate("t", 1));
        draft.Add(new VoltageSwitch($"S{name}_t", plate, NodeId.Ground, top, NodeId.Ground, closing));
        if (design.ParasiticCapacitance > 0)
            draft.Add(new Capacitor($"C{name}_p", plate, NodeId.Ground, design.ParasiticCapacitance));
        for (var k = 0; k < capacitances.Length; k++)
        {
            var (bottom, gate) = (PlateOf(name, k), k == 0 ? NodeId.Ground : Gate($"g{k}", 0));
            draft.Add(new Capacitor($"C{name}_{k}", plate, bottom, capacitances[k]));
            draft.Add(new VoltageSwitch($"S{name}_i{k}", input, bottom, NodeId.Ground, hold, closing));
            draft.Add(new VoltageSwitch($"S{name}_d{k}", bottom, low, hold, gate, opening));
            if (k > 0)
                draft.Add(new VoltageSwitch($"S{name}_u{k}", bottom, high, gate, NodeId.Ground, closing));
        }

        draft.ResolveCharge(1e-3 * design.UnitCapacitance * scale.Lsb);
    }

    /// <summary>The common plate x, which the comparator sees.</summary>
    public static NodeId PlateOf(string name) => new($"{name}_x");

    /// <summary>The other plate of one of the <see cref="Capacitances"/>.</summary>
    public static NodeId PlateOf(string name, int capacitor) => new($"{name}_p{capacitor}");

    public int Convert(double voltage, CancellationToken cancellationToken = default)
    {
        session ??= new TransientSession(NetlistFlattening.Flatten(Circuit(Lowest)), new TransientAnalysis(TrialTime, ConversionTime) { MaximumStep = TrialTime / 8 }, cancellationToken);
        start ??= session.Save();
        session.Restore(start);
        session.SetSource($"V{Input}", voltage);
        var logic = new SarLogic(this, Alone);
        session.AdvanceTo(SampleTime, cancellationToken);
        logic.Hold(session);
        session.AdvanceTo(SampleTime + HoldTime, cancellationToken);
        for (var trial = 1; trial <= Bits; trial++)
        {
            logic.Try(session);
            session.AdvanceTo(SampleTime + HoldTime + trial * TrialTime, cancellationToken);
            logic.Decide(session);
        }

        (Trials, Energy) = (logic.Trials, logic.Energy);
        return logic.Code;
    }

    /// <summary>The same decisions by the charge balance of the capacitors as they are: keeps a bit if level + V_os (C + C_p)/C ≤ input.</summary>
    public int ConvertAtRest(double voltage, CancellationToken cancellationToken = default)
    {
        var array = capacitances.Sum();
        var asked = (voltage - Lowest - design.ComparatorOffset * (array + design.ParasiticCapacitance) / array) / Range * array;
        var (code, up) = (0, design.IsSplit ? capacitances.Skip(Bits).Sum() : capacitances[Bits]);
        for (var bit = Bits - 1; ; bit--)
        {
            var isKept = up <= asked;
            code |= isKept ? 1 << bit : 0;
            if (bit == 0)
                return code;
            if (design.IsSplit)
                up += isKept ? capacitances[bit] : -capacitances[Bits + bit];
            else
                up += capacitances[bit] - (isKept ? 0 : capacitances[bit + 1]);
        }
    }

    /// <summary>
    /// A whole conversion as one netlist that runs alone on any engine: the gates follow what the logic decided here. The
    /// common plate at the end of each trial is the <see cref="SarTrial.Voltage"/> of <see cref="Trials"/>.
    /// </summary>
    public Netlist TestBench(double voltage, CancellationToken cancellationToken = default)
    {
        Convert(voltage, cancellationToken);
        var edge = TrialTime / 1000;
        var courses = SarLogic.Moves(this, Trials).GroupBy(m => m.Gate).ToDictionary(g => $"V{Alone}_{g.Key}", g => g);
        var netlist = Circuit(voltage);
        return netlist with
        {
            Title = FormattableString.Invariant($"{Name}, {Bits} bits: a conversion of {voltage:R} V to code {Trials[^1].Code - (Trials[^1].IsKept ? 0 : 1)}"),
            Elements = [.. netlist.Elements.Select(e => e is VoltageSource source && courses.TryGetValue(e.Name, out var moves) ? source with { Voltage = Course(source.Voltage.OperatingPointValue, moves) } : e)],
            Analyses = [new TransientAnalysis(TrialTime / 8, ConversionTime)],
        };

        SourceShape Course(double value, IEnumerable<(double Time, string Gate, double Value)> moves)
        {
            List<PieceWiseLinearPoint> points = [new(0, value)];
            foreach (var move in moves)
            {
                points.Add(new(move.Time, points[^1].Value));
                points.Add(new(move.Time + edge, move.Value));
            }

            return new PieceWiseLinearWaveform(points);
        }
    }

    public IAnalogToDigital Copy() => new SarConverter(design);

    private Netlist Circuit(double voltage)
    {
        var draft = new CircuitDraft();
        draft.Add(new VoltageSource($"V{Input}", new NodeId(Input), NodeId.Ground, voltage));
        AddTo(draft, Alone, new NodeId(Input));
        var netlist = draft.ToNetlist(Name);
        // Charge on the common plate is kept exactly by any step; Gear lets what a long step missed die away.
        return netlist with { Options = netlist.Options with { Method = IntegrationMethod.Gear } };
    }
}

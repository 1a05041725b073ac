namespace CircuitSim.Netlists.Elements;

/// <summary>A number of an element of a flat netlist that may be varied: the resistance of a resistor, the width of a transistor.</summary>
/// <param name="Key">As <c>.sens</c> names it.</param>
/// <param name="Value">In its unit.</param>
/// <param name="With">The same element with another value.</param>
internal sealed record ElementQuantity(string Key, string Unit, double Value, Func<double, Element> With)
{
    private static readonly string[] MainKeys = ["r", "c", "l", "k", "dcv0", "gain", "area", "w"];

    /// <summary>Whether it is among those of a request for all; the others are asked for by name.</summary>
    public bool IsMain => MainKeys.Contains(Key);

    /// <summary>The quantities of an element, its value first. A quantity that is not given is none.</summary>
    public static IEnumerable<ElementQuantity> Of(Element element) =>
        Rows(element).Where(row => row.Value is not null).Select(row => new ElementQuantity(row.Key, row.Unit, row.Value!.Value.Number, row.With));

    /// <summary>The same element with another value of a quantity, which need not be a number yet; null where it gives no such quantity.</summary>
    public static Element? Changed(Element element, string key, double value) =>
        key.ToLowerInvariant() switch
        {
            "temp" => WithTemperature(element, value),
            "w" when element is Resistor { Model: { } card } r => r with { Model = card with { Width = value } },
            "l" when element is Resistor { Model: { } card } r => r with { Model = card with { Length = value } },
            _ => null,
        } ?? Rows(element).FirstOrDefault(row => row.Value is not null && row.Key.Equals(key.Equals("dc", StringComparison.OrdinalIgnoreCase) ? "dcv0" : key, StringComparison.OrdinalIgnoreCase)).With?.Invoke(value);

    private static Element? WithTemperature(Element element, double value) => element switch
    {
        Diode d => d with { Temperature = value, TemperatureDifference = 0 },
        BipolarTransistor q => q with { Temperature = value, TemperatureDifference = 0 },
        Jfet j => j with { Temperature = value, TemperatureDifference = 0 },
        Mosfet m => m with { Temperature = value, TemperatureDifference = 0 },
        Resistor r => r with { Temperature = (r.Temperature ?? new()) with { Temperature = value, Difference = 0 } },
        Capacitor { Charge: null } c => c with { Temperature = (c.Temperature ?? new()) with { Temperature = value, Difference = 0 } },
        Inductor { Flux: null } l => l with { Temperature = (l.Temperature ?? new()) with { Temperature = value, Difference = 0 } },
        _ => null,
    };

    private static (string Key, string Unit, ElementValue? Value, Func<double, Element> With)[] Rows(Element element) => element switch
    {
        Resistor r => [("r", "Ω", r.Resistance, v => r with { Resistance = v }), .. OfTemperature(r.Temperature, t => r with { Temperature = t })],
        Capacitor { Charge: null } c => [("c", "F", c.Capacitance, v => c with { Capacitance = v }), .. OfTemperature(c.Temperature, t => c with { Temperature = t }), ("ic", "V", c.InitialVoltage, v => c with { InitialVoltage = v })],
        Inductor { Flux: null } l => [("l", "H", l.Inductance, v => l with { Inductance = v }), .. OfTemperature(l.Temperature, t => l with { Temperature = t }), ("ic", "A", l.InitialCurrent, v => l with { InitialCurrent = v })],
        CoupledInductors k => [("k", "", k.Coupling, v => k with { Coupling = v })],
        VoltageSource { CurrentOf: null } s => OfShape(s.Voltage, "V", shape => s with { Voltage = shape }),
        CurrentSource s => OfShape(s.Current, "A", shape => s with { Current = shape }),
        VoltageControlledVoltageSource e => [("gain", "", e.Gain, v => e with { Gain = v })],
        CurrentControlledCurrentSource f => [("gain", "", f.Gain, v => f with { Gain = v })],
        VoltageControlledCurrentSource g => [("gain", "S", g.Transconductance, v => g with { Transconductance = v })],
        CurrentControlledVoltageSource h => [("gain", "Ω", h.Transresistance, v => h with { Transresistance = v })],
        Diode d => [("area", "", d.Area, v => d with { Area = v }), ("m", "", d.Multiplier, v => d with { Multiplier = v })],
        BipolarTransistor q => [("area", "", q.Area, v => q with { Area = v }), ("m", "", q.Multiplier, v => q with { Multiplier = v })],
        Jfet j => [("area", "", j.Area, v => j with { Area = v }), ("m", "", j.Multiplier, v => j with { Multiplier = v })],
        Mosfet m =>
        [
            ("w", "m", m.Width, v => m with { Width = v }), ("l", "m", m.Length, v => m with { Length = v }), ("m", "", m.Multiplier, v => m with { Multiplier = v }),
            ("ad", "m²", m.DrainArea, v => m with { DrainArea = v }), ("as", "m²", m.SourceArea, v => m with { SourceArea = v }),
            ("pd", "m", m.DrainPerimeter, v => m with { DrainPerimeter = v }), ("ps", "m", m.SourcePerimeter, v => m with { SourcePerimeter = v }),
            ("nrd", "", m.DrainSquares, v => m with { DrainSquares = v }), ("nrs", "", m.SourceSquares, v => m with { SourceSquares = v }),
        ],
        Memristor m => [("w", "m", m.InitialState, v => m with { InitialState = v }), ("r", "Ω", m.InitialResistance, v => m with { InitialResistance = v })],
        _ => [],
    };

    private static IEnumerable<(string, string, ElementValue?, Func<double, Element>)> OfTemperature(ValueTemperature? temperature, Func<ValueTemperature, Element> with) => temperature is not { } t ? [] :
        [("tc1", "1/K", t.Linear, v => with(t with { Linear = v })), ("tc2", "1/K²", t.Quadratic, v => with(t with { Quadratic = v }))];

    private static (string, string, ElementValue?, Func<double, Element>)[] OfShape(SourceShape shape, string unit, Func<SourceShape, Element> with) =>
    [
        ("dcv0", unit, shape.Dc, v => with(shape with { Dc = v })),
        ("acmag", unit, shape.AcMagnitude, v => with(shape with { AcMagnitude = v })),
        ("acphase", "°", shape.AcPhase, v => with(shape with { AcPhase = v })),
        .. OfWaveform(shape.Waveform, unit).Select(row => (row.Key, row.Unit, row.Value, (Func<double, Element>)(v => with(shape with { Waveform = row.With(v) })))),
    ];

    private static IEnumerable<(string Key, string Unit, ElementValue? Value, Func<double, SourceWaveform> With)> OfWaveform(SourceWaveform? waveform, string unit) => waveform switch
    {
        SineWaveform s =>
        [
            ("v0", unit, s.Offset, v => s with { Offset = v }), ("va", unit, s.Amplitude, v => s with { Amplitude = v }), ("freq", "Hz", s.Frequency, v => s with { Frequency = v }),
            ("td", "s", s.Delay, v => s with { Delay = v }), ("theta", "1/s", s.Damping, v => s with { Damping = v }), ("phase", "°", s.Phase, v => s with { Phase = v }),
        ],
        PulseWaveform p =>
        [
            ("v1", unit, p.Initial, v => p with { Initial = v }), ("v2", unit, p.Pulsed, v => p with { Pulsed = v }), ("td", "s", p.Delay, v => p with { Delay = v }),
            ("tr", "s", p.Rise, v => p with { Rise = v }), ("tf", "s", p.Fall, v => p with { Fall = v }), ("pw", "s", p.Width, v => p with { Width = v }), ("per", "s", p.Period, v => p with { Period = v }),
        ],
        ExponentialWaveform e =>
        [
            ("v1", unit, e.Initial, v => e with { Initial = v }), ("v2", unit, e.Pulsed, v => e with { Pulsed = v }), ("td1", "s", e.RiseDelay, v => e with { RiseDelay = v }),
            ("tau1", "s", e.RiseTime, v => e with { RiseTime = v }), ("td2", "s", e.FallDelay, v => e with { FallDelay = v }), ("tau2", "s", e.FallTime, v => e with { FallTime = v }),
        ],
        FrequencyModulatedWaveform f =>
        [
            ("v0", unit, f.Offset, v => f with { Offset = v }), ("va", unit, f.Amplitude, v => f with { Amplitude = v }), ("fc", "Hz", f.Carrier, v => f with { Carrier = v }),
            ("mdi", "", f.Index, v => f with { Index = v }), ("fs", "Hz", f.Signal, v => f with { Signal = v }),
        ],
        AmplitudeModulatedWaveform a =>
        [
            ("va", unit, a.Amplitude, v => a with { Amplitude = v }), ("v0", "", a.Offset, v => a with { Offset = v }), ("mf", "Hz", a.Signal, v => a with { Signal = v }),
            ("fc", "Hz", a.Carrier, v => a with { Carrier = v }), ("td", "s", a.Delay, v => a with { Delay = v }),
        ],
        PieceWiseLinearWaveform w => w.Points.SelectMany((_, k) => new (string, string, ElementValue?, Func<double, SourceWaveform>)[]
        {
            (FormattableString.Invariant($"t{k}"), "s", w.Points[k].Time, v => w with { Points = Moved(w.Points, k, w.Points[k] with { Time = v }) }),
            (FormattableString.Invariant($"v{k}"), unit, w.Points[k].Value, v => w with { Points = Moved(w.Points, k, w.Points[k] with { Value = v }) }),
        }),
        _ => [],
    };

    private static PieceWiseLinearPoint[] Moved(IReadOnlyList<PieceWiseLinearPoint> points, int index, PieceWiseLinearPoint point)
    {
        PieceWiseLinearPoint[] moved = [.. points];
        moved[index] = point;
        return moved;
    }
}

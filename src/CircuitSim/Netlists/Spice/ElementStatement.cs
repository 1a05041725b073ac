using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice;

/// <summary>Reads the statement of one element; its first letter says which.</summary>
internal static class ElementStatement
{
    /// <param name="cursor">Behind the name.</param>
    public static Element Read(SpiceCursor cursor, string name, List<string> notes)
    {
        var place = cursor.PlaceOfLast(name);
        if (!SpiceNames.IsName(name))
            throw NetlistException.At(place, $"'{name}' cannot be the name of an element; use letters, digits and _.");
        var element = char.ToUpperInvariant(name[0]) switch
        {
            'R' => ReadResistor(cursor, name, place),
            'C' => ReadCapacitor(cursor, name),
            'L' => ReadInductor(cursor, name),
            'K' => ReadCoupling(cursor, name),
            'V' => new VoltageSource(name, cursor.Node(), cursor.Node(), SourceStatement.Read(cursor, name, notes)),
            'I' => new CurrentSource(name, cursor.Node(), cursor.Node(), SourceStatement.Read(cursor, name, notes)),
            'E' => ControlledSourceStatement.Read(cursor, name, isVoltage: true),
            'G' => ControlledSourceStatement.Read(cursor, name, isVoltage: false),
            'F' => ReadCurrentControlled(cursor, name, isVoltage: false),
            'H' => ReadCurrentControlled(cursor, name, isVoltage: true),
            'B' => ReadBehavioral(cursor, name),
            'S' => ReadSwitch(cursor, name),
            'W' => ReadCurrentSwitch(cursor, name),
            'D' => ReadDiode(cursor, name),
            'M' => ReadMosfet(cursor, name),
            'X' => ReadCall(cursor, name),
            'Y' => ReadMemristor(cursor, name, place),
            _ => throw NetlistException.At(place, $"{name}: {Refusal(name[0])}"),
        };
        if (!cursor.AtEnd)
            throw cursor.Fault($"{name}: {cursor.Found()} is not supported here.");
        // Most elements are resistors, which have their place already: a copy of each would double what is allocated.
        return element.Place.IsNone ? element with { Place = place } : element;
    }

    private static string Refusal(char letter) => char.ToUpperInvariant(letter) switch
    {
        'J' => "junction FETs (J) are not supported.",
        'Z' => "MESFETs (Z) are not supported.",
        'Q' => "bipolar transistors (Q) are not supported.",
        'T' => "transmission lines (T) are not supported; use a ladder of L and C.",
        'O' => "lossy transmission lines (O) are not supported; use a ladder of R, L and C.",
        'U' => "distributed RC lines (U) are not supported; use a ladder of R and C.",
        'P' => "coupled lines (P) are not supported; use a ladder of L and C.",
        'A' => "code models (A) are not supported; use a B source.",
        'N' => "compiled device models (N) are not supported.",
        _ => $"no element starts with {letter}; elements are R, C, L, K, V, I, E, F, G, H, B, S, W, D, M, X and YMEMRISTOR.",
    };

    private static Resistor ReadResistor(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        // Nearly all of them are a value and nothing else.
        var value = ReadFirstValue(cursor, "the resistance");
        if (value is { } plain && cursor.AtEnd)
            return new Resistor(name, positive, negative, plain) { Place = place };
        ElementValue multiplier = 1;
        ResistorTemperature? temperature = null;
        ReadKeys(cursor, name, key =>
        {
            var t = temperature ?? new ResistorTemperature();
            switch (key)
            {
                case "r" when value is null:
                    value = cursor.Value("the resistance");
                    return true;
                case "m":
                    multiplier = cursor.Value("the multiplier");
                    return true;
                case "tc" or "tc1":
                    temperature = t with { Linear = cursor.Value("tc1") };
                    if (key == "tc" && !cursor.AtEnd && cursor.NextKey() is null)
                        temperature = temperature with { Quadratic = cursor.Value("tc2") };
                    return true;
                case "tc2":
                    temperature = t with { Quadratic = cursor.Value("tc2") };
                    return true;
                case "temp" when t.Difference == 0:
                    temperature = t with { Temperature = cursor.Value("the temperature") };
                    return true;
                case "dtemp" when t.Temperature is null:
                    temperature = t with { Difference = cursor.Value("the difference in temperature") };
                    return true;
                default:
                    return false;
            }
        }, "r, m, tc1, tc2 or tc, temp or dtemp");
        return new Resistor(name, positive, negative, RequireValue(cursor, value, "the resistance").Over(multiplier)) { Temperature = temperature };
    }

    private static Capacitor ReadCapacitor(SpiceCursor cursor, string name)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var (capacitance, multiplier, initial) = ReadStorage(cursor, name, "c", "the capacitance", "the initial voltage");
        return new Capacitor(name, positive, negative, capacitance.Times(multiplier), initial);
    }

    private static Inductor ReadInductor(SpiceCursor cursor, string name)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var (inductance, multiplier, initial) = ReadStorage(cursor, name, "l", "the inductance", "the initial current");
        return new Inductor(name, positive, negative, inductance.Over(multiplier), initial);
    }

    /// <summary>The last word is the coupling: a parameter may be called like an inductor.</summary>
    private static CoupledInductors ReadCoupling(SpiceCursor cursor, string name)
    {
        var inductors = new List<string>();
        while (inductors.Count < 2 || (!cursor.AtEnd && cursor.Peek is not ('{' or '\'')))
        {
            var start = cursor.Position;
            var inductor = cursor.Word("an inductor");
            if (inductors.Count >= 2 && cursor.AtEnd)
            {
                cursor.Position = start;
                break;
            }

            inductors.Add(inductor);
        }

        return new CoupledInductors(name, inductors, cursor.Value("the coupling"));
    }

    /// <summary>What a capacitor and an inductor have alike.</summary>
    private static (ElementValue Value, ElementValue Multiplier, ElementValue? Initial) ReadStorage(
        SpiceCursor cursor, string name, string valueKey, string wanted, string wantedInitial)
    {
        var value = ReadFirstValue(cursor, wanted);
        ElementValue multiplier = 1;
        ElementValue? initial = null;
        ReadKeys(cursor, name, key =>
        {
            switch (key)
            {
                case "ic":
                    initial = cursor.Value(wantedInitial);
                    return true;
                case "m":
                    multiplier = cursor.Value("the multiplier");
                    return true;
                case var other when other == valueKey && value is null:
                    value = cursor.Value(wanted);
                    return true;
                default:
                    return false;
            }
        }, $"{valueKey}, ic, m");
        return (RequireValue(cursor, value, wanted), multiplier, initial);
    }

    /// <summary>The value that stands behind the nodes; null where keys do.</summary>
    private static ElementValue? ReadFirstValue(SpiceCursor cursor, string wanted) => cursor.NextKey() is null ? cursor.Value(wanted) : null;

    private static ElementValue RequireValue(SpiceCursor cursor, ElementValue? value, string wanted) =>
        value ?? throw cursor.Fault($"the statement ends where {wanted} is expected.");

    private static Element ReadCurrentControlled(SpiceCursor cursor, string name, bool isVoltage)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        ControlledSourceStatement.Refuse(cursor, name, "POLY");
        var control = cursor.Word("the controlling voltage source");
        var factor = cursor.Value(isVoltage ? "the transresistance" : "the gain");
        return isVoltage
            ? new CurrentControlledVoltageSource(name, positive, negative, control, factor)
            : new CurrentControlledCurrentSource(name, positive, negative, control, factor.Times(ReadMultiplier(cursor, name)));
    }

    /// <summary>m, the number of elements in parallel, where it is the only key; 1 unless given.</summary>
    public static ElementValue ReadMultiplier(SpiceCursor cursor, string name)
    {
        ElementValue multiplier = 1;
        ReadKeys(cursor, name, key =>
        {
            if (key != "m")
                return false;
            multiplier = cursor.Value("the multiplier");
            return true;
        }, "m");
        return multiplier;
    }

    private static BehavioralSource ReadBehavioral(SpiceCursor cursor, string name)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        var quantity = cursor.AcceptKey("v") ? BehavioralQuantity.Voltage
            : cursor.AcceptKey("i") ? BehavioralQuantity.Current
            : throw cursor.Fault($"{name}: expected V= or I= and an expression, found {cursor.Found()}.");
        if (cursor.AtEnd)
            throw cursor.Fault($"the statement ends where the expression of {name} is expected.");
        return new BehavioralSource(name, positive, negative, quantity, cursor.RestOfExpression());
    }

    private static VoltageSwitch ReadSwitch(SpiceCursor cursor, string name)
    {
        var voltageSwitch = new VoltageSwitch(
            name, cursor.Node(), cursor.Node(), cursor.Node("a controlling node"), cursor.Node("a controlling node"), cursor.Name("the model card"));
        return voltageSwitch with { InitiallyOn = ReadOn(cursor) };
    }

    private static CurrentSwitch ReadCurrentSwitch(SpiceCursor cursor, string name)
    {
        var currentSwitch = new CurrentSwitch(
            name, cursor.Node(), cursor.Node(), cursor.Word("the controlling voltage source"), cursor.Name("the model card"));
        return currentSwitch with { InitiallyOn = ReadOn(cursor) };
    }

    private static bool ReadOn(SpiceCursor cursor)
    {
        if (cursor.AcceptWord("on"))
            return true;
        cursor.AcceptWord("off");
        return false;
    }

    private static Diode ReadDiode(SpiceCursor cursor, string name)
    {
        var diode = new Diode(name, cursor.Node("the anode"), cursor.Node("the cathode"), cursor.Name("the model card"));
        if (!cursor.AtEnd && cursor.NextKey() is null && !IsOff(cursor))
            diode = diode with { Area = cursor.Value("the area") };
        ReadKeys(cursor, name, key =>
        {
            switch (key)
            {
                case "area":
                    diode = diode with { Area = cursor.Value("the area") };
                    return true;
                case "m":
                    diode = diode with { Multiplier = cursor.Value("the multiplier") };
                    return true;
                case "ic":
                    diode = diode with { InitialVoltage = cursor.Value("the initial voltage") };
                    return true;
                default:
                    return false;
            }
        }, "area, m, ic and OFF", () => diode = diode with { InitiallyOff = true });
        return diode;
    }

    private static Mosfet ReadMosfet(SpiceCursor cursor, string name)
    {
        var m = new Mosfet(name, cursor.Node("the drain"), cursor.Node("the gate"), cursor.Node("the source"), cursor.Node("the bulk"), cursor.Name("the model card"));
        ReadKeys(cursor, name, key =>
        {
            var before = m;
            ElementValue Value() => cursor.Value($"the value of {key}");
            m = key switch
            {
                "w" => m with { Width = Value() },
                "l" => m with { Length = Value() },
                "ad" => m with { DrainArea = Value() },
                "as" => m with { SourceArea = Value() },
                "pd" => m with { DrainPerimeter = Value() },
                "ps" => m with { SourcePerimeter = Value() },
                "nrd" => m with { DrainSquares = Value() },
                "nrs" => m with { SourceSquares = Value() },
                "m" => m with { Multiplier = Value() },
                "icvds" => m with { InitialDrainSource = Value() },
                "icvgs" => m with { InitialGateSource = Value() },
                "icvbs" => m with { InitialBulkSource = Value() },
                "ic" => ReadInitialVoltages(cursor, m),
                _ => m,
            };
            return !ReferenceEquals(before, m);
        }, "w, l, ad, as, pd, ps, nrd, nrs, m, ic and OFF", () => m = m with { InitiallyOff = true });
        return m;
    }

    /// <summary>v_ds, and if they follow v_gs and v_bs.</summary>
    private static Mosfet ReadInitialVoltages(SpiceCursor cursor, Mosfet m)
    {
        m = m with { InitialDrainSource = cursor.Value("the initial drain-source voltage") };
        if (HasValue())
            m = m with { InitialGateSource = cursor.Value("the initial gate-source voltage") };
        if (HasValue())
            m = m with { InitialBulkSource = cursor.Value("the initial bulk-source voltage") };
        return m;

        bool HasValue() => !cursor.AtEnd && cursor.NextKey() is null && !IsOff(cursor);
    }

    private static bool IsOff(SpiceCursor cursor) => cursor.PeekWord()?.Equals("off", StringComparison.OrdinalIgnoreCase) == true;

    private static SubcircuitCall ReadCall(SpiceCursor cursor, string name)
    {
        var words = new List<NodeId>();
        while (!cursor.AtEnd && cursor.NextKey() is null && !cursor.AcceptWord("params:"))
            words.Add(cursor.Node("a node or the subcircuit"));
        if (words.Count == 0)
            throw cursor.Fault($"{name} names no subcircuit.");
        var parameters = new List<Parameter>();
        while (!cursor.AtEnd)
        {
            var place = cursor.Place;
            parameters.Add(new Parameter(cursor.Key(), cursor.Value("a value")) { Place = place });
        }

        // NodeId reads gnd as 0: no subcircuit can have that name.
        var subcircuit = words[^1].Name;
        words.RemoveAt(words.Count - 1);
        return SpiceNames.IsName(subcircuit)
            ? new SubcircuitCall(name, words, subcircuit) { Parameters = parameters }
            : throw cursor.Fault(0, $"{name}: '{subcircuit}' cannot be the name of a subcircuit.");
    }

    private static Memristor ReadMemristor(SpiceCursor cursor, string keyword, SourcePlace place)
    {
        if (!keyword.Equals("YMEMRISTOR", StringComparison.OrdinalIgnoreCase))
            throw NetlistException.At(place, $"{keyword}: of the Y devices only YMEMRISTOR is supported: YMEMRISTOR name n+ n- model [w0=… | r_init=…].");
        var name = cursor.Name("the memristor's name");
        var memristor = new Memristor(name, cursor.Node(), cursor.Node(), cursor.Name("the model card"));
        ReadKeys(cursor, name, key =>
        {
            switch (key)
            {
                case "w0":
                    memristor = memristor with { InitialState = cursor.Value("the initial state") };
                    return true;
                case "r_init":
                    memristor = memristor with { InitialResistance = cursor.Value("the initial resistance") };
                    return true;
                default:
                    return false;
            }
        }, "w0 and r_init");
        return memristor;
    }

    /// <param name="read">Reads the value of a key in lower case; false if the element has no such key.</param>
    /// <param name="setOff">What the word OFF does; null if the element does not know it.</param>
    private static void ReadKeys(SpiceCursor cursor, string name, Func<string, bool> read, string known, Action? setOff = null)
    {
        var given = new HashSet<string>();
        while (!cursor.AtEnd)
        {
            if (setOff is not null && cursor.NextKey() is null && cursor.AcceptWord("off"))
            {
                setOff();
                continue;
            }

            if (cursor.NextKey() is not { } key)
                throw cursor.Fault($"{name}: {cursor.Found()} is not understood here; the keys are {known}.");
            var place = cursor.Place;
            cursor.Key();
            if (!given.Add(key.ToLowerInvariant()))
                throw NetlistException.At(place, $"{name}: {key} is given twice.");
            if (!read(key.ToLowerInvariant()))
                throw NetlistException.At(place, $"{name}: {key} is not supported; the keys are {known}.");
        }
    }
}

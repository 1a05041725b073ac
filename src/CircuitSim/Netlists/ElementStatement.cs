namespace CircuitSim.Netlists;

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
            'R' => new Resistor(name, cursor.Node(), cursor.Node(), cursor.Value("the resistance")) { Place = place },
            'C' => ReadCapacitor(cursor, name),
            'L' => ReadInductor(cursor, name),
            'V' => new VoltageSource(name, cursor.Node(), cursor.Node(), SourceStatement.Read(cursor, name, notes)),
            'I' => new CurrentSource(name, cursor.Node(), cursor.Node(), SourceStatement.Read(cursor, name, notes)),
            'E' => ControlledSourceStatement.Read(cursor, name, isVoltage: true),
            'G' => ControlledSourceStatement.Read(cursor, name, isVoltage: false),
            'F' => ReadCurrentControlled(cursor, name, isVoltage: false),
            'H' => ReadCurrentControlled(cursor, name, isVoltage: true),
            'B' => ReadBehavioral(cursor, name),
            'S' => ReadSwitch(cursor, name),
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
        'K' => "coupled inductors (K) are not supported.",
        'W' => "current-controlled switches (W) are not supported; control an S switch with the voltage of an H source.",
        'J' => "junction FETs (J) are not supported.",
        'Z' => "MESFETs (Z) are not supported.",
        'Q' => "bipolar transistors (Q) are not supported.",
        'T' => "transmission lines (T) are not supported; use a ladder of L and C.",
        'O' => "lossy transmission lines (O) are not supported; use a ladder of R, L and C.",
        'U' => "distributed RC lines (U) are not supported; use a ladder of R and C.",
        'P' => "coupled lines (P) are not supported; use a ladder of L and C.",
        'A' => "code models (A) are not supported; use a B source.",
        'N' => "compiled device models (N) are not supported.",
        _ => $"no element starts with {letter}; elements are R, C, L, V, I, E, F, G, H, B, S, D, M, X and YMEMRISTOR.",
    };

    private static Capacitor ReadCapacitor(SpiceCursor cursor, string name)
    {
        var capacitor = new Capacitor(name, cursor.Node(), cursor.Node(), cursor.Value("the capacitance"));
        ReadKeys(cursor, name, key =>
        {
            if (key != "ic")
                return false;
            capacitor = capacitor with { InitialVoltage = cursor.Value("the initial voltage") };
            return true;
        }, "ic");
        return capacitor;
    }

    private static Inductor ReadInductor(SpiceCursor cursor, string name)
    {
        var inductor = new Inductor(name, cursor.Node(), cursor.Node(), cursor.Value("the inductance"));
        ReadKeys(cursor, name, key =>
        {
            if (key != "ic")
                return false;
            inductor = inductor with { InitialCurrent = cursor.Value("the initial current") };
            return true;
        }, "ic");
        return inductor;
    }

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
        if (cursor.AcceptWord("on"))
            return voltageSwitch with { InitiallyOn = true };
        cursor.AcceptWord("off");
        return voltageSwitch;
    }

    private static Diode ReadDiode(SpiceCursor cursor, string name)
    {
        var diode = new Diode(name, cursor.Node("the anode"), cursor.Node("the cathode"), cursor.Name("the model card"));
        if (!cursor.AtEnd && cursor.NextKey() is null)
        {
            RefuseOff(cursor, name);
            diode = diode with { Area = cursor.Value("the area") };
        }

        RefuseOff(cursor, name);
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
                default:
                    return false;
            }
        }, "area, m");
        return diode;
    }

    private static Mosfet ReadMosfet(SpiceCursor cursor, string name)
    {
        var m = new Mosfet(name, cursor.Node("the drain"), cursor.Node("the gate"), cursor.Node("the source"), cursor.Node("the bulk"), cursor.Name("the model card"));
        RefuseOff(cursor, name);
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
                _ => m,
            };
            return !ReferenceEquals(before, m);
        }, "w, l, ad, as, pd, ps, nrd, nrs, m");
        return m;
    }

    private static void RefuseOff(SpiceCursor cursor, string name)
    {
        if (cursor.PeekWord() is { } word && word.Equals("off", StringComparison.OrdinalIgnoreCase))
            throw cursor.Fault($"{name}: OFF is not supported; use .nodeset to lead the operating point.");
    }

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
            throw NetlistException.At(place, $"{keyword}: of the Y devices only YMEMRISTOR is supported: YMEMRISTOR name n+ n- model [w0=…].");
        var name = cursor.Name("the memristor's name");
        var memristor = new Memristor(name, cursor.Node(), cursor.Node(), cursor.Name("the model card"));
        ReadKeys(cursor, name, key =>
        {
            if (key != "w0")
                return false;
            memristor = memristor with { InitialState = cursor.Value("the initial state") };
            return true;
        }, "w0");
        return memristor;
    }

    /// <param name="read">Reads the value of a key in lower case; false if the element has no such key.</param>
    private static void ReadKeys(SpiceCursor cursor, string name, Func<string, bool> read, string known)
    {
        var given = new HashSet<string>();
        while (!cursor.AtEnd)
        {
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

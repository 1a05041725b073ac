using CircuitSim.Devices;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Cards;

/// <summary>
/// Model cards of resistors (R, RES), capacitors (C, CAP) and inductors (L, IND), which flattening turns into values: with the drawn width and
/// length w and l of a line
/// <code>
/// R = rsh (l − 2 short) / (w − 2 narrow), or r                 and where a line has a value r is what it is multiplied by
/// C = cj (w − narrow) (l − short) + 2 cjsw (w − narrow + l − short), or cap                          c
/// L = nt² μ μ₀ csect / length · Lundin's correction, or ind                                          l
/// </code>
/// as ngspice 39 has them; the multipliers are PSpice's. Temperatures are referred to that of the circuit where the card has one of its own.
/// </summary>
internal static class PassiveCards
{
    public static readonly string[] Resistors = ["R", "RES"];
    public static readonly string[] Capacitors = ["C", "CAP"];
    public static readonly string[] Inductors = ["L", "IND"];

    /// <summary>[H/m]</summary>
    private const double VacuumPermeability = 4e-7 * Math.PI;

    /// <summary>As CODATA has it, not the rounded one of SPICE's oxides [F/m].</summary>
    private const double VacuumPermittivity = 8.8541878128e-12;

    private static readonly string[] ResistorKeys =
        ["r", "res", "rsh", "narrow", "dw", "short", "dlr", "defw", "w", "defl", "l", "tc1", "tc1r", "tc2", "tc2r", "tce", "tnom", "t_measured", "bv_max", "level"];

    private static readonly string[] CapacitorKeys =
    [
        "c", "cap", "cj", "cox", "cjsw", "capsw", "narrow", "short", "del", "thick", "di", "defw", "w", "defl", "l", "tc1", "tc2", "vc1", "vc2", "tnom", "t_measured", "bv_max",
        "level",
    ];

    private static readonly string[] InductorKeys =
        ["l", "ind", "nt", "mu", "csect", "dia", "length", "tc1", "tc2", "il1", "il2", "tnom", "t_measured", "level"];

    /// <summary>Checks a card.</summary>
    /// <exception cref="NetlistException">A key that is unknown or unreadable, or a level other than 1.</exception>
    public static object Read(ModelCard card)
    {
        var kinds = new[] { Resistors, Capacitors, Inductors }.First(k => k.Contains(card.Kind, StringComparer.OrdinalIgnoreCase));
        var (device, known) = kinds == Resistors ? ("a resistor", ResistorKeys) : kinds == Capacitors ? ("a capacitor", CapacitorKeys) : ("an inductor", InductorKeys);
        var keys = new CardKeys(card, device, kinds, known);
        if (keys.Number("level", 1) is not 1)
            throw CardKeys.Fault(card, $"level: cards of {device} have level 1 here, no other.");
        foreach (var key in new[] { "vc1", "vc2", "il1", "il2" })
        {
            if (known.Contains(key) && keys.Number(key, 0) != 0)
                throw CardKeys.Fault(card, $"{key}: {device} does not follow its own voltage or current by a card; write an expression as its value.");
        }

        return keys;
    }

    /// <summary>The same elements with what their cards say as values, and without the cards.</summary>
    /// <exception cref="NetlistException">A card says nothing from which a value follows.</exception>
    public static Netlist Applied(Netlist flat)
    {
        var cards = flat.Models.Where(IsPassive).ToDictionary(m => m.Name, StringComparer.OrdinalIgnoreCase);
        // The usual netlist has none of them, and perhaps a million resistors.
        return cards.Count == 0 && !flat.Elements.Any(e => e is Resistor { Model: not null } or Capacitor { Model: not null } or Inductor { Model: not null })
            ? flat
            : flat with { Elements = [.. flat.Elements.Select(e => Applied(e, cards, flat.Options))], Models = [.. flat.Models.Where(m => !IsPassive(m))] };
    }

    private static bool IsPassive(ModelCard card) =>
        Resistors.Concat(Capacitors).Concat(Inductors).Contains(card.Kind, StringComparer.OrdinalIgnoreCase);

    private static Element Applied(Element element, Dictionary<string, ModelCard> cards, SimulatorOptions options)
    {
        var (model, temperature) = element switch
        {
            Resistor r => (r.Model, r.Temperature),
            Capacitor c => (c.Model, c.Temperature),
            Inductor l => (l.Model, l.Temperature),
            _ => default,
        };
        if (model is null)
            return element;
        try
        {
            var kinds = element switch { Resistor => Resistors, Capacitor => Capacitors, _ => Inductors };
            if (!cards.TryGetValue(model.Card, out var card) || !kinds.Contains(card.Kind, StringComparer.OrdinalIgnoreCase))
                throw NetlistException.Because($"its card {model.Card} is not of kind {string.Join(" or ", kinds)}.");
            var keys = (CardKeys)Read(card);
            var (factor, drift) = Drift(temperature ?? new ValueTemperature(), keys, options);
            double Value(ElementValue own, double multiplier, Func<PassiveModel, CardKeys, double?> ofCard) => factor
                * (model.HasValue ? own.Number * multiplier
                : model.Factor.Number * (ofCard(model, keys) ?? throw NetlistException.Because($"has no value, and its card {model.Card} says none; write one, or rsh, cj … into the card.")));
            return element switch
            {
                Resistor r => r with { Model = null, Temperature = drift, Resistance = Value(r.Resistance, keys.Find("r") ?? keys.Number("res", 1), Resistance) },
                Capacitor c => c with { Model = null, Temperature = drift, Capacitance = Value(c.Capacitance, keys.Number("c", 1), Capacitance) },
                Inductor l => l with { Model = null, Temperature = drift, Inductance = Value(l.Inductance, keys.Number("l", 1), Inductance) },
                _ => element,
            };
        }
        catch (NetlistException e) when (e.Line == 0)
        {
            throw NetlistException.At(element.Place, $"{element.Name}: {e.What}");
        }
    }

    private static double? Resistance(PassiveModel model, CardKeys keys)
    {
        var (width, length) = (model.Width?.Number ?? Width(keys), model.Length?.Number ?? keys.Find("l") ?? keys.Number("defl", 10e-6));
        var sheet = keys.Number("rsh", 0);
        return width * length * sheet > 0
            ? sheet * (length - 2 * (keys.Find("short") ?? keys.Number("dlr", 0))) / (width - 2 * (keys.Find("narrow") ?? keys.Number("dw", 0)))
            : keys.Find("r") ?? keys.Find("res");
    }

    private static double? Capacitance(PassiveModel model, CardKeys keys)
    {
        if ((keys.Find("cap") ?? keys.Find("c")) is { } capacitance)
            return capacitance;
        var sheet = keys.Find("cj") ?? keys.Find("cox")
            ?? (keys.Find("thick") is { } thick and > 0 ? (keys.Find("di") is { } di ? di * VacuumPermittivity : PhysicalConstants.OxidePermittivity) / thick : 0);
        var sidewall = keys.Find("cjsw") ?? keys.Number("capsw", 0);
        var del = 2 * keys.Number("del", 0);
        var width = (model.Width?.Number ?? Width(keys)) - keys.Number("narrow", del);
        var length = (model.Length?.Number ?? keys.Find("l") ?? keys.Number("defl", 0)) - keys.Number("short", del);
        return sheet + sidewall > 0 ? sheet * width * length + 2 * sidewall * (width + length) : null;
    }

    private static double? Inductance(PassiveModel model, CardKeys keys)
    {
        var length = keys.Number("length", 0);
        var section = keys.Find("dia") is { } diameter ? Math.PI / 4 * diameter * diameter : keys.Number("csect", 0);
        double? OfTurns(double turns) => length > 0 && section > 0
            ? turns * turns * keys.Number("mu", 1) * VacuumPermeability * section / length * Lundin(Math.Sqrt(section / Math.PI) * 2 / length)
            : null;
        return model.Turns is { } own ? OfTurns(own.Number) : keys.Find("ind") ?? keys.Find("l") ?? (keys.Find("nt") is { } turns ? OfTurns(turns) : null);
    }

    private static double Width(CardKeys keys) => keys.Find("defw") ?? keys.Number("w", 10e-6);

    /// <summary>
    /// How much less than that of an endless coil the inductance of one of diameter x times its length is: R. Lundin, "A handbook formula
    /// for the inductance of a single-layer circular coil", Proc. IEEE 73, 1985, p. 1428.
    /// </summary>
    private static double Lundin(double x)
    {
        var (square, inverse) = (x * x, 1 / (x * x));
        if (x < 1)
            return (1 + square * (0.383901 + 0.017108 * square)) / (1 + 0.258952 * square) - 4 * x / (3 * Math.PI);
        var rest = inverse * (0.093842 + inverse * (0.002029 - 0.000801 * inverse));
        return 2 / (Math.PI * x) * ((Math.Log(4 * x) - 0.5) * (1 + inverse * (0.383901 + 0.017108 * inverse)) / (1 + 0.258952 * inverse) + rest);
    }

    /// <summary>The coefficients of line and card around the nominal temperature of the circuit, where the value is this factor times that at the card's.</summary>
    private static (double Factor, ValueTemperature? Drift) Drift(ValueTemperature own, CardKeys keys, SimulatorOptions options)
    {
        var d = (keys.Find("tnom") ?? keys.Find("t_measured")) is { } tnom ? options.NominalTemperature - tnom : 0;
        if ((own.Exponential?.Number ?? keys.Find("tce")) is { } percent)
            return (Math.Pow(1.01, percent * d), own with { Linear = 0, Quadratic = 0, Exponential = percent });
        var linear = own.Linear.Number != 0 ? own.Linear.Number : keys.Find("tc1") ?? keys.Number("tc1r", 0);
        var quadratic = own.Quadratic.Number != 0 ? own.Quadratic.Number : keys.Find("tc2") ?? keys.Number("tc2r", 0);
        var factor = 1 + (linear + quadratic * d) * d;
        var drift = own with { Linear = (linear + 2 * quadratic * d) / factor, Quadratic = quadratic / factor };
        return (factor, drift == new ValueTemperature() ? null : drift);
    }
}

using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>J and Z: <c>Jname drain gate source model [area] [key=…] [OFF] [ic=vds[,vgs]]</c>.</summary>
internal abstract class JunctionTransistorSyntax<T>(Func<string, NodeId, NodeId, NodeId, string, T> create) : ElementSyntax<T>
    where T : JunctionTransistor
{
    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var j = create(name, cursor.Node("the drain"), cursor.Node("the gate"), cursor.Node("the source"), cursor.Name("the model card"));
        if (HasValue())
            j = j with { Area = cursor.Value("the area") };
        ElementKeys.Read(cursor, name, key =>
        {
            var before = j;
            ElementValue Value() => cursor.Value($"the value of {key}");
            j = key switch
            {
                "area" => j with { Area = Value() },
                "m" => j with { Multiplier = Value() },
                "temp" => j with { Temperature = Value() },
                "dtemp" => j with { TemperatureDifference = Value() },
                "icvds" => j with { InitialDrainSource = Value() },
                "icvgs" => j with { InitialGateSource = Value() },
                "ic" => j with { InitialDrainSource = Value(), InitialGateSource = HasValue() ? Value() : null },
                _ => j,
            };
            return !ReferenceEquals(before, j);
        }, "area, m, temp, dtemp, ic and OFF", () => j = j with { InitiallyOff = true });
        return j;

        bool HasValue() => !cursor.AtEnd && cursor.NextKey() is null && !ElementKeys.IsOff(cursor);
    }

    protected override string Write(T element, ElementText text) =>
        $"{text.Head(element)} {element.Model}{Areas(element, text)}"
        + $"{ElementText.Key("temp", element.Temperature)}{ElementText.Key("dtemp", element.TemperatureDifference, 0)}{ElementText.Off(element.InitiallyOff)}"
        + (text.ForNgspice ? Starts(element, text) : ElementText.Key("icvds", element.InitialDrainSource) + ElementText.Key("icvgs", element.InitialGateSource));

    /// <summary>ngspice 39 reads m of a MESFET as its area, and has it at 27 °C alone.</summary>
    private static string Areas(T j, ElementText text)
    {
        if (!text.ForNgspice || j is not Mesfet)
            return ElementText.Key("area", j.Area, 1) + ElementText.Key("m", j.Multiplier, 1);
        if ((j.Temperature?.Number ?? text.Celsius + j.TemperatureDifference.Number) != 27)
            throw NetlistException.At(j.Place, $"{j.Name}: ngspice has MESFETs at 27 °C alone; choose another engine.");
        return ElementText.Key("area", j.Area.Number * j.Multiplier.Number, 1);
    }

    /// <summary>ngspice reads both voltages behind one key, the drain's first.</summary>
    private static string Starts(T j, ElementText text) => (j.InitialDrainSource, j.InitialGateSource) switch
    {
        (null, { }) when text.StartsFromConditions =>
            throw NetlistException.At(j.Place, $"{j.Name}: ngspice has no initial v_gs without a v_ds; write ic=vds,vgs, or choose another engine."),
        ({ } drain, { } gate) => $" ic={ElementText.Value(drain)},{ElementText.Value(gate)}",
        ({ } drain, null) => $" ic={ElementText.Value(drain)}",
        _ => "",
    };
}

using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>D: <c>Dname anode cathode model [area] [key=…] [OFF] [ic=…]</c>.</summary>
internal sealed class DiodeSyntax : ElementSyntax<Diode>
{
    public override char Letter => 'D';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var diode = new Diode(name, cursor.Node("the anode"), cursor.Node("the cathode"), cursor.Name("the model card"));
        if (!cursor.AtEnd && cursor.NextKey() is null && !ElementKeys.IsOff(cursor))
            diode = diode with { Area = cursor.Value("the area") };
        ElementKeys.Read(cursor, name, key =>
        {
            var before = diode;
            ElementValue Value() => cursor.Value($"the value of {key}");
            diode = key switch
            {
                "area" => diode with { Area = Value() },
                "pj" or "perim" => diode with { Perimeter = Value() },
                "w" => diode with { Width = Value() },
                "l" => diode with { Length = Value() },
                "m" => diode with { Multiplier = Value() },
                "temp" => diode with { Temperature = Value() },
                "dtemp" => diode with { TemperatureDifference = Value() },
                "ic" => diode with { InitialVoltage = Value() },
                _ => diode,
            };
            return !ReferenceEquals(before, diode);
        }, "area, pj, w, l, m, temp, dtemp, ic and OFF", () => diode = diode with { InitiallyOff = true });
        return diode;
    }

    // A positional area fails in ngspice where its line is the first to use the card.
    protected override string Write(Diode element, ElementText text) =>
        $"{text.Head(element)} {element.Model}{Areas(element, text)}{ElementText.Key("w", element.Width)}{ElementText.Key("l", element.Length)}"
        + $"{ElementText.Key("temp", element.Temperature)}{ElementText.Key("dtemp", element.TemperatureDifference, 0)}"
        + $"{ElementText.Off(element.InitiallyOff)}{ElementText.Key("ic", InitialVoltage(element, text))}";

    /// <summary>A diode of two areas is two diodes; ngspice 39 multiplies ibv by their number alone.</summary>
    private static string Areas(Diode d, ElementText text) => text.ForNgspice && d.Area is { } area
        ? $"{ElementText.Key("m", area.Number * d.Multiplier.Number, 1)}{ElementText.Key("pj", d.Perimeter is { } perimeter ? perimeter.Number / area.Number : null)}"
        : ElementText.Key("area", d.Area) + ElementText.Key("pj", d.Perimeter) + ElementText.Key("m", d.Multiplier, 1);

    /// <summary>ngspice 39 reads the ic of a diode and starts from the voltage of its nodes.</summary>
    private static ElementValue? InitialVoltage(Diode d, ElementText text) =>
        d.InitialVoltage is { } given && text.ForNgspice && text.StartsFromConditions
            ? throw NetlistException.At(d.Place, $"{d.Name}: ngspice does not follow the ic of a diode; give its nodes an .ic, or choose another engine.")
            : d.InitialVoltage;
}

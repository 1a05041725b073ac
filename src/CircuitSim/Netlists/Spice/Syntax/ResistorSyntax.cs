using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>R: <c>Rname n+ n- value [m=…] [tc1=… tc2=…] [temp=…|dtemp=…]</c>.</summary>
internal sealed class ResistorSyntax : ElementSyntax<Resistor>
{
    public override char Letter => 'R';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (positive, negative) = (cursor.Node(), cursor.Node());
        // Nearly all of them are a value and nothing else.
        var value = ElementKeys.FirstValue(cursor, "the resistance");
        if (value is { } plain && cursor.AtEnd)
            return new Resistor(name, positive, negative, plain) { Place = place };
        ElementValue multiplier = 1;
        ResistorTemperature? temperature = null;
        ElementKeys.Read(cursor, name, key =>
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
        return new Resistor(name, positive, negative, ElementKeys.RequireValue(cursor, value, "the resistance").Over(multiplier)) { Temperature = temperature };
    }

    protected override string Write(Resistor element, ElementText text) =>
        $"{text.Head(element)} {ElementText.Value(element.Resistance)}{TemperatureKeys(element.Temperature)}";

    private static string TemperatureKeys(ResistorTemperature? t) => t is null
        ? ""
        : $" tc1={ElementText.Value(t.Linear)}{ElementText.Key("tc2", t.Quadratic, 0)}{ElementText.Key("temp", t.Temperature)}{ElementText.Key("dtemp", t.Difference, 0)}";
}

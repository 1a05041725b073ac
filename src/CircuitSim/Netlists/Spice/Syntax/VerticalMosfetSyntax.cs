using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>M of a VDMOS: <c>Mname drain gate source model [key=…] [OFF] [ic=vds[,vgs]]</c>.</summary>
internal sealed class VerticalMosfetSyntax : ElementSyntax<VerticalMosfet>
{
    public override char Letter => 'M';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place) =>
        ReadBehindNodes(cursor, new VerticalMosfet(name, cursor.Node("the drain"), cursor.Node("the gate"), cursor.Node("the source"), cursor.Name("the model card")));

    /// <summary>What follows the card.</summary>
    public static VerticalMosfet ReadBehindNodes(SpiceCursor cursor, VerticalMosfet m)
    {
        ElementKeys.Read(cursor, m.Name, key =>
        {
            var before = m;
            ElementValue Value() => cursor.Value($"the value of {key}");
            m = key switch
            {
                "m" => m with { Multiplier = Value() },
                "temp" => m with { Temperature = Value() },
                "dtemp" => m with { TemperatureDifference = Value() },
                "icvds" => m with { InitialDrainSource = Value() },
                "icvgs" => m with { InitialGateSource = Value() },
                "ic" => m with { InitialDrainSource = Value(), InitialGateSource = !cursor.AtEnd && cursor.NextKey() is null && !ElementKeys.IsOff(cursor) ? Value() : null },
                _ => m,
            };
            return !ReferenceEquals(before, m);
        }, "m, temp, dtemp, ic and OFF of a VDMOS", () => m = m with { InitiallyOff = true });
        return m;
    }

    protected override string Write(VerticalMosfet element, ElementText text) =>
        $"{text.Head(element)} {element.Model}{ElementText.Key("m", element.Multiplier, 1)}{ElementText.Key("temp", element.Temperature)}{ElementText.Key("dtemp", element.TemperatureDifference, 0)}"
        + $"{ElementText.Off(element.InitiallyOff)}{ElementText.Key("icvds", element.InitialDrainSource)}{ElementText.Key("icvgs", element.InitialGateSource)}";
}

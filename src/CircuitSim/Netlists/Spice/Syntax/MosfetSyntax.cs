using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>M: <c>Mname drain gate source bulk model [w=…] [l=…] [key=…] [OFF] [ic=…]</c>.</summary>
internal sealed class MosfetSyntax : ElementSyntax<Mosfet>
{
    public override char Letter => 'M';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (drain, gate, source) = (cursor.Node("the drain"), cursor.Node("the gate"), cursor.Node("the source"));
        // Without a bulk it is a VDMOS: the word is its card.
        var start = cursor.SkipToNext();
        var bulk = cursor.Node("the bulk");
        if (cursor.AtEnd || cursor.NextKey() is not null || ElementKeys.IsOff(cursor))
        {
            cursor.Position = start;
            return VerticalMosfetSyntax.ReadBehindNodes(cursor, new VerticalMosfet(name, drain, gate, source, cursor.Name("the bulk or the model card")));
        }

        var m = new Mosfet(name, drain, gate, source, bulk, cursor.Name("the model card"));
        ElementKeys.Read(cursor, name, key =>
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
                "temp" => m with { Temperature = Value() },
                "dtemp" => m with { TemperatureDifference = Value() },
                "icvds" => m with { InitialDrainSource = Value() },
                "icvgs" => m with { InitialGateSource = Value() },
                "icvbs" => m with { InitialBulkSource = Value() },
                "ic" => ReadInitialVoltages(cursor, m),
                _ => m,
            };
            return !ReferenceEquals(before, m);
        }, "w, l, ad, as, pd, ps, nrd, nrs, m, temp, dtemp, ic and OFF", () => m = m with { InitiallyOff = true });
        return m;
    }

    protected override string Write(Mosfet element, ElementText text) =>
        $"{text.Head(element)} {element.Model}{ElementText.Key("w", element.Width)}{ElementText.Key("l", element.Length)}"
        + $"{ElementText.Key("ad", element.DrainArea)}{ElementText.Key("as", element.SourceArea)}"
        + $"{ElementText.Key("pd", element.DrainPerimeter, 0)}{ElementText.Key("ps", element.SourcePerimeter, 0)}"
        + $"{ElementText.Key("nrd", element.DrainSquares, 1)}{ElementText.Key("nrs", element.SourceSquares, 1)}{ElementText.Key("m", element.Multiplier, 1)}"
        + $"{ElementText.Key("temp", element.Temperature)}{ElementText.Key("dtemp", element.TemperatureDifference, 0)}"
        + $"{ElementText.Off(element.InitiallyOff)}{ElementText.Key("icvds", element.InitialDrainSource)}"
        + $"{ElementText.Key("icvgs", element.InitialGateSource)}{ElementText.Key("icvbs", element.InitialBulkSource)}";

    /// <summary>v_ds, and if they follow v_gs and v_bs.</summary>
    private static Mosfet ReadInitialVoltages(SpiceCursor cursor, Mosfet m)
    {
        m = m with { InitialDrainSource = cursor.Value("the initial drain-source voltage") };
        if (HasValue())
            m = m with { InitialGateSource = cursor.Value("the initial gate-source voltage") };
        if (HasValue())
            m = m with { InitialBulkSource = cursor.Value("the initial bulk-source voltage") };
        return m;

        bool HasValue() => !cursor.AtEnd && cursor.NextKey() is null && !ElementKeys.IsOff(cursor);
    }
}

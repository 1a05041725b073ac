using CircuitSim.Netlists.Elements;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>Q: <c>Qname collector base emitter [substrate] model [area] [key=…] [OFF] [ic=vbe[,vce]]</c>.</summary>
internal sealed class BipolarTransistorSyntax : ElementSyntax<BipolarTransistor>
{
    public override char Letter => 'Q';

    public override Element Read(SpiceCursor cursor, string name, SourcePlace place)
    {
        var (collector, @base, emitter) = (cursor.Node("the collector"), cursor.Node("the base"), cursor.Node("the emitter"));
        // Two words in a row are a substrate and a card; a number behind one is the area.
        var start = cursor.SkipToNext();
        var substrate = NodeId.Ground;
        _ = cursor.Word("the substrate or the model card");
        if (IsWord(cursor))
        {
            cursor.Position = start;
            substrate = Substrate(cursor);
        }
        else
        {
            cursor.Position = start;
        }

        var q = new BipolarTransistor(name, collector, @base, emitter, cursor.Name("the model card")) { Substrate = substrate };
        if (IsWord(cursor))
            throw cursor.Fault($"{name}: {cursor.Found()} behind the card {q.Model}; a bipolar transistor has three nodes and perhaps a substrate, and an area that is no number stands in braces.");
        if (!cursor.AtEnd && cursor.NextKey() is null && !ElementKeys.IsOff(cursor))
            q = q with { Area = cursor.Value("the area") };
        ElementKeys.Read(cursor, name, key =>
        {
            var before = q;
            ElementValue Value() => cursor.Value($"the value of {key}");
            q = key switch
            {
                "area" => q with { Area = Value() },
                "areab" => q with { BaseArea = Value() },
                "areac" => q with { CollectorArea = Value() },
                "m" => q with { Multiplier = Value() },
                "temp" => q with { Temperature = Value() },
                "dtemp" => q with { TemperatureDifference = Value() },
                "icvbe" => q with { InitialBaseEmitter = Value() },
                "icvce" => q with { InitialCollectorEmitter = Value() },
                "ic" => ReadInitialVoltages(cursor, q),
                _ => q,
            };
            return !ReferenceEquals(before, q);
        }, "area, areab, areac, m, temp, dtemp, ic and OFF", () => q = q with { InitiallyOff = true });
        return q;
    }

    protected override string Write(BipolarTransistor element, ElementText text)
    {
        // A substrate at ground is none.
        var head = text.Head(element);
        if (element.Substrate.IsGround)
            head = head[..head.LastIndexOf(' ')];
        return $"{head} {element.Model}{Areas(element, text)}{ElementText.Key("temp", element.Temperature)}{ElementText.Key("dtemp", element.TemperatureDifference, 0)}"
            + $"{ElementText.Off(element.InitiallyOff)}{ElementText.Key("icvbe", element.InitialBaseEmitter)}{ElementText.Key("icvce", element.InitialCollectorEmitter)}";
    }

    /// <summary>ngspice 39 multiplies the reverse current by area and areab both; an area of two is two transistors.</summary>
    private static string Areas(BipolarTransistor q, ElementText text)
    {
        if (!text.ForNgspice)
            return ElementText.Key("area", q.Area, 1) + ElementText.Key("areab", q.BaseArea) + ElementText.Key("areac", q.CollectorArea) + ElementText.Key("m", q.Multiplier, 1);
        var areas = q.Areas();
        return ElementText.Key("areab", areas.Base / areas.Emitter, 1) + ElementText.Key("areac", areas.Collector / areas.Emitter, 1) + ElementText.Key("m", areas.Emitter, 1);
    }

    /// <summary>Whether a word stands next that is no number, no key and not OFF.</summary>
    private static bool IsWord(SpiceCursor cursor) =>
        cursor.NextKey() is null && !ElementKeys.IsOff(cursor) && cursor.PeekWord() is { } word && !SiText.TryParse(word, out _);

    /// <summary>A node, which PSpice writes in square brackets.</summary>
    private static NodeId Substrate(SpiceCursor cursor)
    {
        var node = cursor.Node("the substrate");
        return node.Name is ['[', .. { Length: > 0 } inner, ']'] ? new NodeId(inner) : node;
    }

    /// <summary>v_be, and if it follows v_ce.</summary>
    private static BipolarTransistor ReadInitialVoltages(SpiceCursor cursor, BipolarTransistor q)
    {
        q = q with { InitialBaseEmitter = cursor.Value("the initial base-emitter voltage") };
        return !cursor.AtEnd && cursor.NextKey() is null && !ElementKeys.IsOff(cursor)
            ? q with { InitialCollectorEmitter = cursor.Value("the initial collector-emitter voltage") }
            : q;
    }
}

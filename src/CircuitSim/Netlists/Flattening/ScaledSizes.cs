using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// Sizes on lines of elements in metres where <c>.options scale</c> gives their unit: w, l, pd and ps of M and w and l of R, C and D times it,
/// ad and as times its square. Sizes of cards and options are metres already.
/// </summary>
internal static class ScaledSizes
{
    /// <summary>The same circuit in metres, so that nobody scales it again.</summary>
    public static Netlist Applied(Netlist flat)
    {
        var scale = flat.Options.GeometryScale;
        if (scale == 1)
            return flat;
        return flat with { Elements = [.. flat.Elements.Select(InMetres)], Options = flat.Options with { GeometryScale = 1 } };

        Element InMetres(Element element) => element switch
        {
            Mosfet m => m with
            {
                Width = Times(m.Width, scale),
                Length = Times(m.Length, scale),
                DrainArea = Times(m.DrainArea, scale * scale),
                SourceArea = Times(m.SourceArea, scale * scale),
                DrainPerimeter = m.DrainPerimeter.Number * scale,
                SourcePerimeter = m.SourcePerimeter.Number * scale,
            },
            Resistor { Model: { } model } r => r with { Model = model with { Width = Times(model.Width, scale), Length = Times(model.Length, scale) } },
            Capacitor { Model: { } model } c => c with { Model = model with { Width = Times(model.Width, scale), Length = Times(model.Length, scale) } },
            Diode d => d with { Width = Times(d.Width, scale), Length = Times(d.Length, scale) },
            _ => element,
        };
    }

    private static ElementValue? Times(ElementValue? size, double scale) => size is { } given ? given.Number * scale : null;
}

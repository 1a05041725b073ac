using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Netlists.Flattening;

/// <summary>What the axes of a <c>.dc</c> are in a flat netlist, and the circuit with other values of them.</summary>
public static class SweptThings
{
    /// <summary>The element that an axis sweeps; null of a parameter and of the temperature.</summary>
    public static Element? ElementOf(FlatNetlist flat, SourceSweep axis)
    {
        ArgumentNullException.ThrowIfNull(flat);
        ArgumentNullException.ThrowIfNull(axis);
        return axis.IsParameter ? null : flat.Elements.FirstOrDefault(e => e is VoltageSource or CurrentSource or Resistor && Is(axis, e.Name));
    }

    public static bool IsTemperature(SourceSweep axis) => !axis.IsParameter && Is(axis, "temp");

    /// <summary>Name and unit of an axis.</summary>
    public static WaveformVector VectorOf(FlatNetlist flat, SourceSweep axis) => ElementOf(flat, axis) switch
    {
        VoltageSource v => new WaveformVector(v.Name, "V"),
        CurrentSource i => new WaveformVector(i.Name, "A"),
        Resistor r => new WaveformVector(r.Name, "Ω"),
        _ => new WaveformVector(axis.Source, IsTemperature(axis) ? "°C" : ""),
    };

    /// <exception cref="NetlistException">There is no such thing, two axes sweep the same one, or a value cannot be.</exception>
    internal static void Check(FlatNetlist flat, DcSweepAnalysis sweep)
    {
        Check(flat, sweep.Axes, ".dc");
        if (sweep.Points > MostPoints)
            throw NetlistException.Because(FormattableString.Invariant($".dc has {sweep.Points:0.##e0} points; {MostPoints:0.##e0} are the most, so make its steps larger."));
    }

    /// <inheritdoc cref="Check(FlatNetlist, DcSweepAnalysis)"/>
    internal static void Check(FlatNetlist flat, IReadOnlyList<SourceSweep> axes, string statement)
    {
        foreach (var axis in axes)
        {
            var element = ElementOf(flat, axis);
            if (element is null && !IsTemperature(axis) && !flat.Source.Parameters.Any(p => Is(axis, p.Name)))
                throw NetlistException.Because($"{statement} sweeps {axis.Source}, which is no V, I, R or top-level parameter of the circuit, nor temp; check its name.");
            if (axes.Count(a => Is(a, axis.Source)) > 1)
                throw NetlistException.Because($"{statement} sweeps {axis.Source} twice; name different ones.");
            var count = axis.Count;
            double[] ends = axis.Spacing == StepSpacing.List ? [.. axis.Values.Select(v => v.Number)] : [axis.Start.Number, axis.ValueAt(count - 1)];
            bool IsPossible(double value) => double.IsFinite(value) && (element is not Resistor || value > 0) && (!IsTemperature(axis) || value > AbsoluteZero);
            if (!ends.All(IsPossible))
            {
                throw NetlistException.BadValue(
                    statement, axis.Source, ends.First(e => !IsPossible(e)), VectorOf(flat, axis).Unit, element is Resistor ? "finite and above zero" : IsTemperature(axis) ? "above absolute zero" : "finite", null);
            }
        }
    }

    /// <summary>The same circuit with these values of all that is no source, reporting what the given one reports.</summary>
    /// <param name="frequency">What freq is in values [Hz].</param>
    internal static FlatNetlist At(FlatNetlist flat, AnalysisKind kind, IReadOnlyList<SourceSweep> axes, double[] values, double? frequency = null)
    {
        var saves = WaveformSelection.Of(flat, kind).Quantities
            .Select(q => new SaveRequest(q is BranchCurrentExpression { CurrentOf: { } current } ? current : q));
        var source = flat.Source.WithoutOutputs() with { Analyses = [], Saves = [.. saves], Options = flat.Source.Options with { Frequency = frequency } };
        foreach (var (axis, value) in axes.Zip(values))
        {
            if (ElementOf(flat, axis) is null)
                source = StepPlan.Varied(source, new StepRequest(IsTemperature(axis) ? StepTarget.Temperature : StepTarget.Parameter, axis.Source, null, StepSpacing.List, []), value);
        }

        var varied = source.Flatten();
        if (!axes.Any(a => ElementOf(flat, a) is Resistor))
            return varied;
        return (varied.Circuit with
        {
            Elements = [.. varied.Elements.Select(e => e is Resistor r && axes.Index().FirstOrDefault(a => !a.Item.IsParameter && Is(a.Item, r.Name)) is { Item: not null } found
                ? r with { Resistance = values[found.Index] }
                : e)],
        }).Flatten();
    }

    private const double MostPoints = 1e9, AbsoluteZero = -273.15;

    private static bool Is(SourceSweep axis, string name) => axis.Source.Equals(name, StringComparison.OrdinalIgnoreCase);
}

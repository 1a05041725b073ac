using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Spice;

/// <summary>Writes a .measure as <see cref="MeasureStatement"/> reads it.</summary>
internal static class MeasureText
{
    public static string Word(AnalysisKind analysis) => analysis switch
    {
        AnalysisKind.OperatingPoint => "op",
        AnalysisKind.DcSweep => "dc",
        AnalysisKind.SmallSignal => "ac",
        AnalysisKind.Noise => "noise",
        AnalysisKind.Sensitivity => "sens",
        _ => "tran",
    };

    public static string Of(Measurement measurement)
    {
        var head = $".measure {Word(measurement.Analysis)} {measurement.Name}";
        return measurement switch
        {
            StatisticMeasurement s => $"{head} {MeasureStatement.Word(s.Statistic)} {{{s.Quantity}}}{Key("from", s.From)}{Key("to", s.To)}",
            FindMeasurement { Analysis: AnalysisKind.OperatingPoint } f => $"{head} find {{{f.Quantity}}}",
            FindMeasurement { At: { } at } f => $"{head} {Find(f)} {{{f.Quantity}}} at={at}",
            FindMeasurement f => $"{head} {Find(f)} {{{f.Quantity}}} when {Text(f.When!, "=")}",
            ParameterMeasurement p => $"{head} param={{{p.Value}}}",
            WhenMeasurement w => $"{head} when {Text(w.When, "=")}",
            DelayMeasurement d => $"{head} trig {Text(d.Trigger)} targ {Text(d.Target)}",
            _ => throw NetlistException.Because($"measurement {measurement.Name} is a {measurement.GetType().Name}, which cannot be written as SPICE."),
        };
    }

    private static string Find(FindMeasurement find) => find.IsSlope ? "deriv" : "find";

    private static string Text(MeasurePoint point) => point.At is { } at ? $"at={at}" : Text(point.Crossing!, " val=");

    private static string Text(Crossing crossing, string between)
    {
        var number = crossing.Number is { } n ? n.ToString(System.Globalization.CultureInfo.InvariantCulture) : "last";
        var edge = crossing.Edge switch { CrossingEdge.Rise => "rise", CrossingEdge.Fall => "fall", _ => "cross" };
        return $"{{{crossing.Quantity}}}{between}{{{crossing.Level}}} {edge}={number}{Key("td", crossing.Delay)}{Key("from", crossing.From)}{Key("to", crossing.To)}";
    }

    private static string Key(string key, ElementValue? value) => value is { } given ? $" {key}={given}" : "";
}

using System.Globalization;
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
        var head = $".measure {Word(measurement.Analysis)}{(measurement.IsContinuous ? "_cont" : "")} {measurement.Name}";
        var text = measurement switch
        {
            StatisticMeasurement { Trigger: { } trigger, Target: { } target } s => $"{head} {Statistic(s)} trig {Text(trigger)} targ {Text(target)}",
            StatisticMeasurement { Trigger.Crossing: { } edge } s => $"{head} {Statistic(s)}{Edge(edge)}{(edge.Level is { } level ? $" rfc_level={{{level}}}" : "")}",
            StatisticMeasurement s => $"{head} {Statistic(s)}",
            FindMeasurement { Analysis: AnalysisKind.OperatingPoint } f => $"{head} find {{{f.Quantity}}}",
            FindMeasurement { Where.At: { } at } f => $"{head} {Find(f)} {{{f.Quantity}}} at={at}{Of(f.Window)}",
            FindMeasurement f => $"{head} {Find(f)} {{{f.Quantity}}} when {Text(f.Where.Crossing!, "=")}",
            ParameterMeasurement p => $"{head} param={{{p.Value}}}{Of(p.Window)}",
            WhenMeasurement w => $"{head} when {Text(w.When, "=")}",
            DelayMeasurement d => $"{head} trig {Text(d.Trigger)} targ {Text(d.Target)}",
            CycleMeasurement c => $"{head} {MeasureStatement.Word(c.Cycle)} {{{c.Quantity}}} on={c.On} off={c.Off}{Of(c.Window)}",
            ErrorMeasurement e => $"{head} {MeasureStatement.Word(e.Error)} {{{e.Measured}}} {{{e.Calculated}}} minval={e.Least} ymin={e.Smallest} ymax={e.Largest}{Of(e.Window)}",
            SpectrumMeasurement s => $".measure fft {s.Name} {MeasureStatement.Word(s.Figure)} {{{s.Quantity}}}{(s.Figure == SpectrumFigure.Coefficient ? $" at={s.At}" : "")}{(s.Breadth > 0 ? $" binsiz={s.Breadth}" : "")}{Key("nbharm", s.Harmonics is { } n ? n : null)}{Key("minfreq", s.LowestFrequency)}{Key("maxfreq", s.HighestFrequency)}",
            DeviationMeasurement => $"* {head} compares with a file and is left out",
            _ => throw NetlistException.Because($"measurement {measurement.Name} is a {measurement.GetType().Name}, which cannot be written as SPICE."),
        };
        // What stands for a value that is not found is nobody's business but that there may be none.
        return measurement.MayFail ? $"{text} default_val=0" : text;
    }

    private static string Find(FindMeasurement find) => find.IsSlope ? "deriv" : "find";

    private static string Statistic(StatisticMeasurement s) => $"{MeasureStatement.Word(s.Statistic)} {{{s.Quantity}}}{Of(s.Window)}";

    private static string Text(MeasurePoint point) => point.At is { } at ? $"at={at}" : Text(point.Crossing!, point.Crossing!.IsPartOfMaximum ? " frac_max=" : " val=");

    private static string Text(Crossing crossing, string between) => $"{{{crossing.Quantity}}}{between}{{{crossing.Level}}}{Edge(crossing)}{Of(crossing.Window)}";

    private static string Edge(Crossing crossing)
    {
        var edge = crossing.Edge switch { CrossingEdge.Rise => "rise", CrossingEdge.Fall => "fall", _ => "cross" };
        return $" {edge}={crossing.Number?.ToString(CultureInfo.InvariantCulture) ?? "last"}";
    }

    public static string Of(MeasureWindow window) => $"{Key("from", window.From)}{Key("to", window.To)}{Key("td", window.Delay)}";

    private static string Key(string key, ElementValue? value) => value is { } given ? $" {key}={given}" : "";
}

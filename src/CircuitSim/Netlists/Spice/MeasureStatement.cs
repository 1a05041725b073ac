using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Spice;

/// <summary>Reads a .measure.</summary>
internal static class MeasureStatement
{
    private static readonly Dictionary<string, MeasuredStatistic> Statistics = new()
    {
        ["min"] = MeasuredStatistic.Minimum,
        ["max"] = MeasuredStatistic.Maximum,
        ["pp"] = MeasuredStatistic.PeakToPeak,
        ["avg"] = MeasuredStatistic.Average,
        ["rms"] = MeasuredStatistic.RootMeanSquare,
        ["integ"] = MeasuredStatistic.Integral,
        ["integral"] = MeasuredStatistic.Integral,
        ["min_at"] = MeasuredStatistic.PlaceOfMinimum,
        ["max_at"] = MeasuredStatistic.PlaceOfMaximum,
    };

    /// <summary>What optimizers and printers of other simulators are told.</summary>
    private static readonly string[] ForeignKeys = ["goal", "minval", "weight", "print", "precision", "default_val", "failvalue", "fail_value", "output", "ignore", "ytol", "xmin", "xmax"];

    /// <summary>The word that a statistic is written with.</summary>
    public static string Word(MeasuredStatistic statistic) => Statistics.First(s => s.Value == statistic).Key;

    /// <summary>The analysis that the next word names; null if it names none that is supported.</summary>
    public static AnalysisKind? FindAnalysis(SpiceCursor cursor) => cursor.PeekWord()?.ToLowerInvariant() switch
    {
        "op" => AnalysisKind.OperatingPoint,
        "dc" => AnalysisKind.DcSweep,
        "ac" => AnalysisKind.SmallSignal,
        "noise" => AnalysisKind.Noise,
        "tran" => AnalysisKind.Transient,
        _ => null,
    };

    public static AnalysisKind ReadAnalysis(SpiceCursor cursor)
    {
        var (place, found) = (cursor.Place, FindAnalysis(cursor));
        var word = cursor.Word("an analysis (op, dc, ac, noise or tran)");
        return found ?? throw NetlistException.At(place, $"'{word}' is no analysis that is supported; op, dc, ac, noise and tran are.");
    }

    public static Measurement Read(SpiceCursor cursor)
    {
        var analysis = ReadAnalysis(cursor);
        var namePlace = cursor.Place;
        var name = cursor.Name("the measurement's name");
        var kindPlace = cursor.Place;
        var kind = cursor.Word("what to measure").ToLowerInvariant();
        Measurement measurement = kind switch
        {
            "param" => ReadParameter(cursor, name, analysis),
            "find" when analysis == AnalysisKind.OperatingPoint => new FindMeasurement(name, analysis, cursor.RestOfExpression(), 0, null),
            _ when analysis == AnalysisKind.OperatingPoint => throw NetlistException.At(kindPlace, $"{kind} needs an analysis with an axis, dc or tran; of an operating point find and param are measured."),
            _ when Statistics.TryGetValue(kind, out var statistic) => ReadStatistic(cursor, name, analysis, statistic),
            "find" => ReadFind(cursor, name, analysis, isSlope: false),
            "deriv" or "derivative" => ReadFind(cursor, name, analysis, isSlope: true),
            "when" => new WhenMeasurement(name, analysis, ReadCrossing(cursor)),
            "trig" => ReadDelay(cursor, name, analysis),
            _ => throw NetlistException.At(kindPlace, $"'{kind}' is no measurement that is supported; {string.Join(", ", Statistics.Keys)}, find, deriv, when, trig and param are."),
        };
        SkipForeignKeys(cursor);
        return measurement with { Place = namePlace };
    }

    private static StatisticMeasurement ReadStatistic(SpiceCursor cursor, string name, AnalysisKind analysis, MeasuredStatistic statistic)
    {
        var measurement = new StatisticMeasurement(name, analysis, statistic, cursor.RestOfExpression());
        while (!cursor.AtEnd && !IsForeignKey(cursor))
        {
            if (cursor.AcceptKey("from") || cursor.AcceptKey("td"))
                measurement = measurement with { From = cursor.Value("the start") };
            else if (cursor.AcceptKey("to"))
                measurement = measurement with { To = cursor.Value("the end") };
            else
                throw cursor.Fault($"expected from=, td= or to=, found {cursor.Found()}.");
        }

        return measurement;
    }

    private static FindMeasurement ReadFind(SpiceCursor cursor, string name, AnalysisKind analysis, bool isSlope)
    {
        var quantity = cursor.RestOfExpression();
        if (AcceptAt(cursor))
            return new FindMeasurement(name, analysis, quantity, cursor.Value("a place on the axis"), null) { IsSlope = isSlope };
        return cursor.AcceptWord("when")
            ? new FindMeasurement(name, analysis, quantity, null, ReadCrossing(cursor)) { IsSlope = isSlope }
            : throw cursor.Fault($"expected at= or when, found {cursor.Found()}.");
    }

    private static DelayMeasurement ReadDelay(SpiceCursor cursor, string name, AnalysisKind analysis)
    {
        var trigger = ReadPoint(cursor);
        if (!cursor.AcceptWord("targ"))
            throw cursor.Fault($"expected targ, found {cursor.Found()}.");
        return new DelayMeasurement(name, analysis, trigger, ReadPoint(cursor));
    }

    private static MeasurePoint ReadPoint(SpiceCursor cursor)
    {
        if (AcceptAt(cursor))
            return new MeasurePoint(cursor.Value("a place on the axis"), null);
        var quantity = cursor.RestOfExpression();
        // v(2)=5 is Xyce's way to write v(2) val=5.
        if (!cursor.Accept('=') && !cursor.AcceptKey("val"))
            throw cursor.Fault($"expected val= and a level, found {cursor.Found()}.");
        return new MeasurePoint(null, ReadConditions(cursor, new Crossing(quantity, cursor.RestOfExpression())));
    }

    private static Crossing ReadCrossing(SpiceCursor cursor)
    {
        var quantity = cursor.RestOfExpression();
        cursor.Expect('=', "between a quantity and its level");
        return ReadConditions(cursor, new Crossing(quantity, cursor.RestOfExpression()));
    }

    private static Crossing ReadConditions(SpiceCursor cursor, Crossing crossing)
    {
        while (!cursor.AtEnd)
        {
            if (cursor.AcceptKey("td"))
                crossing = crossing with { Delay = cursor.Value("a delay") };
            else if (cursor.AcceptKey("from"))
                crossing = crossing with { From = cursor.Value("the start") };
            else if (cursor.AcceptKey("to"))
                crossing = crossing with { To = cursor.Value("the end") };
            else if (cursor.AcceptKey("rise"))
                crossing = crossing with { Edge = CrossingEdge.Rise, Number = ReadNumber(cursor) };
            else if (cursor.AcceptKey("fall"))
                crossing = crossing with { Edge = CrossingEdge.Fall, Number = ReadNumber(cursor) };
            else if (cursor.AcceptKey("cross"))
                crossing = crossing with { Edge = CrossingEdge.Either, Number = ReadNumber(cursor) };
            else
                break;
        }

        return crossing;
    }

    /// <summary>at=x, or at x.</summary>
    private static bool AcceptAt(SpiceCursor cursor) => cursor.AcceptKey("at") || cursor.AcceptWord("at");

    /// <summary>param=expression, in quotes or not.</summary>
    private static ParameterMeasurement ReadParameter(SpiceCursor cursor, string name, AnalysisKind analysis)
    {
        cursor.Accept('=');
        if (cursor.AtEnd)
            throw cursor.Fault($"the statement ends where the expression of {name} is expected.");
        return new ParameterMeasurement(name, analysis, cursor.RestOfExpression());
    }

    private static bool IsForeignKey(SpiceCursor cursor) => cursor.NextKey() is { } key && ForeignKeys.Contains(key, StringComparer.OrdinalIgnoreCase);

    private static void SkipForeignKeys(SpiceCursor cursor)
    {
        while (IsForeignKey(cursor))
        {
            cursor.Key();
            cursor.SkipValue();
        }
    }

    private static int? ReadNumber(SpiceCursor cursor)
    {
        var place = cursor.Place;
        if (cursor.AcceptWord("last"))
            return null;
        var value = cursor.Value("a number or LAST");
        return value is { IsNumber: true, Number: >= 1 and <= 1_000_000_000 } && double.IsInteger(value.Number)
            ? (int)value.Number
            : throw NetlistException.At(place, "expected a whole number from 1 on, or LAST.");
    }
}

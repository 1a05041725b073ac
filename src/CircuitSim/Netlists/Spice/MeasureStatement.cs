using System.Globalization;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Spice;

/// <summary>Reads a .measure.</summary>
internal static class MeasureStatement
{
    private const double LeastOfError = 1e-12, SmallestOfError = 1e-15, LargestOfError = 1e15;

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

    private static readonly Dictionary<string, MeasuredCycle> Cycles = new()
    {
        ["duty"] = MeasuredCycle.Duty,
        ["on_time"] = MeasuredCycle.OnTime,
        ["off_time"] = MeasuredCycle.OffTime,
        ["freq"] = MeasuredCycle.Frequency,
    };

    private static readonly Dictionary<string, MeasuredError> Errors = new()
    {
        ["err1"] = MeasuredError.RootMeanSquare,
        ["err"] = MeasuredError.RootMeanSquare,
        ["err2"] = MeasuredError.MeanMagnitude,
        ["err3"] = MeasuredError.MeanLogarithm,
    };

    private static readonly Dictionary<string, SpectrumFigure> Figures = new()
    {
        ["find"] = SpectrumFigure.Coefficient,
        ["enob"] = SpectrumFigure.EffectiveBits,
        ["sfdr"] = SpectrumFigure.SpuriousFreeRange,
        ["snr"] = SpectrumFigure.SignalToNoise,
        ["sndr"] = SpectrumFigure.SignalToNoiseAndDistortion,
        ["thd"] = SpectrumFigure.Distortion,
    };

    private static readonly string[] OtherKinds = ["find", "deriv", "derivative", "when", "trig", "param", "eqn", "error"];

    /// <summary>The word that a statistic, a cycle or an error is written with.</summary>
    public static string Word(MeasuredStatistic statistic) => Statistics.First(s => s.Value == statistic).Key;

    public static string Word(MeasuredCycle cycle) => Cycles.First(s => s.Value == cycle).Key;

    public static string Word(MeasuredError error) => Errors.First(s => s.Value == error).Key;

    public static string Word(SpectrumFigure figure) => Figures.First(s => s.Value == figure).Key;

    /// <summary>The analysis that the next word names; null if it names none that is supported.</summary>
    public static AnalysisKind? FindAnalysis(SpiceCursor cursor) => FindAnalysis(cursor.PeekWord());

    private static AnalysisKind? FindAnalysis(string? word) => word?.ToLowerInvariant() switch
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

    /// <param name="isNamed">False where no word names the analysis, so that it is the one that the netlist has.</param>
    public static Measurement Read(SpiceCursor cursor, out bool isNamed)
    {
        const string continuous = "_cont";
        var first = cursor.PeekWord() ?? "";
        var isContinuous = first.EndsWith(continuous, StringComparison.OrdinalIgnoreCase) && FindAnalysis(first[..^continuous.Length]) is not null;
        AnalysisKind? analysis = null;
        var isOfSpectrum = cursor.AcceptWord("fft");
        if (isOfSpectrum)
            analysis = AnalysisKind.Transient;
        else if (isContinuous)
            analysis = FindAnalysis(cursor.Word("an analysis")[..^continuous.Length]);
        else if (FindAnalysis(first) is not null || !IsKindSecond(cursor))
            analysis = ReadAnalysis(cursor);
        isNamed = analysis is not null;
        var namePlace = cursor.Place;
        var name = ReadName(cursor);
        var kindPlace = cursor.Place;
        var kind = cursor.Word("what to measure").ToLowerInvariant();
        var measurement = isOfSpectrum && kind is not ("param" or "eqn") ? ReadFigure(cursor, kindPlace, name, kind) : Read(cursor, name, analysis, kind, kindPlace);
        if (isContinuous && measurement is not (FindMeasurement or WhenMeasurement or DelayMeasurement))
            throw NetlistException.At(kindPlace, $"{kind} is one value; {first} takes find, deriv, when and trig.");
        return measurement with { Place = namePlace, IsContinuous = isContinuous };
    }

    /// <summary>name four expression at=frequency …, which is a table of harmonics; null of another measurement.</summary>
    public static FourierRequest? FindFourier(SpiceCursor cursor)
    {
        var start = cursor.Position;
        if (FindAnalysis(cursor) == AnalysisKind.Transient)
            cursor.Word("tran");
        var (place, name) = (cursor.Place, ReadName(cursor));
        if (!cursor.AcceptWord("four"))
        {
            cursor.Position = start;
            return null;
        }

        var quantity = cursor.RestOfExpression();
        var keys = MeasureKeys.Read(cursor, AnalysisKind.Transient);
        var at = keys.Take("at") ?? throw cursor.Fault("four needs at=, the frequency of the first harmonic.");
        // The first of them is zero; the points in a period are ours.
        var count = keys.Take("numfreq");
        keys.Take("gridsize");
        var request = new FourierRequest(at, [quantity])
        {
            Name = name,
            Place = place,
            Harmonics = count is null ? null : Whole(count.Value, "numfreq", 2, 1000, place) - 1,
            Window = keys.TakeWindow(),
        };
        Finish(cursor, keys, "four");
        return request;
    }

    private static SpectrumMeasurement ReadFigure(SpiceCursor cursor, SourcePlace place, string name, string kind)
    {
        if (!Figures.TryGetValue(kind, out var figure))
            throw NetlistException.At(place, $"'{kind}' is no measurement of an .fft; {string.Join(", ", Figures.Keys)}, param and eqn are.");
        var quantity = cursor.RestOfExpression();
        var keys = MeasureKeys.Read(cursor, AnalysisKind.Transient);
        var at = keys.Take("at");
        if (at is null == (figure == SpectrumFigure.Coefficient))
            throw NetlistException.At(place, at is null ? "find of an .fft needs at=, a frequency." : $"at= has no meaning for {kind}; leave it out.");
        var measurement = new SpectrumMeasurement(name, figure, quantity)
        {
            Place = place,
            At = at ?? 0,
            Breadth = keys.Take("binsiz") is { } breadth ? Whole(breadth, "binsiz", 0, SpectrumRequest.MostPoints, place) : 0,
            // HSPICE and Xyce take a negative number, or zero, for all.
            Harmonics = keys.Take("nbharm") is { } harmonics && harmonics is not { IsNumber: true, Number: <= 0 } ? Whole(harmonics, "nbharm", 1, SpectrumRequest.MostPoints, place) : null,
            LowestFrequency = keys.Take("minfreq"),
            HighestFrequency = keys.Take("maxfreq"),
            MayFail = keys.MayFail,
        };
        Finish(cursor, keys, kind);
        return measurement;
    }

    private static int Whole(ElementValue value, string key, int least, int most, SourcePlace place) =>
        value.IsNumber && value.Number >= least && value.Number <= most && double.IsInteger(value.Number)
            ? (int)value.Number
            : throw NetlistException.At(place, string.Create(CultureInfo.InvariantCulture, $"{key} is a whole number from {least} to {most}."));

    /// <summary>What may name a node; only letters, digits and _ make it one that expressions can name.</summary>
    private static string ReadName(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var name = cursor.Word("the measurement's name");
        return SpiceNames.IsReadableNode(name)
            ? name
            : throw NetlistException.At(place, $"expected the measurement's name, found '{name}'; a name consists of letters, digits, _ and {SpiceNames.ReadableMarks}.");
    }

    /// <summary>Whether the word behind the next one says what to measure: .meas name max v(out), as LTspice has it.</summary>
    private static bool IsKindSecond(SpiceCursor cursor)
    {
        var start = cursor.Position;
        cursor.Word("a name");
        var word = cursor.PeekWord()?.ToLowerInvariant() ?? "";
        cursor.Position = start;
        return Statistics.ContainsKey(word) || Cycles.ContainsKey(word) || Errors.ContainsKey(word) || OtherKinds.Contains(word);
    }

    private static Measurement Read(SpiceCursor cursor, string name, AnalysisKind? named, string kind, SourcePlace place)
    {
        // What no word names becomes known when all is read.
        var analysis = named ?? AnalysisKind.Transient;
        // Of one point the greatest and the least value and the mean are its value.
        if (analysis == AnalysisKind.OperatingPoint && kind is ("max" or "min" or "avg"))
            kind = "find";
        if (analysis == AnalysisKind.OperatingPoint && kind is not ("find" or "param" or "eqn"))
            throw NetlistException.At(place, $"{kind} needs an analysis with an axis, dc or tran; of an operating point find, max, min, avg and param are measured.");
        Measurement measurement = kind switch
        {
            "param" or "eqn" => ReadParameter(cursor, name, analysis),
            "find" or "deriv" or "derivative" => ReadFind(cursor, name, analysis, kind != "find", mayEnd: kind == "find" && named is null or AnalysisKind.OperatingPoint),
            "when" => new WhenMeasurement(name, analysis, ReadCrossing(cursor, analysis, out var keys)) { MayFail = keys.MayFail },
            "trig" => ReadDelay(cursor, name, analysis),
            "error" => ReadDeviation(cursor, name, analysis),
            _ when Statistics.TryGetValue(kind, out var statistic) => ReadStatistic(cursor, name, analysis, statistic),
            _ when Errors.TryGetValue(kind, out var error) => ReadError(cursor, name, analysis, error),
            _ when Cycles.TryGetValue(kind, out var cycle) => analysis == AnalysisKind.Transient
                ? ReadCycle(cursor, name, cycle) : throw NetlistException.At(place, $"{kind} is measured of tran alone."),
            _ => throw NetlistException.At(place, $"'{kind}' is no measurement that is supported; {string.Join(", ", [.. Statistics.Keys, .. Cycles.Keys, .. Errors.Keys, .. OtherKinds])} are."),
        };
        return measurement;
    }

    private static StatisticMeasurement ReadStatistic(SpiceCursor cursor, string name, AnalysisKind analysis, MeasuredStatistic statistic)
    {
        var quantity = cursor.RestOfExpression();
        var keys = MeasureKeys.Read(cursor, analysis);
        var window = keys.TakeWindow();
        MeasurePoint? trigger = null, target = null;
        if (cursor.AcceptWord("trig"))
            (trigger, target) = ReadPoints(cursor, analysis, keys => { });
        else if (keys.TakeEdge() is { } edge)
            trigger = new MeasurePoint(null, new Crossing(quantity, LevelOf(keys.Take("rfc_level"), edge.Edge), edge.Edge, edge.Number) { Window = window });
        keys.Take("rfc_level");
        // Where the extremum lies, in place of how large it is.
        if (keys.TakeWord("output") is not (null or "value"))
            statistic = statistic switch { MeasuredStatistic.Minimum => MeasuredStatistic.PlaceOfMinimum, MeasuredStatistic.Maximum => MeasuredStatistic.PlaceOfMaximum, _ => statistic };
        Finish(cursor, keys, Word(statistic));
        return new StatisticMeasurement(name, analysis, statistic, quantity) { Window = window, Trigger = trigger, Target = target, MayFail = keys.MayFail };

        static Expression? LevelOf(ElementValue? level, CrossingEdge edge) => level?.ToExpression() ?? (edge == CrossingEdge.Either ? new NumberExpression(0) : null);
    }

    private static CycleMeasurement ReadCycle(SpiceCursor cursor, string name, MeasuredCycle cycle)
    {
        const AnalysisKind analysis = AnalysisKind.Transient;
        var quantity = cursor.RestOfExpression();
        var keys = MeasureKeys.Read(cursor, analysis);
        var measurement = new CycleMeasurement(name, cycle, quantity, keys.Take("on") ?? 0, keys.Take("off") ?? 0) { Window = keys.TakeWindow(), MayFail = keys.MayFail };
        Finish(cursor, keys, Word(cycle));
        return measurement;
    }

    private static ErrorMeasurement ReadError(SpiceCursor cursor, string name, AnalysisKind analysis, MeasuredError error)
    {
        var (measured, calculated) = (cursor.RestOfExpression(), cursor.RestOfExpression());
        var keys = MeasureKeys.Read(cursor, analysis);
        var measurement = new ErrorMeasurement(
            name, analysis, error, measured, calculated, keys.Take("minval") ?? LeastOfError, keys.Take("ymin", "ignor", "ignore") ?? SmallestOfError, keys.Take("ymax") ?? LargestOfError)
        {
            Window = keys.TakeWindow(),
            MayFail = keys.MayFail,
        };
        Finish(cursor, keys, Word(error));
        return measurement;
    }

    private static DeviationMeasurement ReadDeviation(SpiceCursor cursor, string name, AnalysisKind analysis)
    {
        var quantity = cursor.RestOfExpression();
        if (!cursor.AcceptKey("file"))
            throw cursor.Fault($"error compares with a file; write file= and its name, then indepvarcol= and depvarcol=, found {cursor.Found()}.");
        var place = cursor.Place;
        var text = cursor.FileText(isInParentheses: false);
        var keys = MeasureKeys.Read(cursor, analysis);
        int? Column(string key) => keys.Take(key) switch
        {
            null => null,
            { IsNumber: true, Number: >= 0 and <= 1000 } column when double.IsInteger(column.Number) => (int)column.Number,
            _ => throw NetlistException.At(place, $"{key} is a column of the file, a whole number from 0 on."),
        };
        // A sweep is compared point by point, whatever its axis.
        var places = analysis == AnalysisKind.DcSweep ? null : Column("indepvarcol");
        keys.Take("indepvarcol");
        var values = Column("depvarcol") ?? throw NetlistException.At(place, "error needs depvarcol=, the column of the file in which the values stand, from 0 on.");
        if (places is null && analysis != AnalysisKind.DcSweep)
            throw NetlistException.At(place, "error needs indepvarcol=, the column of the file in which the times or frequencies stand, from 0 on.");
        var norm = keys.TakeWord("comp_function") switch { "l1norm" => DeviationNorm.Sum, "infnorm" => DeviationNorm.Largest, _ => DeviationNorm.Euclidean };
        Finish(cursor, keys, "error");
        var points = ReadColumns(text, places, values);
        return points.Count > 0
            ? new DeviationMeasurement(name, analysis, norm, quantity, points) { MayFail = keys.MayFail }
            : throw NetlistException.At(place, $"the file has no line with a number in column {values.ToString(CultureInfo.InvariantCulture)}; columns are counted from 0.");
    }

    /// <summary>Lines without numbers in both columns are headings and ends.</summary>
    private static List<(double Place, double Value)> ReadColumns(string text, int? places, int values)
    {
        var points = new List<(double, double)>();
        var isProbe = text.StartsWith("#H", StringComparison.Ordinal);
        var all = isProbe ? text.Split("#C", StringSplitOptions.TrimEntries).Skip(1) : text.Split('\n');
        foreach (var line in all)
        {
            // In a file of PSpice's Probe a point is its place, how many values follow, and each with its number.
            var cells = line.Split([' ', '\t', ',', ';', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
            if (isProbe)
                cells = [.. cells.Take(1), .. cells.Skip(2).Select(c => c.Split(':')[0])];
            if (values < cells.Length && SiText.TryParse(cells[values], out var value) && (places ?? 0) < cells.Length && SiText.TryParse(cells[places ?? values], out var place))
                points.Add((place, value));
        }

        return points;
    }

    private static FindMeasurement ReadFind(SpiceCursor cursor, string name, AnalysisKind analysis, bool isSlope, bool mayEnd)
    {
        var quantity = cursor.RestOfExpression();
        // find v(out)=… at=…: the level says nothing.
        if (cursor.Accept('='))
            cursor.SkipValue();
        if (cursor.AcceptWord("when"))
            return new FindMeasurement(name, analysis, quantity, new MeasurePoint(null, ReadCrossing(cursor, analysis, out var crossingKeys))) { IsSlope = isSlope, MayFail = crossingKeys.MayFail };
        ElementValue? at = cursor.NextKey() is null && cursor.AcceptWord("at") ? cursor.Value("a place on the axis") : null;
        var keys = MeasureKeys.Read(cursor, analysis);
        at ??= keys.Take("at");
        if (at is null && !(mayEnd && cursor.AtEnd))
            throw cursor.Fault($"expected at= or when, found {cursor.Found()}.");
        var window = keys.TakeWindow();
        Finish(cursor, keys, isSlope ? "deriv" : "find");
        return new FindMeasurement(name, analysis, quantity, new MeasurePoint(at ?? 0, null)) { IsSlope = isSlope, Window = window, MayFail = keys.MayFail };
    }

    private static DelayMeasurement ReadDelay(SpiceCursor cursor, string name, AnalysisKind analysis)
    {
        var mayFail = false;
        var (trigger, target) = ReadPoints(cursor, analysis, keys => mayFail |= keys.MayFail);
        return new DelayMeasurement(name, analysis, trigger, target) { MayFail = mayFail };
    }

    private static (MeasurePoint Trigger, MeasurePoint Target) ReadPoints(SpiceCursor cursor, AnalysisKind analysis, Action<MeasureKeys> see)
    {
        var trigger = ReadPoint(cursor, analysis, see);
        if (!cursor.AcceptWord("targ"))
            throw cursor.Fault($"expected targ, found {cursor.Found()}.");
        return (trigger, ReadPoint(cursor, analysis, see));
    }

    private static MeasurePoint ReadPoint(SpiceCursor cursor, AnalysisKind analysis, Action<MeasureKeys> see)
    {
        if (AcceptAt(cursor))
        {
            var at = cursor.Value("a place on the axis");
            var other = MeasureKeys.Read(cursor, analysis);
            see(other);
            other.TakeWindow();
            Require(cursor, other, "at=");
            return new MeasurePoint(at, null);
        }

        var quantity = cursor.RestOfExpression();
        // v(2)=5 and v(2) 5 are Xyce's ways to write v(2) val=5.
        Expression? level = null;
        if (cursor.Accept('=') || cursor.AcceptKey("val") || cursor.AcceptWord("val") || (!cursor.AtEnd && cursor.NextKey() is null && !MeasureKeys.IsBare(cursor) && !"targ".Equals(cursor.PeekWord(), StringComparison.OrdinalIgnoreCase)))
            level = cursor.RestOfExpression();
        var keys = MeasureKeys.Read(cursor, analysis);
        see(keys);
        level ??= keys.Take("val")?.ToExpression();
        var part = keys.Take("frac_max");
        if ((level ?? part?.ToExpression()) is not { } against)
            throw cursor.Fault($"expected val= and a level, found {cursor.Found()}.");
        var crossing = Conditioned(new Crossing(quantity, against) { IsPartOfMaximum = level is null }, keys);
        Require(cursor, keys, "trig and targ");
        return new MeasurePoint(null, crossing);
    }

    private static Crossing ReadCrossing(SpiceCursor cursor, AnalysisKind analysis, out MeasureKeys keys)
    {
        var quantity = cursor.RestOfExpression();
        cursor.Expect('=', "between a quantity and its level");
        // HSPICE has par('…') for an expression.
        var crossing = new Crossing(quantity, cursor.RestOfExpression());
        keys = MeasureKeys.Read(cursor, analysis);
        crossing = Conditioned(crossing, keys);
        Finish(cursor, keys, "when");
        return crossing;
    }

    private static Crossing Conditioned(Crossing crossing, MeasureKeys keys)
    {
        crossing = crossing with { Window = keys.TakeWindow() };
        return keys.TakeEdge() is { } edge ? crossing with { Edge = edge.Edge, Number = edge.Number } : crossing;
    }

    /// <summary>at=x, or at x.</summary>
    private static bool AcceptAt(SpiceCursor cursor) => cursor.AcceptKey("at") || cursor.AcceptWord("at");

    /// <summary>param=expression, in quotes or not.</summary>
    private static ParameterMeasurement ReadParameter(SpiceCursor cursor, string name, AnalysisKind analysis)
    {
        cursor.Accept('=');
        if (cursor.AtEnd)
            throw cursor.Fault($"the statement ends where the expression of {name} is expected.");
        var value = cursor.RestOfExpression();
        var keys = MeasureKeys.Read(cursor, analysis);
        var measurement = new ParameterMeasurement(name, analysis, value) { Window = keys.TakeWindow(), MayFail = keys.MayFail };
        Finish(cursor, keys, "param and eqn");
        return measurement;
    }

    private static void Finish(SpiceCursor cursor, MeasureKeys keys, string kind)
    {
        if (!cursor.AtEnd)
            throw cursor.Fault($"expected a key of {kind}, found {cursor.Found()}.");
        Require(cursor, keys, kind);
    }

    private static void Require(SpiceCursor cursor, MeasureKeys keys, string kind) => keys.RequireNone(kind, cursor);
}

using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results.Courses;

namespace CircuitSim.Netlists.Results;

/// <summary>
/// Evaluates <c>.measure</c> as the points of an analysis come, so that none need be kept. Between two points every quantity
/// runs straight; a crossing lies where the straight line passes the level, an integral is that of the straight lines (for
/// rms, of their squares). What cannot be measured (no such crossing, an empty interval) is a null, as SPICE's "failed".
/// </summary>
public sealed class MeasurementSink(FlatNetlist flat) : IWaveformSink
{
    private readonly MeasuredNames found = new();
    private List<(Measurement Measurement, string Unit, Course Course)> courses = [];
    private double x;
    private int direction;
    private bool hasPoint;

    /// <summary>The measurements that belong to the analysis, in order; null where one failed. A continuous one has a value for each place, numbered from the second on.</summary>
    public IReadOnlyList<MeasuredValue> Values
    {
        get
        {
            found.Clear();
            var values = new List<MeasuredValue>();
            foreach (var (measurement, unit, course) in courses)
            {
                IReadOnlyList<double?> all = measurement.IsContinuous && course.All is { Count: > 0 } several ? [.. several.Select(v => (double?)v)] : [course.Value];
                found.Add(measurement.Name, all[0]);
                values.AddRange(all.Select((value, k) => new MeasuredValue(k == 0 ? measurement.Name : FormattableString.Invariant($"{measurement.Name}[{k + 1}]"), value, unit, value is null ? course.Why : null)));
            }

            return values;
        }
    }

    /// <summary>The same from points that were kept.</summary>
    /// <exception cref="NetlistException">A quantity was not saved.</exception>
    public static IReadOnlyList<MeasuredValue> Evaluate(FlatNetlist flat, Waveforms waveforms)
    {
        ArgumentNullException.ThrowIfNull(waveforms);
        var sink = new MeasurementSink(flat);
        sink.Begin(waveforms.Header);
        var columns = waveforms.Header.Vectors.Select(v => waveforms[v.Name]).ToArray();
        var values = new double[columns.Length];
        for (var k = 0; k < waveforms.Points; k++)
        {
            for (var c = 0; c < columns.Length; c++)
                values[c] = columns[c][k];
            sink.Add(waveforms.Axis[k], values);
        }

        return sink.Values;
    }

    /// <exception cref="NetlistException">A quantity is not among the vectors.</exception>
    public void Begin(WaveformHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        (direction, hasPoint) = (0, false);
        courses = [];
        var units = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var measurement in flat.Measurements.Where(m => m.Analysis == header.Analysis))
        {
            var unit = units[measurement.Name] = UnitOf(measurement, header.Axis.Unit, units);
            courses.Add((measurement, ExpressionUnit.Under(flat.Options, unit), CourseOf(measurement, header)));
        }
    }

    private Course CourseOf(Measurement measurement, WaveformHeader header)
    {
        return measurement switch
        {
            ParameterMeasurement parameter => new ParameterCourse(parameter, found, Of),
            _ when OpenNames.AreIn(measurement) => Recorded(_ => Filled(measurement) is { } filled ? CourseOf(filled, header) : null),
            FindMeasurement find => new FindCourse(find, Of(find.Quantity), find.Where.Crossing is { } when ? new CrossingCourse(when, Of) : null, header.Axis.Unit),
            WhenMeasurement crossing => new CrossingCourse(crossing.When, Of),
            DelayMeasurement { Trigger.Crossing: { IsPartOfMaximum: true } } or DelayMeasurement { Target.Crossing: { IsPartOfMaximum: true } } =>
                Recorded(points => PartsFilled((DelayMeasurement)measurement, points) is var delay ? new DelayCourse(Place(delay.Trigger), Place(delay.Target)) : null),
            DelayMeasurement delay => new DelayCourse(Place(delay.Trigger), Place(delay.Target)),
            StatisticMeasurement { Trigger: { } trigger } statistic => Recorded(points => Within(statistic, trigger, points)),
            StatisticMeasurement s => new StatisticCourse(s.Statistic, s.Analysis, Of(s.Quantity), s.Window.Start, s.Window.End, header.Axis.Unit),
            CycleMeasurement cycle => new CycleCourse(cycle, Of(cycle.Quantity)),
            ErrorMeasurement error => new ErrorCourse(error, Of(error.Measured), Of(error.Calculated)),
            SpectrumMeasurement spectrum => new SpectrumCourse(spectrum, Of(spectrum.Transformed), flat.Options.HasPeriodicWindows),
            DeviationMeasurement deviation => new DeviationCourse(deviation, Of(deviation.Quantity)),
            _ => throw NetlistException.Because($".measure {measurement.Name} is of a kind that is not evaluated."),
        };

        WaveformQuantity Of(Expression expression) => new(expression, header, flat.Options);

        Course Place(MeasurePoint point) => point.At is { } at ? new PlaceCourse(at.Number, header.Axis.Unit) : new CrossingCourse(point.Crossing!, Of);

        // What is kept is known before the numbers are that stand for names.
        RecordedCourse Recorded(Func<RecordedCourse, Course?> find) => new(
            [.. measurement.Quantities.SelectMany(q => Of(OpenNames.Closed(q, measurement.Analysis)).Vectors).Distinct().Order()], header.Vectors.Count, points => find(points) is { } course ? points.Replayed(course) : null);

        StatisticCourse? Within(StatisticMeasurement s, MeasurePoint trigger, RecordedCourse points)
        {
            var begin = points.Replayed(Place(trigger));
            var end = s.Target is { } target ? points.Replayed(Place(target)).Value : (begin as CrossingCourse)?.Next ?? double.PositiveInfinity;
            return begin.Value is { } from && end is { } to ? new StatisticCourse(s.Statistic, s.Analysis, Of(s.Quantity), Math.Max(from, s.Window.Start), Math.Min(to, s.Window.End), header.Axis.Unit) : null;
        }

        DelayMeasurement PartsFilled(DelayMeasurement d, RecordedCourse points) => d with { Trigger = PartFilled(d.Trigger, points), Target = PartFilled(d.Target, points) };

        MeasurePoint PartFilled(MeasurePoint point, RecordedCourse points)
        {
            if (point.Crossing is not { IsPartOfMaximum: true } crossing)
                return point;
            var maximum = points.Replayed(new StatisticCourse(MeasuredStatistic.Maximum, measurement.Analysis, Of(crossing.Quantity), crossing.Window.Start, crossing.Window.End, header.Axis.Unit)).Value ?? double.NaN;
            return new MeasurePoint(null, crossing with { Level = new BinaryExpression(BinaryOperator.Multiply, crossing.Level!, new NumberExpression(maximum)) });
        }
    }

    /// <summary>With the numbers of the measurements that it refers to; null if one of them failed.</summary>
    private Measurement? Filled(Measurement measurement)
    {
        try
        {
            return measurement.Placed(found) is var filled && !OpenNames.AreIn(filled) ? filled : null;
        }
        catch (NetlistException)
        {
            return null;
        }
    }

    private static string UnitOf(Measurement measurement, string axis, Dictionary<string, string> units) => measurement switch
    {
        FindMeasurement { Analysis: AnalysisKind.Noise, IsSlope: false } f => ExpressionUnit.Of(NoiseExpression.Of(f.Quantity)),
        StatisticMeasurement { Analysis: AnalysisKind.Noise, Statistic: MeasuredStatistic.Integral } s => ExpressionUnit.Of(NoiseExpression.Of(s.Quantity)).Replace("/√Hz", "", StringComparison.Ordinal),
        StatisticMeasurement { Analysis: AnalysisKind.Noise, Statistic: not (MeasuredStatistic.PlaceOfMinimum or MeasuredStatistic.PlaceOfMaximum) } s => ExpressionUnit.Of(NoiseExpression.Of(s.Quantity)),
        FindMeasurement { IsSlope: true } f => ExpressionUnit.Of(f.Quantity) is { Length: > 0 } unit ? $"{unit}/{axis}" : "",
        FindMeasurement f => ExpressionUnit.Of(f.Quantity),
        StatisticMeasurement { Statistic: MeasuredStatistic.PlaceOfMinimum or MeasuredStatistic.PlaceOfMaximum } => axis,
        StatisticMeasurement { Statistic: MeasuredStatistic.Integral } s => ExpressionUnit.Of(s.Quantity) is { Length: > 0 } unit ? $"{unit}·{axis}" : "",
        StatisticMeasurement s => ExpressionUnit.Of(s.Quantity),
        ParameterMeasurement p => ExpressionUnit.Of(ExpressionTree.WithLeaves(p.Value, leaf => leaf is ParameterExpression name ? OfUnit(units.GetValueOrDefault(name.Name)) ?? leaf : leaf)),
        CycleMeasurement { Cycle: MeasuredCycle.Duty } or ErrorMeasurement => "",
        CycleMeasurement { Cycle: MeasuredCycle.Frequency } => "Hz",
        DeviationMeasurement d => ExpressionUnit.Of(d.Quantity),
        SpectrumMeasurement { Figure: SpectrumFigure.EffectiveBits } => "bit",
        SpectrumMeasurement { Figure: not SpectrumFigure.Coefficient } or SpectrumMeasurement { Quantity: PhasorExpression { Part: PhasorPart.Decibel } } => "dB",
        SpectrumMeasurement { Quantity: PhasorExpression { Part: PhasorPart.Phase } } => "°",
        SpectrumMeasurement s => ExpressionUnit.Of(s.Transformed),
        _ => axis,
    };

    /// <summary>Something of a unit, for the unit of an expression over measurements.</summary>
    private static Expression? OfUnit(string? unit) => unit switch
    {
        "V" => new NodeVoltageExpression(new NodeId("a"), NodeId.Ground),
        "A" => new BranchCurrentExpression("a"),
        "s" => new TimeExpression(),
        _ => null,
    };

    public void Add(double axis, ReadOnlySpan<double> values)
    {
        // A nested sweep runs its axis again and again: nothing lies between the end of one run and the start of the next.
        var turn = hasPoint ? Math.Sign(axis - x) : 0;
        var continues = hasPoint && (direction == 0 || turn != -direction);
        direction = direction == 0 ? turn : direction;
        foreach (var (_, _, course) in courses)
        {
            if (continues)
                course.Advance(x, axis, values);
            else
                course.Start(axis, values);
        }

        (x, hasPoint) = (axis, true);
    }

    public void End()
    {
    }
}

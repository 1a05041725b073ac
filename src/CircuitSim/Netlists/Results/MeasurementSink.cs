using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Results;

/// <summary>
/// Evaluates <c>.measure</c> as the points of an analysis come, so that none need be kept. Between two points every quantity
/// runs straight; a crossing lies where the straight line passes the level, an integral is that of the straight lines (for
/// rms, of their squares). What cannot be measured (no such crossing, an empty interval) is a null, as SPICE's "failed".
/// </summary>
public sealed class MeasurementSink(FlatNetlist flat) : IWaveformSink
{
    private readonly Dictionary<string, double?> found = new(StringComparer.OrdinalIgnoreCase);
    private List<(string Name, string Unit, Course Course)> courses = [];
    private double x;
    private int direction;
    private bool hasPoint;

    /// <summary>The measurements that belong to the analysis, in order; null where one failed.</summary>
    public IReadOnlyList<MeasuredValue> Values
    {
        get
        {
            found.Clear();
            return [.. courses.Select(c => new MeasuredValue(c.Name, found[c.Name] = c.Course.Value, c.Unit))];
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
        WaveformQuantity Of(Expression expression) => new(expression, header, flat.Options);
        foreach (var measurement in flat.Measurements.Where(m => m.Analysis == header.Analysis))
        {
            courses.Add((measurement.Name, ExpressionUnit.Under(flat.Options, UnitOf(measurement, header.Axis.Unit)), measurement switch
            {
                FindMeasurement { At: { } at } find => new FindAtCourse(Of(find.Quantity), at.Number, find.IsSlope),
                FindMeasurement { When: { } crossing } find => new FindWhenCourse(Of(find.Quantity), new CrossingCourse(crossing, Of), find.IsSlope),
                ParameterMeasurement parameter => new ParameterCourse(parameter.Value, found),
                WhenMeasurement crossing => new CrossingCourse(crossing.When, Of),
                DelayMeasurement delay => new DelayCourse(Place(delay.Trigger), Place(delay.Target)),
                StatisticMeasurement statistic => new StatisticCourse(statistic, Of(statistic.Quantity)),
                _ => throw NetlistException.Because($".measure {measurement.Name} is of a kind that is not evaluated."),
            }));
        }

        Course Place(MeasurePoint point) => point.At is { } at ? new PlaceCourse(at.Number) : new CrossingCourse(point.Crossing!, Of);
    }

    private static string UnitOf(Measurement measurement, string axis) => measurement switch
    {
        FindMeasurement { Analysis: AnalysisKind.Noise, IsSlope: false } f => ExpressionUnit.Of(NoiseExpression.Of(f.Quantity)),
        StatisticMeasurement { Analysis: AnalysisKind.Noise, Statistic: MeasuredStatistic.Integral } s => ExpressionUnit.Of(NoiseExpression.Of(s.Quantity)).Replace("/√Hz", "", StringComparison.Ordinal),
        StatisticMeasurement { Analysis: AnalysisKind.Noise, Statistic: not (MeasuredStatistic.PlaceOfMinimum or MeasuredStatistic.PlaceOfMaximum) } s => ExpressionUnit.Of(NoiseExpression.Of(s.Quantity)),
        FindMeasurement { IsSlope: true } f => ExpressionUnit.Of(f.Quantity) is { Length: > 0 } unit ? $"{unit}/{axis}" : "",
        FindMeasurement f => ExpressionUnit.Of(f.Quantity),
        StatisticMeasurement { Statistic: MeasuredStatistic.PlaceOfMinimum or MeasuredStatistic.PlaceOfMaximum } => axis,
        StatisticMeasurement { Statistic: MeasuredStatistic.Integral } s => ExpressionUnit.Of(s.Quantity) is { Length: > 0 } unit ? $"{unit}·{axis}" : "",
        StatisticMeasurement s => ExpressionUnit.Of(s.Quantity),
        ParameterMeasurement => "",
        _ => axis,
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

    /// <summary>One measurement on its way along the axis.</summary>
    private abstract class Course
    {
        /// <summary>What was found so far; null for nothing.</summary>
        public abstract double? Value { get; }

        /// <summary>The first point of a run along the axis.</summary>
        public abstract void Start(double x, ReadOnlySpan<double> values);

        /// <summary>Straight on to the next.</summary>
        public abstract void Advance(double x0, double x1, ReadOnlySpan<double> values);

        public static double Interpolate(double x0, double y0, double x1, double y1, double x) =>
            x == x1 ? y1 : y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
    }

    /// <summary>A place that is given.</summary>
    private sealed class PlaceCourse(double place) : Course
    {
        public override double? Value => place;

        public override void Start(double x, ReadOnlySpan<double> values)
        {
        }

        public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
        {
        }
    }

    /// <summary>A number from what the measurements before it gave; they are asked in order.</summary>
    private sealed class ParameterCourse(Expression expression, Dictionary<string, double?> found) : Course
    {
        public override double? Value
        {
            get
            {
                try
                {
                    return BoundExpression.Constant(Filled(expression));
                }
                catch (NetlistException)
                {
                    // One of them failed, or a division by one that is zero.
                    return null;
                }
            }
        }

        public override void Start(double x, ReadOnlySpan<double> values)
        {
        }

        public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
        {
        }

        private Expression Filled(Expression e) => ExpressionTree.WithLeaves(e, leaf =>
            leaf is ParameterExpression p && found.GetValueOrDefault(p.Name) is { } value ? new NumberExpression(value) : leaf);
    }

    /// <summary>A quantity along the axis, with the point before the last: its slope is that of the parabola through three.</summary>
    private sealed class Curve(WaveformQuantity quantity, bool isSlope)
    {
        private double x, y;
        private (double X, double Y)? before;

        public double Last => y;

        public void Start(double x, ReadOnlySpan<double> values) => (this.x, y, before) = (x, quantity.At(x, values), null);

        /// <summary>Goes on; what is wanted at a place within the step is asked of the step.</summary>
        public Func<double, double> Advance(double x1, ReadOnlySpan<double> values)
        {
            var (x0, y0, earlier) = (x, y, before);
            var y1 = quantity.At(x1, values);
            (before, x, y) = ((x0, y0), x1, y1);
            if (!isSlope)
                return place => Course.Interpolate(x0, y0, x1, y1, place);
            var slope = (y1 - y0) / (x1 - x0);
            // Newton's second difference; at the middle of the step the line alone is right.
            var bend = earlier is { } e && e.X != x0 ? (slope - (y0 - e.Y) / (x0 - e.X)) / (x1 - e.X) : 0;
            return place => slope + bend * (2 * place - x0 - x1);
        }
    }

    private sealed class FindAtCourse(WaveformQuantity quantity, double place, bool isSlope) : Course
    {
        private readonly Curve curve = new(quantity, isSlope);
        private double? found;

        public override double? Value => found;

        public override void Start(double x, ReadOnlySpan<double> values)
        {
            curve.Start(x, values);
            if (x == place && !isSlope)
                found ??= curve.Last;
        }

        public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
        {
            var at = curve.Advance(x1, values);
            if (place >= Math.Min(x0, x1) && place <= Math.Max(x0, x1))
                found ??= at(place);
        }
    }

    private sealed class CrossingCourse : Course
    {
        private readonly Crossing crossing;
        private readonly WaveformQuantity quantity, level;
        private readonly double from, to;
        private double difference;
        private double? place;
        private int count;

        public CrossingCourse(Crossing crossing, Func<Expression, WaveformQuantity> of)
        {
            this.crossing = crossing;
            (quantity, level) = (of(crossing.Quantity), of(crossing.Level));
            from = Math.Max(crossing.From?.Number ?? double.NegativeInfinity, crossing.Delay?.Number ?? double.NegativeInfinity);
            to = crossing.To?.Number ?? double.PositiveInfinity;
        }

        public override double? Value => place;

        public override void Start(double x, ReadOnlySpan<double> values) => difference = quantity.At(x, values) - level.At(x, values);

        public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
        {
            var (a, b) = (difference, quantity.At(x1, values) - level.At(x1, values));
            difference = b;
            var rises = a < 0 && b >= 0;
            var falls = a > 0 && b <= 0;
            if (!(crossing.Edge != CrossingEdge.Fall && rises) && !(crossing.Edge != CrossingEdge.Rise && falls))
                return;
            var here = x0 + (x1 - x0) * (a / (a - b));
            if (here < from || here > to)
                return;
            count++;
            // Without a number, the last of all.
            if (crossing.Number is not { } number || count == number)
                place = here;
        }
    }

    private sealed class FindWhenCourse(WaveformQuantity quantity, CrossingCourse crossing, bool isSlope) : Course
    {
        private readonly Curve curve = new(quantity, isSlope);
        private double? found;

        public override double? Value => found;

        public override void Start(double x, ReadOnlySpan<double> values)
        {
            crossing.Start(x, values);
            curve.Start(x, values);
        }

        public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
        {
            var before = crossing.Value;
            crossing.Advance(x0, x1, values);
            var at = curve.Advance(x1, values);
            if (crossing.Value is { } place && place != before)
                found = at(place);
        }
    }

    private sealed class DelayCourse(Course trigger, Course target) : Course
    {
        public override double? Value => target.Value - trigger.Value;

        public override void Start(double x, ReadOnlySpan<double> values)
        {
            trigger.Start(x, values);
            target.Start(x, values);
        }

        public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
        {
            trigger.Advance(x0, x1, values);
            target.Advance(x0, x1, values);
        }
    }

    private sealed class StatisticCourse(StatisticMeasurement measurement, WaveformQuantity quantity) : Course
    {
        private readonly double from = measurement.From?.Number ?? double.NegativeInfinity;
        private readonly double to = measurement.To?.Number ?? double.PositiveInfinity;
        private double y, length, integral, integralOfSquare;
        private (double Place, double Value)? lowest, highest;

        public override double? Value => measurement.Statistic switch
        {
            MeasuredStatistic.Minimum => lowest?.Value,
            MeasuredStatistic.Maximum => highest?.Value,
            MeasuredStatistic.PlaceOfMinimum => lowest?.Place,
            MeasuredStatistic.PlaceOfMaximum => highest?.Place,
            MeasuredStatistic.PeakToPeak => highest?.Value - lowest?.Value,
            // The powers of noise add up, not its densities.
            MeasuredStatistic.Integral when measurement.Analysis == AnalysisKind.Noise => lowest is null ? null : Math.Sqrt(integralOfSquare),
            MeasuredStatistic.Integral => lowest is null ? null : integral,
            MeasuredStatistic.Average => length != 0 ? integral / length : null,
            MeasuredStatistic.RootMeanSquare => length != 0 ? Math.Sqrt(integralOfSquare / length) : null,
            _ => throw NetlistException.Because($".measure {measurement.Name} asks for a statistic that is not evaluated."),
        };

        public override void Start(double x, ReadOnlySpan<double> values)
        {
            y = quantity.At(x, values);
            if (x >= from && x <= to)
                Compare(x, y);
        }

        public override void Advance(double x0, double x1, ReadOnlySpan<double> values)
        {
            var (y0, y1) = (y, quantity.At(x1, values));
            y = y1;
            // The part of the line that lies in the interval; an axis may fall (a downward sweep).
            var (a, b) = (Math.Clamp(x0, from, to), Math.Clamp(x1, from, to));
            if (Math.Max(x0, x1) < from || Math.Min(x0, x1) > to)
                return;
            var ya = a == x0 ? y0 : Interpolate(x0, y0, x1, y1, a);
            var yb = Interpolate(x0, y0, x1, y1, b);
            Compare(a, ya);
            Compare(b, yb);
            var h = b - a;
            length += h;
            integral += h * (ya + yb) / 2;
            // ∫ of a straight line's square.
            integralOfSquare += h * (ya * ya + ya * yb + yb * yb) / 3;
        }

        private void Compare(double place, double value)
        {
            if (lowest is not { } least || value < least.Value)
                lowest = (place, value);
            if (highest is not { } most || value > most.Value)
                highest = (place, value);
        }
    }
}

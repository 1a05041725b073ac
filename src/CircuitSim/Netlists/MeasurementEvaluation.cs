using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists;

/// <summary>
/// Evaluates <c>.measure</c> over the points of an analysis. Between two points every quantity runs straight; a crossing
/// lies where the straight line passes the level, an integral is that of the straight lines (for rms, of their squares).
/// What cannot be measured (no such crossing, an empty interval) is a null, as SPICE's "failed".
/// </summary>
public static class MeasurementEvaluation
{
    /// <summary>The measurements of a netlist that belong to an analysis, by name; null where one failed.</summary>
    /// <param name="netlist">As read; parameters in measurements are evaluated.</param>
    /// <param name="waveforms">Of the analysis; every quantity that a measurement names must be among them.</param>
    /// <exception cref="NetlistException">A quantity was not saved.</exception>
    public static IReadOnlyList<MeasuredValue> Evaluate(Netlist netlist, Waveforms waveforms)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(waveforms);
        if (netlist.Measurements.Count == 0)
            return [];
        var flat = NetlistFlattening.Flatten(netlist);
        return [.. flat.Measurements.Where(m => m.Analysis == waveforms.Header.Analysis)
            .Select(m => new MeasuredValue(m.Name, Evaluate(m, waveforms, flat.Options.Temperature)))];
    }

    private static double? Evaluate(Measurement measurement, Waveforms waveforms, double temperature)
    {
        if (waveforms.Points == 0)
            return null;
        Curve Of(Expression quantity) => Curve.Of(quantity, waveforms, temperature);
        return measurement switch
        {
            FindMeasurement { At: { } at } find => Of(find.Quantity).At(at.Number),
            FindMeasurement { When: { } crossing } find => Place(crossing, Of) is { } place ? Of(find.Quantity).At(place) : null,
            WhenMeasurement crossing => Place(crossing.When, Of),
            DelayMeasurement delay => Place(delay.Target, Of) - Place(delay.Trigger, Of),
            StatisticMeasurement statistic => Statistic(statistic, Of(statistic.Quantity)),
            _ => throw NetlistException.Because($".measure {measurement.Name} is of a kind that is not evaluated."),
        };
    }

    private static double? Place(MeasurePoint point, Func<Expression, Curve> of) =>
        point.At is { } at ? at.Number : Place(point.Crossing!, of);

    private static double? Place(Crossing crossing, Func<Expression, Curve> of)
    {
        var difference = of(crossing.Quantity).Minus(of(crossing.Level));
        var from = Math.Max(crossing.From?.Number ?? double.NegativeInfinity, crossing.Delay?.Number ?? double.NegativeInfinity);
        var places = difference.Crossings(crossing.Edge, from, crossing.To?.Number ?? double.PositiveInfinity);
        return crossing.Number is { } number
            ? places.Skip(number - 1).Select(p => (double?)p).FirstOrDefault()
            : places.Select(p => (double?)p).LastOrDefault();
    }

    private static double? Statistic(StatisticMeasurement measurement, Curve curve)
    {
        var part = curve.Between(measurement.From?.Number, measurement.To?.Number);
        if (part.Length == 0)
            return null;
        var span = part.Span;
        return measurement.Statistic switch
        {
            MeasuredStatistic.Minimum => part.Minimum.Value,
            MeasuredStatistic.Maximum => part.Maximum.Value,
            MeasuredStatistic.PlaceOfMinimum => part.Minimum.Place,
            MeasuredStatistic.PlaceOfMaximum => part.Maximum.Place,
            MeasuredStatistic.PeakToPeak => part.Maximum.Value - part.Minimum.Value,
            MeasuredStatistic.Integral => part.Integral(),
            MeasuredStatistic.Average => span > 0 ? part.Integral() / span : null,
            MeasuredStatistic.RootMeanSquare => span > 0 ? Math.Sqrt(part.IntegralOfSquare() / span) : null,
            _ => throw NetlistException.Because($".measure {measurement.Name} asks for a statistic that is not evaluated."),
        };
    }

    /// <summary>One quantity over the axis, straight between its points.</summary>
    private sealed class Curve(double[] x, double[] y)
    {
        public int Length => x.Length;

        private double[] Values => y;

        public double Span => x[^1] - x[0];

        public (double Place, double Value) Minimum => Extreme(-1);

        public (double Place, double Value) Maximum => Extreme(1);

        public static Curve Of(Expression quantity, Waveforms waveforms, double temperature)
        {
            var bound = BoundExpression.Bind(quantity);
            var sources = bound.Controls.Select(control => Vector(control, waveforms)).ToArray();
            var controls = new double[sources.Length];
            var derivatives = new double[sources.Length];
            var y = new double[waveforms.Points];
            for (var k = 0; k < y.Length; k++)
            {
                for (var c = 0; c < sources.Length; c++)
                    controls[c] = sources[c](k);
                y[k] = bound.Evaluate(controls, waveforms.Axis[k], temperature, derivatives);
            }

            return new Curve([.. waveforms.Axis], y);
        }

        public Curve Minus(Curve other) => new(x, [.. y.Zip(other.Values, (a, b) => a - b)]);

        public double? At(double place)
        {
            if (!(place >= x[0]) || !(place <= x[^1]))
                return null;
            var k = Array.BinarySearch(x, place);
            if (k >= 0)
                return y[k];
            k = ~k;
            return y[k - 1] + (y[k] - y[k - 1]) * ((place - x[k - 1]) / (x[k] - x[k - 1]));
        }

        /// <summary>The points of an interval, its ends included; empty if the interval is.</summary>
        public Curve Between(double? from, double? to)
        {
            var (low, high) = (Math.Max(from ?? x[0], x[0]), Math.Min(to ?? x[^1], x[^1]));
            // An axis may fall (a downward sweep): then only the whole of it can be meant.
            if (from is null && to is null)
                return this;
            if (!(low <= high))
                return new Curve([], []);
            var places = x.Where(p => p > low && p < high).Prepend(low).Append(high).Distinct().ToArray();
            return new Curve(places, [.. places.Select(p => At(p)!.Value)]);
        }

        /// <summary>Where the curve passes zero, in order.</summary>
        public IEnumerable<double> Crossings(CrossingEdge edge, double from, double to)
        {
            for (var k = 1; k < x.Length; k++)
            {
                var (a, b) = (y[k - 1], y[k]);
                var rises = a < 0 && b >= 0;
                var falls = a > 0 && b <= 0;
                if (!(edge != CrossingEdge.Fall && rises) && !(edge != CrossingEdge.Rise && falls))
                    continue;
                var place = x[k - 1] + (x[k] - x[k - 1]) * (a / (a - b));
                if (place >= from && place <= to)
                    yield return place;
            }
        }

        public double Integral() => Enumerable.Range(1, Math.Max(0, x.Length - 1)).Sum(k => (x[k] - x[k - 1]) * (y[k] + y[k - 1]) / 2);

        /// <summary>∫ of a straight line's square from a to b over h: h (a² + ab + b²) / 3.</summary>
        public double IntegralOfSquare() =>
            Enumerable.Range(1, Math.Max(0, x.Length - 1)).Sum(k => (x[k] - x[k - 1]) * (y[k] * y[k] + y[k] * y[k - 1] + y[k - 1] * y[k - 1]) / 3);

        private (double Place, double Value) Extreme(int sign)
        {
            var best = 0;
            for (var k = 1; k < y.Length; k++)
            {
                if (sign * y[k] > sign * y[best])
                    best = k;
            }

            return (x[best], y[best]);
        }

        private static Func<int, double> Vector(Expression control, Waveforms waveforms)
        {
            switch (control)
            {
                case NodeVoltageExpression v when !waveforms.Contains(v.ToString()):
                    var (positive, negative) = (Node(v.Positive), Node(v.Negative));
                    return k => positive(k) - negative(k);
                default:
                    var vector = waveforms[control.ToString()];
                    return k => vector[k];
            }

            Func<int, double> Node(NodeId node)
            {
                if (node.IsGround)
                    return _ => 0;
                var vector = waveforms[new NodeVoltageExpression(node, NodeId.Ground).ToString()];
                return k => vector[k];
            }
        }
    }
}

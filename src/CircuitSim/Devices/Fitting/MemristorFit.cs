using CircuitSim.Numerics;

namespace CircuitSim.Devices.Fitting;

/// <summary>
/// Fits a memristor model to measurements. The state behind every piece of voltage is <see cref="IMemristorModel.Advance"/>'s, exact
/// for a straight piece, and the current is the model's; where each measurement starts is a parameter of its own. Random starts inside
/// the bounds are ranked, the best followed by <see cref="BoundedLeastSquares"/>. Standard errors are those of the linear model at the
/// answer, C = s² (JᵀJ)⁻¹ with s² = Σ residuals²/(points − parameters) (G. A. F. Seber, C. J. Wild, "Nonlinear Regression", 1989, 2.1).
/// <para>
/// To tell what the data do not determine, 1/span² is added to each parameter's own information, span being the distance of its bounds:
/// next to nothing for a parameter that the data know, and all there is for one that they do not, which is then named.
/// </para>
/// </summary>
public sealed class MemristorFit
{
    /// <summary>Random starts that are ranked, for each that is followed.</summary>
    private const int Draws = 60;

    /// <summary>Of a loop, in the search for starts; a fit of many more ends on all of them.</summary>
    private const int MostSearched = 4000;

    private const int FirstSteps = 60, LastSteps = 300, Finalists = 3;

    /// <summary>Of the way from ln ron to ln roff, where a window holds a state at a limit for ever.</summary>
    private const double StuckMargin = 1e-3;

    private const double StartResolution = 0.1;

    /// <summary>By how much ron and roff are moved to see whether the data hold them.</summary>
    private const double Further = 1.5;

    private readonly IReadOnlyList<MeasuredSeries> series;
    private readonly MemristorFamily family;
    private readonly FitOptions options;
    private readonly FitParameter[] parameters;
    private readonly double[] template;
    private readonly int[] free;
    private readonly (int Series, int Point)[] used;
    private readonly double[] scales;
    private readonly double? startState;
    private readonly double startMargin;

    private MemristorFit(IReadOnlyList<MeasuredSeries> series, MemristorFamily family, FitOptions options)
    {
        (this.series, this.family, this.options) = (series, family, options);
        startMargin = family.HoldsAtLimits ? StuckMargin : 0;
        startState = options.Fixed.TryGetValue("w0", out var w0) ? w0 : null;
        // How far the start lies on the way from ln ron to ln roff.
        FitParameter[] starts = [.. series.Select(s => new FitParameter($"start of {s.Name}", "Ω", false, startMargin, 1 - startMargin, 0, 1, StartResolution))];
        parameters = [.. family.Parameters.Select(p => options.Bounds.TryGetValue(p.Key, out var b) ? Bounded(p, b) : p), .. starts];
        template = new double[parameters.Length];
        var values = family.Values([.. family.Parameters.Select(p => 0.5 * (p.From + p.To))]);
        for (var k = 0; k < values.Length; k++)
            values[k] = options.Fixed.TryGetValue(family.Parameters[k].Key, out var given) ? given : values[k];
        family.Coordinates(values).CopyTo(template, 0);
        free = [.. Enumerable.Range(0, parameters.Length).Where(k => !options.Fixed.ContainsKey(parameters[k].Key) && !(k >= values.Length && startState is not null))];
        scales = [.. series.Select(s => s.Currents.Max(Math.Abs))];
        used = [.. series.SelectMany((s, n) => Enumerable.Range(0, s.Count).Where(k => !options.IsLogarithmic || s.Resistance(k) is not null).Select(k => (n, k)))];
        if (used.Length <= free.Length)
            throw InvalidParameterException.Because("data", $"{used.Length} points of the data count, for {free.Length} parameters; measure more, or fix some.");
    }

    /// <exception cref="InvalidParameterException">There is too little to fit, or an option is not valid.</exception>
    public static FitResult Run(IReadOnlyList<MeasuredSeries> series, MemristorFamily family, FitOptions options, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.RequireAtLeast(options.Starts, 1, "starts");
        var known = string.Join(", ", family.Parameters.Select(p => p.Key));
        foreach (var key in options.Bounds.Keys.Where(k => family.Parameters.All(p => p.Key != k)))
            throw InvalidParameterException.Because("bound", $"'{key}' is no parameter that is fitted; there are: {known}.");
        var coarse = series.Select(s => s.Thinned(MostSearched)).ToList();
        var followed = new MemristorFit(coarse, family, options).Follow(cancellationToken);
        return new MemristorFit(series, family, options).Finish(followed, cancellationToken);
    }

    private static FitParameter Bounded(FitParameter p, (double Low, double High) bounds)
    {
        var (low, high) = (Math.Min(Math.Abs(bounds.Low), Math.Abs(bounds.High)), Math.Max(Math.Abs(bounds.Low), Math.Abs(bounds.High)));
        return low < high && (low > 0 || !p.IsLogarithmic) && double.IsFinite(high) && bounds.Low * bounds.High >= 0
            ? p.Within(low, high)
            : throw InvalidParameterException.Because("bound", $"the bounds of {p.Key}, {SiText.Exact(bounds.Low)} and {SiText.Exact(bounds.High)}, must differ, be of one sign{(p.IsLogarithmic ? " and not be zero" : "")}.");
    }

    /// <summary>From the best of the random starts, best first.</summary>
    private List<LeastSquaresOutcome> Follow(CancellationToken cancellationToken)
    {
        var (least, greatest) = Ends();
        var ranked = Candidates().Select(c => (Point: c, Cost: Cost(c))).OrderBy(c => c.Cost).Take(options.Starts).ToList();
        var followed = ranked.Select(c => BoundedLeastSquares.Minimize(Residuals, c.Point, least, greatest, FirstSteps, cancellationToken)).OfType<LeastSquaresOutcome>().OrderBy(o => o.Cost).ToList();
        return followed.Count > 0 ? followed : throw InvalidParameterException.Because("data", "no start lies where the model exists; check fixed values and bounds.");

        double Cost(double[] candidate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Residuals(candidate) is { } r ? r.Sum(x => x * x) : double.PositiveInfinity;
        }
    }

    private (double[] Least, double[] Greatest) Ends() => ([.. free.Select(k => parameters[k].Least)], [.. free.Select(k => parameters[k].Greatest)]);

    /// <param name="followed">Perhaps on a part of the points, best first.</param>
    private FitResult Finish(List<LeastSquaresOutcome> followed, CancellationToken cancellationToken)
    {
        var (least, greatest) = Ends();
        var best = followed.Take(Finalists).Select(o => BoundedLeastSquares.Minimize(Residuals, o.Point, least, greatest, LastSteps, cancellationToken)!).MinBy(o => o.Cost)!;
        var open = new HashSet<string>();
        foreach (var (key, factor) in new[] { ("ron", 1 / Further), ("roff", Further) })
            best = Beyond(best, key, factor, least, greatest, open, cancellationToken);
        return Described(best, least, greatest, open, followed.Count, followed.Count(o => Math.Sqrt(o.Cost) <= 1.01 * Math.Sqrt(followed[0].Cost)));
    }

    /// <summary>
    /// A device that only comes near a limit looks much like one that has it there, which the linear model around either cannot see: so
    /// the limit is moved away and the others follow. What then fits as well leaves it open; what fits better is the answer.
    /// </summary>
    private LeastSquaresOutcome Beyond(
        LeastSquaresOutcome best, string key, double factor, double[] least, double[] greatest, HashSet<string> open, CancellationToken cancellationToken)
    {
        // χ² of one parameter at three standard deviations.
        const double Much = 9;
        var place = Array.FindIndex(free, k => parameters[k].Key == key);
        if (place < 0)
            return best;
        var there = Math.Clamp(best.Point[place] + Math.Log(factor), least[place], greatest[place]);
        var (low, high) = ((double[])least.Clone(), (double[])greatest.Clone());
        (low[place], high[place]) = (there, there);
        if (BoundedLeastSquares.Minimize(Residuals, best.Point, low, high, LastSteps, cancellationToken) is not { } moved)
            return best;
        if (moved.Cost < best.Cost * (1 + Much / used.Length))
            open.Add(key);
        if (moved.Cost >= best.Cost)
            return best;
        var better = BoundedLeastSquares.Minimize(Residuals, moved.Point, least, greatest, LastSteps, cancellationToken)!;
        if (better.Cost < best.Cost * (1 - Much / used.Length))
            open.Remove(key);
        return better;
    }

    /// <summary>The start that was given, and random ones, [free].</summary>
    private IEnumerable<double[]> Candidates()
    {
        if (options.Begin is { } begin)
        {
            var coordinates = (double[])template.Clone();
            family.Coordinates([.. family.Parameters.Select(p => options.Fixed.TryGetValue(p.Key, out var f) ? f : begin[p.Key])]).CopyTo(coordinates, 0);
            yield return Started(coordinates);
        }

        var stream = new RandomStream(options.Seed).Child("fit");
        for (var n = 0; n < Draws * options.Starts; n++)
        {
            var coordinates = (double[])template.Clone();
            foreach (var k in free)
                coordinates[k] = stream.NextUniform(parameters[k].From, parameters[k].To);
            yield return Started(coordinates);
        }

        // A measurement starts where its first point that tells a resistance lies.
        double[] Started(double[] coordinates)
        {
            var values = family.Values(coordinates);
            for (var n = 0; n < series.Count; n++)
            {
                var first = Enumerable.Range(0, series[n].Count).Select(series[n].Resistance).FirstOrDefault(r => r is not null);
                if (first is { } r)
                    coordinates[values.Length + n] = Math.Clamp(Math.Log(r / values[0]) / Math.Log(values[1] / values[0]), startMargin, 1 - startMargin);
            }

            return [.. free.Select(k => coordinates[k])];
        }
    }

    private double[] Full(double[] point)
    {
        var coordinates = (double[])template.Clone();
        for (var a = 0; a < free.Length; a++)
            coordinates[free[a]] = point[a];
        return coordinates;
    }

    /// <summary>Of the points that count; null where there is no model.</summary>
    private double[]? Residuals(double[] point)
    {
        if (Run(Full(point)) is not { } run)
            return null;
        var residuals = new double[used.Length];
        for (var n = 0; n < used.Length; n++)
        {
            var (s, k) = used[n];
            residuals[n] = Residual(s, k, run.Currents[s][k]);
            if (!double.IsFinite(residuals[n]))
                return null;
        }

        return residuals;
    }

    private double Residual(int s, int k, double current) => options.IsLogarithmic
        ? Math.Log(current / series[s].Currents[k])
        : (current - series[s].Currents[k]) / scales[s];

    /// <summary>Currents and states behind every piece.</summary>
    private (IMemristorModel Model, double[] Starts, double[][] Currents, double[][] States)? Run(double[] coordinates)
    {
        var values = family.Values(coordinates);
        if (Array.Exists(values, v => !double.IsFinite(v) || v == 0) || family.Model(values) is not { } model)
            return null;
        var (starts, currents, states) = (new double[series.Count], new double[series.Count][], new double[series.Count][]);
        for (var n = 0; n < series.Count; n++)
        {
            var s = series[n];
            (currents[n], states[n]) = (new double[s.Count], new double[s.Count]);
            var w = starts[n] = startState ?? model.StateForResistance(StartResistance(values, coordinates[values.Length + n]));
            for (var k = 0; k < s.Count; k++)
            {
                if (s.Durations[k] > 0)
                    w = model.Advance(w, s.From[k], s.To[k], s.Durations[k]).State;
                states[n][k] = w;
                currents[n][k] = model.Current(s.ReadVoltages[k], w);
            }
        }

        return (model, starts, currents, states);
    }

    private static double StartResistance(double[] values, double part) => Math.Clamp(values[0] * Math.Pow(values[1] / values[0], part), values[0], values[1]);

    private FitResult Described(LeastSquaresOutcome best, double[] least, double[] greatest, HashSet<string> open, int followed, int agreeing)
    {
        var coordinates = Full(best.Point);
        var values = family.Values(coordinates);
        var run = Run(coordinates)!.Value;
        var variance = best.Cost / (used.Length - free.Length);
        var columns = BoundedLeastSquares.Jacobian(Residuals, best.Point, best.Residuals, least, greatest, isCentral: true);
        var covariance = FitCovariance.Of(columns, variance, [.. greatest.Zip(least, (high, low) => high - low)]);
        // From coordinates to logarithms or values of the card's own parameters, of which k alone is another.
        covariance = FitCovariance.Transformed(covariance, Slopes(coordinates));
        var reasons = new FitReasons(series, family, run.States, run.Model);
        var fitted = parameters.Select((p, k) =>
        {
            var isStart = k >= values.Length;
            var value = isStart ? startState is { } w ? Math.Abs(1 / run.Model.Conductance(0, w)) : StartResistance(values, coordinates[k]) : values[k];
            var place = Array.IndexOf(free, k);
            var deviation = place < 0 ? 0 : Math.Sqrt(covariance[place, place]);
            var reason = place < 0 ? null
                : IsAtBound(p, coordinates[k]) ? (isStart ? FitReasons.AtLimit(coordinates[k] > 0.5) : reasons.AtBound(p, value, coordinates[k] - p.Least < p.Greatest - coordinates[k]))
                : deviation > p.Resolution || open.Contains(p.Key) ? reasons.Undetermined(p, isStart, Partners(covariance, place)) : null;
            // Of a start the logarithm of the resistance is the coordinate times ln(roff/ron).
            var unit = isStart ? value * Math.Log(values[1] / values[0]) : p.IsLogarithmic ? Math.Abs(value) : 1;
            return new FittedParameter(p.Key, p.Unit, value, reason is null && place >= 0 ? deviation * unit : null, isStart || p.IsLogarithmic, place < 0, reason);
        }).ToList();
        var residuals = series.Select(s => Enumerable.Repeat(double.NaN, s.Count).ToArray()).ToList();
        for (var n = 0; n < used.Length; n++)
            residuals[used[n].Series][used[n].Point] = best.Residuals[n];
        return new FitResult(
            values, run.Model, fitted, run.Starts, [.. free.Select(k => parameters[k].Key)], FitCovariance.Correlations(covariance), run.Currents, residuals,
            Math.Sqrt(variance), used.Length, series.Sum(s => s.Count) - used.Length, followed, agreeing, best.Converged);
    }

    private static bool IsAtBound(FitParameter p, double coordinate) =>
        Math.Min(coordinate - p.Least, p.Greatest - coordinate) <= 1e-6 * (p.Greatest - p.Least);

    /// <summary>∂(ln or value of a free parameter)/∂coordinate, [free × free].</summary>
    private double[,] Slopes(double[] coordinates)
    {
        const double Step = 1e-6;
        var slopes = new double[free.Length, free.Length];
        for (var b = 0; b < free.Length; b++)
        {
            var (up, down) = ((double[])coordinates.Clone(), (double[])coordinates.Clone());
            up[free[b]] += Step;
            down[free[b]] -= Step;
            var (above, below) = (family.Values(up), family.Values(down));
            for (var a = 0; a < free.Length; a++)
            {
                var k = free[a];
                slopes[a, b] = k >= above.Length ? (a == b ? 1 : 0) : (parameters[k].Coordinate(above[k]) - parameters[k].Coordinate(below[k])) / (2 * Step);
            }
        }

        return slopes;
    }

    /// <summary>Parameters that nearly the same data follow from together with one.</summary>
    private string[] Partners(double[,] covariance, int place)
    {
        const double Close = 0.9;
        var correlations = FitCovariance.Correlations(covariance)[place];
        return [.. Enumerable.Range(0, free.Length).Where(b => b != place && Math.Abs(correlations[b]) > Close).Select(b => parameters[free[b]].Key)];
    }
}

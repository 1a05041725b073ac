using CircuitSim.Numerics;

namespace CircuitSim.Devices.Fitting;

/// <summary>Why data do not determine a parameter, in words, from what the voltages of the data do to the fitted device.</summary>
internal sealed class FitReasons
{
    private readonly MemristorFamily family;
    private readonly Motion up, down;
    private readonly double lowest = double.PositiveInfinity, highest;

    /// <param name="states">Behind every piece, [series][points] [m].</param>
    public FitReasons(IReadOnlyList<MeasuredSeries> series, MemristorFamily family, double[][] states, IMemristorModel model)
    {
        this.family = family;
        (up, down) = (new Motion(), new Motion());
        for (var n = 0; n < series.Count; n++)
        {
            for (var k = 0; k < series[n].Count; k++)
            {
                var (from, to) = (series[n].From[k], series[n].To[k]);
                up.Reach = Math.Max(up.Reach, Math.Max(from, to));
                down.Reach = Math.Max(down.Reach, -Math.Min(from, to));
                if (series[n].Resistance(k) is { } r)
                    (lowest, highest) = (Math.Min(lowest, r), Math.Max(highest, r));
                if (k == 0 || states[n][k] == states[n][k - 1])
                    continue;
                var move = (states[n][k] - states[n][k - 1]) / model.StateRange;
                var motion = move > 0 ? up : down;
                motion.Total += Math.Abs(move);
                motion.Largest = Math.Max(motion.Largest, Math.Abs(move));
                motion.Voltages.Add(from == to ? to : double.NaN);
            }
        }
    }

    public static string AtLimit(bool isHigh) => $"the measurement starts in the {(isHigh ? "HRS" : "LRS")}, which is a bound";

    public string AtBound(FitParameter p, double value, bool isLeast) => Direction(p) is { } reason
        ? reason
        : p.Key[0] == 'v' && isLeast ? "the state moves at every voltage of the data: they show no threshold"
        : $"it lies at its {(isLeast ? "lower" : "upper")} bound, {SiText.Format(value, p.Unit)}{(p.Key[0] == 'a' && isLeast ? "" : "; if the bound is no physical one, widen it")}";

    public string Undetermined(FitParameter p, bool isStart, IReadOnlyList<string> partners)
    {
        if (isStart)
            return "the state is driven to a limit, or stays next to one, before the current shows where it began";
        if (Direction(p) is { } reason)
            return reason;
        var together = partners.Count > 0 ? $"nearly the same currents follow from other values of it together with {string.Join(", ", partners)}" : null;
        return p.Key is "ron" or "roff"
            ? $"v/i goes from {SiText.Format(lowest, "Ω")} to {SiText.Format(highest, "Ω")} and does not come to rest at this limit{(together is null ? "" : $"; {together}")}"
            : together ?? "the currents hardly depend on it";
    }

    /// <summary>What stops the parameters of one direction; null where nothing plain does.</summary>
    private string? Direction(FitParameter p)
    {
        const double Hardly = 0.02, Abrupt = 0.9;
        if (family.Direction(p.Key) is not (var direction and not 0))
            return null;
        var (motion, word, sign, way) = direction > 0 ? (up, "reset", "positive", "rises") : (down, "set", "negative", "falls");
        if (motion.Reach == 0)
            return $"no voltage of the data is {sign}";
        if (motion.Total < Hardly)
            return $"no voltage of the data goes beyond the {word} threshold for long enough: the resistance never {way}";
        if (motion.Voltages is { Count: 1 } && motion.Voltages.Single() is var only and not double.NaN)
            return $"all pulses that {word} have one voltage, {SiText.Format(only, "V")}, so that k, exponent and threshold act as one speed; measure pulses of other voltages";
        return motion.Largest > Abrupt * Math.Min(1, motion.Total) ? $"the {word} happens between two samples; measure it more finely" : null;
    }

    /// <summary>What the voltages do in one direction of the state.</summary>
    private sealed class Motion
    {
        public double Reach, Total, Largest;

        public HashSet<double> Voltages { get; } = [];
    }
}

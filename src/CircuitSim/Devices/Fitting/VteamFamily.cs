namespace CircuitSim.Devices.Fitting;

/// <summary>
/// VTEAM as a fit sees it. Rates are k (v/v_th − 1)^α: far from the threshold k and α are nearly one parameter, so the fit moves the
/// rate at the largest voltage of the data in place of k, which the data know best. The state's range stays as it is, since only
/// k/(w_off − w_on) shows in any measurement; so do the window and the form of the current.
/// </summary>
public sealed class VteamFamily : MemristorFamily
{
    private const int ROn = 0, ROff = 1, On = 2, Off = 5;

    private readonly VteamParameters fixedPart;
    private readonly double[] reference;

    /// <param name="fixedPart">Its range, window and form are kept.</param>
    /// <param name="asRate">Keys, kon and koff, whose k is itself fixed or bounded, so that it must be moved as it is.</param>
    public VteamFamily(VteamParameters fixedPart, MeasuredRange range, IReadOnlyCollection<string> asRate)
    {
        this.fixedPart = fixedPart;
        var (low, high) = (Math.Log(range.LowResistance), Math.Log(range.HighResistance));
        var length = Math.Log(fixedPart.WOff - fixedPart.WOn);
        reference = [asRate.Contains("kon") ? 0 : -range.LowestVoltage, asRate.Contains("koff") ? 0 : range.HighestVoltage];
        Parameters =
        [
            new("ron", "Ω", true, low - 5, high, low - 0.3, low + 0.2, 0.5),
            new("roff", "Ω", true, low, high + 5, high - 0.2, high + 0.7, 0.5),
            .. Direction(-range.LowestVoltage, range.NegativeTime, "on"),
            .. Direction(range.HighestVoltage, range.PositiveTime, "off"),
        ];

        IEnumerable<FitParameter> Direction(double reach, double time, string name)
        {
            var volts = reach > 0 ? reach : 1;
            var slowest = length - Math.Log(time > 0 ? time : 1);
            yield return new("k" + name, "m/s", true, slowest - 12, length - Math.Log(range.ShortestTime) + 12, slowest - 1, slowest + 9, 0.4);
            yield return new("a" + name, "", false, 1, 20, 1, 6, 0.4);
            yield return new("v" + name, "V", false, 1e-3 * volts, 0.999 * volts, 0.05 * volts, 0.95 * volts, 0.06 * volts);
        }
    }

    public override IReadOnlyList<FitParameter> Parameters { get; }

    public override bool PositiveSets => false;

    public override bool HoldsAtLimits => fixedPart.Window.SticksAtLimits;

    public override double[] Values(ReadOnlySpan<double> coordinates)
    {
        var values = new double[Parameters.Count];
        for (var k = 0; k < values.Length; k++)
            values[k] = Parameters[k].Value(coordinates[k], 1);
        (values[On], values[Off]) = (-Math.Exp(coordinates[On] - Power(0, coordinates[On + 1], coordinates[On + 2])), Math.Exp(coordinates[Off] - Power(1, coordinates[Off + 1], coordinates[Off + 2])));
        values[On + 2] = -values[On + 2];
        return values;
    }

    public override double[] Coordinates(ReadOnlySpan<double> values)
    {
        var coordinates = new double[Parameters.Count];
        for (var k = 0; k < coordinates.Length; k++)
            coordinates[k] = Parameters[k].Coordinate(values[k]);
        coordinates[On] += Power(0, coordinates[On + 1], coordinates[On + 2]);
        coordinates[Off] += Power(1, coordinates[Off + 1], coordinates[Off + 2]);
        return coordinates;
    }

    public override IMemristorModel? Model(ReadOnlySpan<double> values) => values[ROff] > 1.0001 * values[ROn] ? new Vteam(Filled(values)) : null;

    /// <summary>The whole set of parameters.</summary>
    public VteamParameters Filled(ReadOnlySpan<double> values) => fixedPart with
    {
        ROn = values[ROn],
        ROff = values[ROff],
        KOn = values[On],
        AlphaOn = values[On + 1],
        VOn = values[On + 2],
        KOff = values[Off],
        AlphaOff = values[Off + 1],
        VOff = values[Off + 2],
    };

    public override int Direction(string key) => key is "kon" or "aon" or "von" ? -1 : key is "koff" or "aoff" or "voff" ? 1 : 0;

    /// <summary>ln (v/v_th − 1)^α at the largest voltage of a direction; 0 where k is moved as it is, or no voltage reaches.</summary>
    private double Power(int direction, double alpha, double threshold) =>
        reference[direction] > threshold ? alpha * Math.Log(reference[direction] / threshold - 1) : 0;
}

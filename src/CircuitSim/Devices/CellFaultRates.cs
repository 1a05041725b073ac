using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>How often cells are faulty, and what a faulty cell is to its neighbours. A cell has one fault or none.</summary>
public sealed record CellFaultRates
{
    /// <summary>Of an open cell where a device must stand for it [Ω].</summary>
    private const double OpenResistance = 1e12;

    public static CellFaultRates None { get; } = new();

    /// <summary>Probability of <see cref="CellFault.StuckAtLrs"/>.</summary>
    public double StuckAtLrs { get; init; }

    /// <summary>Probability of <see cref="CellFault.StuckAtHrs"/>.</summary>
    public double StuckAtHrs { get; init; }

    /// <summary>Probability of <see cref="CellFault.Open"/>.</summary>
    public double Open { get; init; }

    /// <summary>Probability of <see cref="CellFault.Shorted"/>.</summary>
    public double Shorted { get; init; }

    /// <summary>Resistance of a short [Ω].</summary>
    public double ShortResistance { get; init; } = 1;

    /// <exception cref="InvalidParameterException">A probability is outside [0, 1], or they exceed 1 together.</exception>
    public CellFaultRates Validated()
    {
        InvalidParameterException.RequireNonNegative(StuckAtLrs, "", "stuck-at-LRS probability");
        InvalidParameterException.RequireNonNegative(StuckAtHrs, "", "stuck-at-HRS probability");
        InvalidParameterException.RequireNonNegative(Open, "", "open probability");
        InvalidParameterException.RequireNonNegative(Shorted, "", "short probability");
        InvalidParameterException.RequirePositive(ShortResistance, "Ω", "short resistance");
        var sum = StuckAtLrs + StuckAtHrs + Open + Shorted;
        if (sum > 1)
            throw InvalidParameterException.OutOfRange("sum of the fault probabilities", sum, "", "at most 1");
        return this;
    }

    /// <summary>The fault of one cell: a uniform draw against the probabilities in the order of the properties.</summary>
    /// <param name="stream">Of this cell.</param>
    public CellFault Draw(RandomStream stream)
    {
        Validated();
        var u = stream.NextUniform();
        if ((u -= StuckAtLrs) < 0)
            return CellFault.StuckAtLrs;
        if ((u -= StuckAtHrs) < 0)
            return CellFault.StuckAtHrs;
        if ((u -= Open) < 0)
            return CellFault.Open;
        return u - Shorted < 0 ? CellFault.Shorted : CellFault.None;
    }

    /// <summary>A device whose state stands still where its fault puts it: at either end of its range, or of one far beyond.</summary>
    public IThresholdModel Device(CellFault fault, IThresholdModel healthy) => fault switch
    {
        CellFault.None => healthy,
        CellFault.Open => healthy.Unwindowed(0.5 * OpenResistance, OpenResistance),
        CellFault.Shorted => healthy.Unwindowed(ShortResistance, 2 * ShortResistance),
        _ => healthy.Unwindowed(healthy.LowResistance, healthy.HighResistance),
    };

    /// <summary>Conductance of a cell with a fault [S].</summary>
    /// <param name="healthy">What it is without a fault [S].</param>
    public double Conductance(CellFault fault, VteamParameters parameters, double healthy) => fault switch
    {
        CellFault.StuckAtLrs => 1 / parameters.ROn,
        CellFault.StuckAtHrs => 1 / parameters.ROff,
        CellFault.Open => 0,
        CellFault.Shorted => 1 / ShortResistance,
        _ => healthy,
    };
}

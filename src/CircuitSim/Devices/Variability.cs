using CircuitSim.Numerics;
using NormalDistribution = MathNet.Numerics.Distributions.Normal;

namespace CircuitSim.Devices;

/// <summary>
/// How the conductances of nominally equal cells scatter from device to device. Each cell draws one number from its
/// own child stream: cells can be varied in any order, and the same stream at another σ deviates each cell in the same
/// direction, which makes curves over σ smooth.
/// </summary>
/// <remarks>
/// Which law stands for Camponogara's "cell variation" cannot be told from accuracy. On Digits (4 bits, the scale
/// factor best on the test set, exact decode, 20 samples for each of ten training seeds) σ = 5/10/20/30 % leave
/// <code>
/// normal on G, negative draws open (the studies' default)   89.7  87.3  79.3  67.9 %
/// normal on G, negative draws kept                          89.7  87.3  79.8  67.9
/// log-normal                                                89.7  87.4  79.5  68.9
/// normal on G, cut at 2 σ                                   89.9  88.0  81.6  72.1
/// normal on G of the LRS cells alone                        89.8  87.3  79.7  68.1
/// normal on R                                               89.6  87.2  77.1  50.0
/// </code>
/// so only a normal law on R stands apart. What governs the loss is the scale factor, which multiplies the noise of
/// every bit: at σ = 30 % the default law leaves 80 % at sf = 0.25, 75 % at 0.3425 and 67 % at 0.45.
/// </remarks>
public sealed record Variability
{
    private Variability(VariabilityLaw law, double sigma, double limit)
    {
        Law = law;
        Sigma = InvalidParameterException.RequireNonNegative(sigma, "");
        Limit = limit;
    }

    public VariabilityLaw Law { get; }

    /// <summary>Standard deviation relative to the target; of a truncated normal, before the truncation.</summary>
    public double Sigma { get; }

    /// <summary>Largest deviation of a truncated normal relative to the target; infinite otherwise.</summary>
    public double Limit { get; }

    /// <summary>No scatter: every factor is exactly 1.</summary>
    public static Variability None { get; } = Normal(0);

    public static Variability Normal(double sigma) => new(VariabilityLaw.Normal, sigma, double.PositiveInfinity);

    public static Variability LogNormal(double sigma) => new(VariabilityLaw.LogNormal, sigma, double.PositiveInfinity);

    /// <param name="limit">Above 0 and at most 1, so that no conductance is negative.</param>
    public static Variability TruncatedNormal(double sigma, double limit) => limit is > 0 and <= 1
        ? new(VariabilityLaw.TruncatedNormal, sigma, limit)
        : throw InvalidParameterException.OutOfRange(nameof(limit), limit, "", "above 0 and at most 1");

    /// <summary>Varies each cell; <paramref name="targets"/> and <paramref name="varied"/> may be the same memory.</summary>
    /// <param name="targets">Conductances, [cells] in any shape [S].</param>
    /// <param name="stream">Of this sample; cell i draws from its child ("cell", i).</param>
    /// <param name="varied">Overwritten, same shape; never below zero [S].</param>
    public void Apply(ReadOnlySpan<double> targets, RandomStream stream, Span<double> varied)
    {
        if (varied.Length != targets.Length)
            throw InvalidParameterException.WrongShape(nameof(varied), $"[{varied.Length}]", $"[{targets.Length} cells]");
        for (var cell = 0; cell < targets.Length; cell++)
            varied[cell] = targets[cell] * Factor(stream.Child("cell", cell));
    }

    /// <summary>Varies all cells of one target alike: a level that is off, not the cells that hold it.</summary>
    /// <param name="targets">As in <see cref="Apply"/> [S].</param>
    /// <param name="stream">Of this sample; the l-th of the rising targets draws from its child ("level", l).</param>
    /// <param name="varied">As in <see cref="Apply"/> [S].</param>
    public void ApplyByLevel(ReadOnlySpan<double> targets, RandomStream stream, Span<double> varied)
    {
        if (varied.Length != targets.Length)
            throw InvalidParameterException.WrongShape(nameof(varied), $"[{varied.Length}]", $"[{targets.Length} cells]");
        var factors = targets.ToArray().Distinct().Order().Index().ToDictionary(level => level.Item, level => Factor(stream.Child("level", level.Index)));
        for (var cell = 0; cell < targets.Length; cell++)
            varied[cell] = targets[cell] * factors[targets[cell]];
    }

    /// <summary>One draw: by how much a quantity differs from its target; never below zero, exactly 1 without σ.</summary>
    public double Factor(RandomStream stream)
    {
        if (Sigma == 0)
            return 1;
        switch (Law)
        {
            case VariabilityLaw.LogNormal:
                var variance = Math.Log(1 + Sigma * Sigma);
                return Math.Exp(Math.Sqrt(variance) * stream.NextNormal() - variance / 2);
            case VariabilityLaw.TruncatedNormal:
                // The inverse distribution between the cuts: one draw, however narrow they are.
                var below = NormalDistribution.CDF(0, Sigma, -Limit);
                var deviation = NormalDistribution.InvCDF(0, Sigma, stream.NextUniform(below, 1 - below));
                return 1 + Math.Clamp(deviation, -Limit, Limit);
            default:
                return Math.Max(0, 1 + Sigma * stream.NextNormal());
        }
    }

    /// <summary>Factor of a quantity that cannot be zero: a draw that is not above zero is drawn again from the stream.</summary>
    public double PositiveFactor(RandomStream stream)
    {
        // At any σ no more than half of the draws are lost.
        while (true)
        {
            var factor = Factor(stream);
            if (factor > 0)
                return factor;
        }
    }
}

using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>
/// How the parameters of a device scatter from one to another: each by a law of its own, independent of the
/// others, relative to its nominal value. The state's range stays: a longer one is a slower k. A drawn device is always
/// valid, by three rules:
/// <code>
/// a factor that is not above zero    is drawn again, so no parameter changes its sign
/// R_off ≤ R_on                       both are drawn again
/// α below 1                          is 1, the least that VTEAM allows
/// </code>
/// </summary>
public sealed record DeviceScatter
{
    /// <summary>Two distributions of resistance that overlap so much that this many draws of a pair fail are no memory.</summary>
    private const int MostAttempts = 200;

    public static DeviceScatter None { get; } = new();

    public Variability ROn { get; init; } = Variability.None;

    public Variability ROff { get; init; } = Variability.None;

    public Variability KOn { get; init; } = Variability.None;

    public Variability KOff { get; init; } = Variability.None;

    public Variability AlphaOn { get; init; } = Variability.None;

    public Variability AlphaOff { get; init; } = Variability.None;

    public Variability VOn { get; init; } = Variability.None;

    public Variability VOff { get; init; } = Variability.None;

    /// <summary>One device; without any σ the nominal one, bit by bit.</summary>
    /// <param name="stream">Of this device; each parameter draws from a child of its own, so a further σ shifts no other parameter.</param>
    /// <exception cref="InvalidParameterException">The nominal parameters are not valid, or R_on and R_off cannot be told apart.</exception>
    public VteamParameters Draw(VteamParameters nominal, RandomStream stream)
    {
        nominal.Validated();
        var (rOn, rOff) = DrawResistances(nominal, stream.Child("ron"), stream.Child("roff"));
        return nominal with
        {
            ROn = rOn,
            ROff = rOff,
            KOn = nominal.KOn * KOn.PositiveFactor(stream.Child("kon")),
            KOff = nominal.KOff * KOff.PositiveFactor(stream.Child("koff")),
            AlphaOn = Math.Max(1, nominal.AlphaOn * AlphaOn.PositiveFactor(stream.Child("aon"))),
            AlphaOff = Math.Max(1, nominal.AlphaOff * AlphaOff.PositiveFactor(stream.Child("aoff"))),
            VOn = nominal.VOn * VOn.PositiveFactor(stream.Child("von")),
            VOff = nominal.VOff * VOff.PositiveFactor(stream.Child("voff")),
        };
    }

    private (double ROn, double ROff) DrawResistances(VteamParameters nominal, RandomStream on, RandomStream off)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (rOn, rOff) = (nominal.ROn * ROn.PositiveFactor(on), nominal.ROff * ROff.PositiveFactor(off));
            if (rOn < rOff)
                return (rOn, rOff);
        }

        throw InvalidParameterException.Because("roff",
            $"{MostAttempts} draws gave no roff above ron: the scatter of the two resistances is too wide for a ratio of {SiText.Format(nominal.ROff / nominal.ROn, "")}; lower their sigma.");
    }
}

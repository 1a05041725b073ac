namespace CircuitSim.Devices;

/// <summary>
/// Window functions f(x) of a normalized state x = (w − w_on)/(w_off − w_on) in [0, 1]; one function for each
/// direction, f_off while the state moves towards x = 1 and f_on towards x = 0.
/// <code>
/// None         1: the limits are hard, whoever integrates projects onto [0, 1]
/// Joglekar     1 − (2x − 1)^2p                         Joglekar and Wolf, Eur. J. Phys. 30, 2009
/// Biolek       off 1 − x^2p, on 1 − (1 − x)^2p         Biolek, Biolek and Biolkova, Radioengineering 18, 2009
/// Prodromakis  j (1 − ((x − ½)² + ¾)^p)                Prodromakis et al., IEEE TED 58, 2011
/// Exponential  off exp(−exp((x − a_off)/c)), on exp(−exp(−(x − a_on)/c))    TEAM, IEEE TCAS-I 60, 2013
/// </code>
/// Joglekar's and Prodromakis' windows vanish at both limits in both directions: a state that starts there never moves.
/// </summary>
public readonly record struct StateWindow
{
    private StateWindow(StateWindowKind kind) => Kind = kind;

    public static StateWindow None => default;

    public StateWindowKind Kind { get; }

    /// <summary>Exponent of Joglekar, Biolek and Prodromakis.</summary>
    public double P { get; private init; }

    /// <summary>Height of Prodromakis.</summary>
    public double J { get; private init; }

    /// <summary>Where the exponential window closes on the way to x = 1, as a fraction of the state's range.</summary>
    public double AOff { get; private init; }

    /// <summary>Where the exponential window closes on the way to x = 0, as a fraction of the state's range.</summary>
    public double AOn { get; private init; }

    /// <summary>Width of the exponential window's edges, as a fraction of the state's range.</summary>
    public double C { get; private init; }

    /// <summary>Whether a state at a limit could never leave it.</summary>
    public bool SticksAtLimits => Kind is StateWindowKind.Joglekar or StateWindowKind.Prodromakis;

    /// <exception cref="InvalidParameterException">p is below 1, where the slope at the limits would be infinite.</exception>
    public static StateWindow Joglekar(double p) => new(StateWindowKind.Joglekar) { P = RequireAtLeastOne(p) };

    /// <exception cref="InvalidParameterException">p is below 1, where the slope at the limits would be infinite.</exception>
    public static StateWindow Biolek(double p) => new(StateWindowKind.Biolek) { P = RequireAtLeastOne(p) };

    /// <exception cref="InvalidParameterException">p or j is not above zero.</exception>
    public static StateWindow Prodromakis(double p, double j) => new(StateWindowKind.Prodromakis)
    {
        P = InvalidParameterException.RequirePositive(p, ""),
        J = InvalidParameterException.RequirePositive(j, ""),
    };

    /// <exception cref="InvalidParameterException">A position is not finite, or the width is not above zero.</exception>
    public static StateWindow Exponential(double aOff, double aOn, double c) => new(StateWindowKind.Exponential)
    {
        AOff = InvalidParameterException.RequireFinite(aOff, "", "waoff"),
        AOn = InvalidParameterException.RequireFinite(aOn, "", "waon"),
        C = InvalidParameterException.RequirePositive(c, "", "wc"),
    };

    /// <summary>f_off(x), while the state moves towards x = 1.</summary>
    public double Off(double x) => Kind switch
    {
        StateWindowKind.Joglekar => 1 - Math.Pow(Math.Abs(2 * x - 1), 2 * P),
        StateWindowKind.Biolek => 1 - Math.Pow(x, 2 * P),
        StateWindowKind.Prodromakis => J * (1 - Math.Pow(ProdromakisBase(x), P)),
        StateWindowKind.Exponential => Math.Exp(-Math.Exp((x - AOff) / C)),
        _ => 1,
    };

    /// <summary>df_off/dx.</summary>
    public double OffSlope(double x) => Kind switch
    {
        StateWindowKind.Joglekar => -4 * P * Math.Sign(2 * x - 1) * Math.Pow(Math.Abs(2 * x - 1), 2 * P - 1),
        StateWindowKind.Biolek => -2 * P * Math.Pow(x, 2 * P - 1),
        StateWindowKind.Prodromakis => -2 * J * P * (x - 0.5) * Math.Pow(ProdromakisBase(x), P - 1),
        StateWindowKind.Exponential => -ExponentialSlope((x - AOff) / C),
        _ => 0,
    };

    /// <summary>f_on(x), while the state moves towards x = 0.</summary>
    public double On(double x) => Kind switch
    {
        StateWindowKind.Biolek => 1 - Math.Pow(1 - x, 2 * P),
        StateWindowKind.Exponential => Math.Exp(-Math.Exp((AOn - x) / C)),
        _ => Off(x),
    };

    /// <summary>df_on/dx.</summary>
    public double OnSlope(double x) => Kind switch
    {
        StateWindowKind.Biolek => 2 * P * Math.Pow(1 - x, 2 * P - 1),
        StateWindowKind.Exponential => ExponentialSlope((AOn - x) / C),
        _ => OffSlope(x),
    };

    /// <summary>A bound of |df/dx| on [0, 1], in both directions.</summary>
    public double LargestSlope => Kind switch
    {
        StateWindowKind.Joglekar => 4 * P,
        StateWindowKind.Biolek => 2 * P,
        // (…)^(p−1) is largest at the middle where p is below 1, at the limits where it is above.
        StateWindowKind.Prodromakis => J * P * Math.Max(1, Math.Pow(0.75, P - 1)),
        StateWindowKind.Exponential => Math.Exp(-1) / C,
        _ => 0,
    };

    /// <summary>
    /// Where a state arrives that starts at x and moves as dx/dτ = f(x) for a given τ, the integral of its normalized drive:
    /// f_off for a positive one, f_on for a negative one; stopped at the limits. Without a window x + τ; otherwise Runge
    /// and Kutta's fourth order in steps in which f changes by at most a fifth, so that its error is a few 1e-5 of the move at most.
    /// </summary>
    /// <param name="x">In [0, 1].</param>
    /// <param name="dose">τ.</param>
    public double Advance(double x, double dose)
    {
        if (dose == 0 || Kind == StateWindowKind.None)
            return Math.Clamp(x + dose, 0, 1);
        const double Part = 0.2;
        // A state that closes in on a limit stops changing long before.
        const int MostSteps = 2000;
        var (remaining, direction) = (Math.Abs(dose), Math.Sign(dose));
        var largestMove = Part / LargestSlope;
        for (var step = 0; step < MostSteps && remaining > 0; step++)
        {
            var k1 = direction * Toward(x, direction);
            var h = Math.Min(remaining, Math.Min(Part / Math.Abs(direction > 0 ? OffSlope(x) : OnSlope(x)), largestMove / Math.Abs(k1)));
            remaining -= h;
            var k2 = direction * Toward(x + 0.5 * h * k1, direction);
            var k3 = direction * Toward(x + 0.5 * h * k2, direction);
            var k4 = direction * Toward(x + h * k3, direction);
            var next = Math.Clamp(x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4), 0, 1);
            if (next == x)
                break;
            x = next;
        }

        return x;
    }

    private double Toward(double x, double direction) => direction > 0 ? Off(Math.Clamp(x, 0, 1)) : On(Math.Clamp(x, 0, 1));

    private static double RequireAtLeastOne(double p) =>
        double.IsFinite(p) && p >= 1 ? p : throw InvalidParameterException.OutOfRange(nameof(p), p, "", "finite and at least 1");

    private static double ProdromakisBase(double x) => (x - 0.5) * (x - 0.5) + 0.75;

    /// <summary>e^u · exp(−e^u) / c, written so that a large u gives 0 and not 0 · ∞.</summary>
    private double ExponentialSlope(double u) => Math.Exp(u - Math.Exp(u)) / C;
}

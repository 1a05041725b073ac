using static CircuitSim.Devices.FunctionOfThree;
using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// The channel of SPICE's MOSFET of level 2: J. E. Meyer's and D. Frohman-Bentchkowsky and A. S. Grove's (IEEE Trans. ED 16, 1969)
/// in the form of A. Vladimirescu and S. Liu, "The simulation of MOS integrated circuits using SPICE2", UCB/ERL M80/7, 1980 (see
/// P. Antognetti and G. Massobrio, "Semiconductor Device Modeling with SPICE", 1988, chapter 4). With ρ(v) = √(φ − v):
/// <code>
/// γ_s  = γ (1 − α_s − α_d),  α = xj/2L (√(1 + 2 x_d ρ/xj) − 1)    at v_bs and at v_bs − v_ds
/// v_on = v_bi + F (φ − v_bs) + γ_s ρ(v_bs)  [+ n V_t],  F = δ π ε_si / (4 c_ox W),  n = 1 + q nfs/c_ox − ∂(γ_s ρ)/∂v_bs + F
/// µ/uo = (ucrit ε_si / (c_ox (v_gs − v_on)))^uexp                 at most 1
/// i_d  = β µ/uo · L/(L − ΔL) · ((v_gs − v_bi − F (φ − v_bs) − η v/2) v − ⅔ γ_s (ρ³(v_bs − v) − ρ³(v_bs))),  η = 1 + F
/// </code>
/// where v is v_ds or, if smaller, v_dsat of pinch-off or, with vmax, of G. Baum's velocity saturation. With nfs the current
/// below v_on is that at v_on times e^((v_gs − v_on)/n V_t). Where SPICE departs from the publications, this follows it: utra
/// does nothing, uo in the velocity limits stays that of the nominal temperature, and short channels are cut off at punch-through.
/// </summary>
public readonly struct Level2Channel : IMosfetChannel
{
    private const double SmallestVoltage = 1e-10;

    private readonly double beta, gamma, phi, rootPhi, builtIn, lambda, thermal, length, narrow, states;
    private readonly double depletion, junctionDepth, criticalVoltage, criticalExponent, mobility, velocity, saturationDepletion, sourceReach, punchThrough;
    private readonly bool hasWeakInversion;

    /// <param name="p">Checked parameters.</param>
    /// <param name="geometry">Checked; length above twice the lateral diffusion.</param>
    /// <param name="celsius">Temperature of the transistor [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured unless they say so themselves [°C].</param>
    public Level2Channel(MosfetParameters p, MosfetGeometry geometry, double celsius, double nominalCelsius)
    {
        var surface = new MosfetSurface(p, celsius, nominalCelsius);
        var oxide = OxidePermittivity / p.OxideThickness!.Value;
        length = geometry.EffectiveLength(p);
        beta = p.Transconductance * surface.MobilityFactor * geometry.Multiplier * geometry.Width / length;
        gamma = p.BodyEffect;
        phi = surface.Potential;
        rootPhi = Math.Sqrt(phi);
        builtIn = surface.BuiltIn;
        thermal = surface.Thermal;
        lambda = p.ChannelLengthModulation;
        narrow = p.NarrowWidth * Math.PI * SiliconPermittivity / (4 * oxide * geometry.Width);
        hasWeakInversion = p.FastSurfaceStates > 0;
        states = ElementaryCharge * p.FastSurfaceStates / oxide;
        depletion = p.SubstrateDoping > 0 ? Math.Sqrt(2 * SiliconPermittivity / (ElementaryCharge * p.SubstrateDoping)) : 0;
        junctionDepth = p.JunctionDepth;
        criticalVoltage = p.CriticalField * SiliconPermittivity / oxide;
        criticalExponent = p.CriticalFieldExponent;
        mobility = p.SurfaceMobility;
        velocity = p.MaximumVelocity;
        saturationDepletion = depletion / Math.Sqrt(p.ChannelCharge);
        sourceReach = depletion * Math.Sqrt(surface.JunctionPotential);
        punchThrough = depletion > 0 ? sourceReach : 0.25e-6;
    }

    public double ZeroBiasThreshold => builtIn + gamma * rootPhi;

    public ChannelPoint At(double vgs, double vds, double vbs)
    {
        var (gate, drain, bulk) = (new FunctionOfThree(vgs, 1, 0, 0), new FunctionOfThree(vds, 0, 1, 0), new FunctionOfThree(vbs, 0, 0, 1));
        var source = Root(bulk);
        var (body, bodySlope) = BodyEffect(bulk, drain, source);
        var surface = phi - bulk;
        var builtInNow = builtIn + narrow * surface;
        var on = builtInNow + body * source;
        FunctionOfThree slope = 1;
        if (hasWeakInversion)
        {
            slope = 1 + states + narrow - (body * RootSlope(bulk, source) + bodySlope * source);
            on += thermal * slope;
        }
        else if (vgs <= builtInNow.Value)
        {
            return new ChannelPoint(0, 0, 0, 0, on.Value, 0);
        }

        var mobilityPart = Mobility(gate - on);
        var effectiveGate = hasWeakInversion ? Max(gate, on) : gate;
        var eta = 1 + narrow;
        var over = 1 / eta * (effectiveGate - builtInNow);
        var bodyPart = 1 / eta * body;
        var saturation = PinchOff(over, bodyPart, surface);
        if (velocity > 0)
            saturation = VelocitySaturation(over, bodyPart, surface, source, mobilityPart) ?? saturation;
        if (hasWeakInversion && vgs <= on.Value && saturation.Value <= 0)
            return new ChannelPoint(0, 0, 0, 0, on.Value, saturation.Value);

        // Below threshold a limit of velocity without nfs has v_dsat below zero, where SPICE has a current for every v_ds but zero.
        var v = saturation.Value < 0 && vds <= SmallestVoltage ? drain : Min(drain, saturation);
        var end = Root(bulk - v);
        var current = (effectiveGate - builtInNow - 0.5 * eta * v) * v - 2.0 / 3 * body * (end * end * end - source * source * source);
        current = beta * (mobilityPart * Stretch(Shortening(drain, saturation, mobilityPart)) * current);
        if (hasWeakInversion && vgs < on.Value)
            current *= Exp((gate - on) / (thermal * slope));
        return new ChannelPoint(current.Value, current.ByGate, current.ByDrain, current.ByBulk, on.Value, saturation.Value);
    }

    /// <summary>ρ, for a forward junction √φ / (1 + v/2φ).</summary>
    private FunctionOfThree Root(in FunctionOfThree v) => v.Value <= 0 ? Sqrt(phi - v) : rootPhi / (1 + 0.5 / phi * v);

    /// <summary>dρ/dv.</summary>
    private FunctionOfThree RootSlope(in FunctionOfThree v, in FunctionOfThree root) =>
        v.Value <= 0 ? -0.5 / root : -0.5 / (phi * rootPhi) * (root * root);

    /// <summary>γ_s and ∂γ_s/∂v_bs: the drain's and the source's depletion layers take their share of the bulk's charge.</summary>
    private (FunctionOfThree Value, FunctionOfThree ByBulk) BodyEffect(in FunctionOfThree bulk, in FunctionOfThree drain, in FunctionOfThree source)
    {
        if (junctionDepth == 0 || depletion == 0)
            return (gamma, 0);
        var atDrain = bulk - drain;
        var end = Root(atDrain);
        var reach = 2 * depletion / junctionDepth;
        var (sourceArc, drainArc) = (Sqrt(1 + reach * source), Sqrt(1 + reach * end));
        var part = 0.5 * junctionDepth / length;
        return (gamma * (1 + 2 * part - part * (sourceArc + drainArc)),
            -0.5 * gamma * part * reach * (RootSlope(bulk, source) / sourceArc + RootSlope(atDrain, end) / drainArc));
    }

    /// <summary>µ/uo.</summary>
    private FunctionOfThree Mobility(in FunctionOfThree drive) => drive.Value > criticalVoltage ? Pow(criticalVoltage / drive, criticalExponent) : 1;

    /// <summary>v_dsat at which the charge at the drain vanishes.</summary>
    private static FunctionOfThree PinchOff(in FunctionOfThree over, in FunctionOfThree body, in FunctionOfThree surface)
    {
        if (body.Value <= 0)
            return Max(over, 0);
        var square = body * body;
        var charge = over + surface;
        return charge.Value <= 0 ? 0 : Max(over + 0.5 * square * (1 - Sqrt(1 + 4 * charge / square)), 0);
    }

    /// <summary>
    /// v_dsat at which carriers are at vmax: x = √(v_dsat + φ − v_bs) is the smallest positive root of a polynomial of fourth degree;
    /// null if there is none below pinch-off, as where the bulk is forward by more than φ.
    /// </summary>
    private FunctionOfThree? VelocitySaturation(
        in FunctionOfThree over, in FunctionOfThree body, in FunctionOfThree surface, in FunctionOfThree source, in FunctionOfThree mobilityPart)
    {
        var charge = over + surface;
        var voltage = velocity * length / (mobility * mobilityPart);
        var cubic = 4.0 / 3 * body;
        var quadratic = -2 * (charge + voltage);
        var linear = -2 * body * voltage;
        var constant = 2 * charge * (surface + voltage) - surface * surface - 4.0 / 3 * body * (source * source * source);
        if (SmallestPositiveRoot(cubic.Value, quadratic.Value, linear.Value, constant.Value) is not { } x)
            return null;
        // The slopes of the root are those of the polynomial at it, over that along x.
        var slope = ((4 * x + 3 * cubic.Value) * x + 2 * quadratic.Value) * x + linear.Value;
        var residual = x * (x * (x * cubic + quadratic) + linear) + constant;
        var root = residual.Chain(x, -1 / slope);
        return root * root - surface;
    }

    /// <summary>
    /// The smallest positive root of x⁴ + a x³ + b x² + c x + d with a ≥ 0, b &lt; 0, c ≤ 0, which falls from d to one minimum and then rises:
    /// in front of the minimum. With d ≤ 0 that one is gone, and the other lies beyond pinch-off, where the current would turn around.
    /// </summary>
    private static double? SmallestPositiveRoot(double a, double b, double c, double d)
    {
        if (d <= 0)
            return null;
        // Newton's iteration for the minimum, from above, where the derivative is convex.
        var lowest = 1 + a + Math.Sqrt(-b) + Math.Cbrt(-c);
        for (var k = 0; k < 60; k++)
        {
            var step = (((4 * lowest + 3 * a) * lowest + 2 * b) * lowest + c) / ((12 * lowest + 6 * a) * lowest + 2 * b);
            lowest -= step;
            if (Math.Abs(step) <= 1e-12 * lowest)
                break;
        }

        if (!(At(lowest) <= 0))
            return null;
        var (positive, negative) = (0.0, lowest);
        var x = 0.5 * (positive + negative);
        for (var k = 0; k < 100; k++)
        {
            var value = At(x);
            if (value > 0)
                positive = x;
            else
                negative = x;
            var next = x - value / (((4 * x + 3 * a) * x + 2 * b) * x + c);
            // Outside of the bracket a bisection.
            if (!((next - positive) * (next - negative) <= 0))
                next = 0.5 * (positive + negative);
            if (Math.Abs(next - x) <= 4e-16 * x)
                return next;
            x = next;
        }

        return x;

        double At(double x) => (((x + a) * x + b) * x + c) * x + d;
    }

    /// <summary>ΔL/L.</summary>
    private FunctionOfThree Shortening(in FunctionOfThree drain, in FunctionOfThree saturation, in FunctionOfThree mobilityPart)
    {
        if (lambda > 0)
            return lambda * drain;
        if (depletion == 0)
            return 0;
        var beyond = drain - saturation;
        if (velocity > 0)
        {
            var field = velocity * saturationDepletion / (2 * mobility * mobilityPart);
            return beyond.Value > 0 ? saturationDepletion / length * (Sqrt(field * field + beyond) - field) : 0;
        }

        var quarter = 0.25 * beyond;
        return depletion / length * Sqrt(quarter + Sqrt(1 + quarter * quarter));
    }

    /// <summary>L/(L − ΔL), and no shorter than a depletion layer.</summary>
    private FunctionOfThree Stretch(in FunctionOfThree shortening)
    {
        var rest = 1 - shortening;
        return length * rest.Value < punchThrough
            ? length / punchThrough * (1 + 1 / punchThrough * (length * shortening - length + sourceReach))
            : 1 / rest;
    }
}

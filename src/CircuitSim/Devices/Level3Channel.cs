using static CircuitSim.Devices.FunctionOfThree;
using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// The channel of SPICE's MOSFET of level 3, the semi-empirical one of S. Liu (A. Vladimirescu and S. Liu, "The simulation of MOS
/// integrated circuits using SPICE2", UCB/ERL M80/7, 1980; P. Antognetti and G. Massobrio, "Semiconductor Device Modeling with
/// SPICE", 1988, chapter 4). With ρ = √(φ − v_bs):
/// <code>
/// F_s  = 1 − xj/L ((w_c + ld/xj) √(1 − (w/(1 + w))²) − ld/xj),  w = x_d ρ/xj,  w_c = 0.0631353 + 0.8013292 w − 0.01110777 w²
/// F_b  = γ F_s/(4 ρ) + F_n/W,  F_n = δ π ε_si/(2 c_ox)
/// v_th = v_bi − σ v_ds + γ F_s ρ + F_n ρ²/W,  σ = eta 8.15e-22/(c_ox L³)
/// v_on = v_th [+ n V_t],  n = 1 + q nfs/c_ox + (γ F_s ρ + F_n ρ²/W)/(2 ρ²)
/// µ_s  = uo/(1 + θ (v_gs − v_th))
/// v_p  = (v_gs − v_th)/(1 + F_b),  v_c = L vmax/µ_s,  v_dsat = v_p  or with vmax  v_p + v_c − √(v_p² + v_c²)
/// i_d  = β µ_s/uo (v_gs − v_th − (1 + F_b) v/2) v / (1 + v/v_c) · L/(L − ΔL)        v = min(v_ds, v_dsat)
/// </code>
/// With nfs the current below v_on is that at v_on times e^((v_gs − v_on)/n V_t). ΔL follows G. Baum and H. Beneking (IEEE Trans. ED 17,
/// 1970) with vmax; without, this follows ngspice, which lets ΔL grow with (v_ds/v_dsat)⁴ before saturation and adds v_dsat/8
/// behind it, so that the conductance has no jump.
/// </summary>
public readonly struct Level3Channel : IMosfetChannel
{
    /// <summary>The conductance at the edge of saturation goes no lower [S].</summary>
    private const double LeastConductance = 1e-12;

    private readonly double beta, gamma, phi, rootPhi, builtIn, thermal, length, narrow, states, feedback;
    private readonly double depletion, junctionDepth, lateralDiffusion, modulation, mobility, velocity, alpha, kappa;
    private readonly bool hasWeakInversion;

    /// <param name="p">Checked parameters.</param>
    /// <param name="geometry">Checked; effective length and width above zero.</param>
    /// <param name="celsius">Temperature of the transistor [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured unless they say so themselves [°C].</param>
    public Level3Channel(MosfetParameters p, MosfetGeometry geometry, double celsius, double nominalCelsius)
    {
        var surface = new MosfetSurface(p, celsius, nominalCelsius);
        var oxide = OxidePermittivity / p.OxideThickness!.Value;
        length = geometry.EffectiveLength(p);
        var width = geometry.EffectiveWidth(p);
        beta = p.Transconductance * surface.MobilityFactor * geometry.Multiplier * width / length;
        mobility = p.SurfaceMobility * surface.MobilityFactor;
        gamma = p.BodyEffect;
        phi = surface.Potential;
        rootPhi = Math.Sqrt(phi);
        builtIn = surface.BuiltIn;
        thermal = surface.Thermal;
        narrow = p.NarrowWidth * 0.5 * Math.PI * SiliconPermittivity / (oxide * width);
        hasWeakInversion = p.FastSurfaceStates > 0;
        states = ElementaryCharge * p.FastSurfaceStates / oxide;
        feedback = p.StaticFeedback * 8.15e-22 / (oxide * length * length * length);
        alpha = p.SubstrateDoping > 0 ? 2 * SiliconPermittivity / (ElementaryCharge * p.SubstrateDoping) : 0;
        depletion = Math.Sqrt(alpha);
        (junctionDepth, lateralDiffusion) = (p.JunctionDepth, p.LateralDiffusion);
        (modulation, velocity, kappa) = (p.MobilityModulation, p.MaximumVelocity, p.SaturationField);
    }

    public double ZeroBiasThreshold => builtIn + gamma * rootPhi;

    public ChannelPoint At(double vgs, double vds, double vbs)
    {
        var (gate, drain, bulk) = (new FunctionOfThree(vgs, 1, 0, 0), new FunctionOfThree(vds, 0, 1, 0), new FunctionOfThree(vbs, 0, 0, 1));
        // For a forward junction ρ is √φ / (1 + v/2φ).
        var root = vbs <= 0 ? Sqrt(phi - bulk) : rootPhi / (1 + 0.5 / phi * bulk);
        var surface = root * root;
        var body = gamma * ShortChannel(root);
        var bodyPart = 1 + 0.25 * body / root + narrow;
        var bulkCharge = body * root + narrow * surface;
        var threshold = builtIn - feedback * drain + bulkCharge;
        FunctionOfThree on = threshold, slope = 1;
        if (hasWeakInversion)
        {
            slope = 1 + states + 0.5 * bulkCharge / surface;
            on += thermal * slope;
        }
        else if (vgs <= on.Value)
        {
            return new ChannelPoint(0, 0, 0, 0, on.Value, 0);
        }

        var drive = Max(gate, on) - threshold;
        var degraded = 1 + modulation * drive;
        var saturation = drive / bodyPart;
        FunctionOfThree critical = 0;
        if (velocity > 0)
        {
            critical = length * velocity / mobility * degraded;
            saturation = saturation + critical - Sqrt(saturation * saturation + critical * critical);
        }

        var v = Min(drain, saturation);
        var current = beta / degraded * ((drive - 0.5 * bodyPart * v) * v);
        if (velocity > 0)
            current /= 1 + v / critical;
        current = Lengthened(current, drain, saturation, critical);
        if (hasWeakInversion && vgs < on.Value)
            current *= Exp((gate - on) / (thermal * slope));
        return new ChannelPoint(current.Value, current.ByGate, current.ByDrain, current.ByBulk, on.Value, saturation.Value);
    }

    /// <summary>F_s: the part of the bulk's charge that the gate holds, of a trapezoid with cylindrical junctions (L. D. Yau; Dang).</summary>
    private FunctionOfThree ShortChannel(in FunctionOfThree root)
    {
        if (junctionDepth == 0 || depletion == 0)
            return 1;
        var w = depletion / junctionDepth * root;
        var diffusion = lateralDiffusion / junctionDepth;
        var cylinder = 0.0631353 + w * (0.8013292 - 0.01110777 * w);
        var arc = w / (1 + w);
        return 1 - junctionDepth / length * ((cylinder + diffusion) * Sqrt(1 - arc * arc) - diffusion);
    }

    /// <summary>The current of a channel that is ΔL shorter.</summary>
    private FunctionOfThree Lengthened(in FunctionOfThree current, in FunctionOfThree drain, in FunctionOfThree saturation, in FunctionOfThree critical)
    {
        var isSaturated = drain.Value > saturation.Value;
        if (alpha == 0 || kappa == 0 || (velocity > 0 && !isSaturated) || drain.Value == 0)
            return current;
        FunctionOfThree shortening;
        if (velocity > 0)
        {
            // The field at the end of the channel is κ i/(L g), g the conductance there.
            var conductance = Max(current / (saturation + critical) * (saturation / critical), LeastConductance);
            var half = 0.5 * alpha * kappa / length * (current / conductance);
            shortening = Sqrt(half * half + alpha * kappa * (drain - saturation)) - half;
        }
        else if (isSaturated)
        {
            shortening = Sqrt(alpha * kappa * (drain - 7.0 / 8 * saturation));
        }
        else
        {
            var part = drain / saturation;
            shortening = Sqrt(alpha * kappa / 8 * saturation) * (part * part * (part * part));
        }

        // Beyond half the length, punch-through: the channel never vanishes.
        return shortening.Value > 0.5 * length
            ? 4 / length * (current * shortening)
            : current / (1 - 1 / length * shortening);
    }
}

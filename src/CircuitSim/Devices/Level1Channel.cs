namespace CircuitSim.Devices;

/// <summary>
/// The channel of SPICE's MOSFET of level 1 (H. Shichman and D. A. Hodges, IEEE JSSC 3, 1968):
/// <code>
/// v_th = v_bi + γ √(φ − v_bs)                          γ √φ + γ v_bs-tangent for v_bs > 0
/// i_d  = 0                                             v_gs ≤ v_th
///      = β/2 (v_gs − v_th)² (1 + λ v_ds)               v_ds ≥ v_gs − v_th
///      = β v_ds (v_gs − v_th − v_ds/2) (1 + λ v_ds)    between
/// </code>
/// </summary>
public readonly struct Level1Channel : IMosfetChannel
{
    private readonly double beta, gamma, phi, rootPhi, builtIn, lambda;

    /// <param name="p">Checked parameters.</param>
    /// <param name="geometry">Checked; length above twice the lateral diffusion.</param>
    /// <param name="celsius">Temperature of the transistor [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured unless they say so themselves [°C].</param>
    public Level1Channel(MosfetParameters p, MosfetGeometry geometry, double celsius, double nominalCelsius)
    {
        var surface = new MosfetSurface(p, celsius, nominalCelsius);
        beta = p.Transconductance * surface.MobilityFactor * geometry.Multiplier * geometry.Width / geometry.EffectiveLength(p);
        gamma = p.BodyEffect;
        lambda = p.ChannelLengthModulation;
        phi = surface.Potential;
        rootPhi = Math.Sqrt(phi);
        builtIn = surface.BuiltIn;
    }

    public double ZeroBiasThreshold => builtIn + gamma * rootPhi;

    public ChannelPoint At(double vgs, double vds, double vbs)
    {
        // √(φ − v_bs), for a forward bulk junction its tangent down to zero.
        double root, rootSlope;
        if (vbs <= 0)
        {
            root = Math.Sqrt(phi - vbs);
            rootSlope = -0.5 / root;
        }
        else
        {
            root = Math.Max(rootPhi - vbs / (2 * rootPhi), 0);
            rootSlope = root > 0 ? -0.5 / rootPhi : 0;
        }

        var threshold = builtIn + gamma * root;
        var drive = vgs - threshold;
        if (drive <= 0)
            return new ChannelPoint(0, 0, 0, 0, threshold, 0);
        var modulated = beta * (1 + lambda * vds);
        double current, gm, gds;
        if (drive <= vds)
        {
            current = modulated * drive * drive / 2;
            gm = modulated * drive;
            gds = lambda * beta * drive * drive / 2;
        }
        else
        {
            current = modulated * vds * (drive - vds / 2);
            gm = modulated * vds;
            gds = modulated * (drive - vds) + lambda * beta * vds * (drive - vds / 2);
        }

        return new ChannelPoint(current, gm, gds, -gm * gamma * rootSlope, threshold, drive);
    }
}

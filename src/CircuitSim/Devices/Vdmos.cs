using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// A vertical power MOSFET as ngspice 39 has it (ngspice manual, chapter on VDMOS, after LTspice's model of the name), as one of
/// n-channel: of a p-channel one all voltages and currents are reversed, see <see cref="Polarity"/>. Its channel is that of
/// Shichman and Hodges with a weak inversion, and conducts mtriode times better before it saturates. With k = ksubthres
/// <code>
/// u   = k ln(1 + e^((v_gs − v_th − subshift) / k))             v_gd in place of v_gs for v_ds &lt; 0
/// β   = kp (1 + λ v_ds) / (1 + θ v_gs)        w = mtriode |v_ds|
/// i_d = β u² / 2                                               w ≥ u
///     = β w (u − w/2)                                          between
/// c_gd = s tanh(a v_gd) + cgdmax − s, for v_gd &lt; 0 with atan; s = (cgdmax − cgdmin) / (1 + π/2)
/// </code>
/// The body is a diode from source to drain. Currents and charges are those of all parallel transistors, at their temperature.
/// </summary>
public readonly struct Vdmos
{
    private readonly double beta, lambda, theta, triode, shift, slope, spread, floor, steepness;

    /// <param name="p">Checked; its own nominal temperature goes before <paramref name="nominalCelsius"/>.</param>
    /// <param name="multiplier">Number of parallel transistors.</param>
    /// <param name="celsius">Temperature of the transistor [°C].</param>
    /// <param name="nominalCelsius">Temperature at which the parameters were measured [°C].</param>
    public Vdmos(VdmosParameters p, double multiplier, double celsius, double nominalCelsius)
    {
        var nominal = p.NominalTemperature ?? nominalCelsius;
        var (ratio, difference) = ((ZeroCelsius + celsius) / (ZeroCelsius + nominal), celsius - nominal);
        Polarity = p.IsPChannel ? -1 : 1;
        Threshold = Polarity * p.Threshold - p.ThresholdFall * difference;
        beta = p.Transconductance * multiplier * Math.Pow(ratio, p.MobilityExponent);
        (lambda, theta, triode, shift) = (p.ChannelLengthModulation, p.MobilityModulation, p.TriodeFactor, p.SubthresholdShift);
        slope = p.SubthresholdSlope * Drift(p.SubthresholdDrift);
        spread = multiplier * (p.LargestDrainCapacitance - p.LeastDrainCapacitance) / (1 + Math.PI / 2);
        floor = multiplier * p.LargestDrainCapacitance - spread;
        steepness = p.DrainCapacitanceSteepness;
        SourceCapacitance = multiplier * p.SourceCapacitance;
        DrainConductance = Conductance(p.DrainResistance, p.DrainResistanceExponent is { } exponent ? Math.Pow(ratio, exponent) : Drift(p.DrainResistanceDrift));
        SourceConductance = Conductance(p.SourceResistance, Drift(p.SourceResistanceDrift));
        GateConductance = Conductance(p.GateResistance, Drift(p.GateResistanceDrift));
        ShuntConductance = p.ShuntResistance is { } shunt ? multiplier / shunt : null;
        Body = new JunctionDiode(p.Body, multiplier, celsius, nominal);

        double Drift((double Linear, double Quadratic) by) => 1 + (by.Linear + by.Quadratic * difference) * difference;

        double? Conductance(double resistance, double growth) => resistance > 0 ? multiplier / (resistance * growth) : null;
    }

    /// <summary>+1 for n-channel, −1 for p-channel: the factor between the circuit's voltages and those of the equations.</summary>
    public double Polarity { get; }

    /// <summary>v_th [V].</summary>
    public double Threshold { get; }

    /// <summary>Null without resistance, as the next three [S].</summary>
    public double? DrainConductance { get; }

    /// <summary>[S]</summary>
    public double? SourceConductance { get; }

    /// <summary>[S]</summary>
    public double? GateConductance { get; }

    /// <summary>From drain to source beside the transistor [S].</summary>
    public double? ShuntConductance { get; }

    /// <summary>From gate to source [F].</summary>
    public double SourceCapacitance { get; }

    /// <summary>Whether there is a capacitance from gate to drain.</summary>
    public bool HasDrainCharge => floor > 0 || spread > 0;

    /// <summary>From source to drain, with a series resistance of its own.</summary>
    public JunctionDiode Body { get; }

    /// <summary>i_d and its slopes along v_gs and v_ds [A], [S].</summary>
    public (double Current, double ByGate, double ByDrain) ChannelAt(double vgs, double vds)
    {
        var isForward = vds >= 0;
        var x = ((isForward ? vgs : vgs - vds) - Threshold - shift) / slope;
        // ln(1 + e^x) without overflow, and its slope.
        var u = slope * (Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))));
        var byDrive = x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
        var w = triode * Math.Abs(vds);
        var (shape, byU, byW) = u <= w ? (u * u / 2, u, 0) : (w * (u - w / 2), w, u - w);
        // The current loses its sense where the mobility would have changed its sign.
        var gate = Math.Max(1 + theta * vgs, 0.1);
        var scale = beta * (1 + lambda * vds) / gate;
        var scaleByGate = 1 + theta * vgs > 0.1 ? -scale * theta / gate : 0;
        var scaleByDrain = beta * lambda / gate;
        var sign = isForward ? 1 : -1;
        return (sign * scale * shape,
            sign * (scale * byU * byDrive + scaleByGate * shape),
            sign * (scale * (sign * triode * byW - (isForward ? 0 : byU * byDrive)) + scaleByDrain * shape));
    }

    /// <summary>Charge between gate and drain, and its slope [C], [F].</summary>
    public (double Charge, double Capacitance) DrainChargeAt(double vgd)
    {
        var x = steepness * vgd;
        if (vgd > 0)
        {
            var logarithm = x + Math.Log((1 + Math.Exp(-2 * x)) / 2);
            return (spread * logarithm / steepness + floor * vgd, spread * Math.Tanh(x) + floor);
        }

        var angle = Math.Atan(x);
        return (spread * (vgd * angle - Math.Log(1 + x * x) / (2 * steepness)) + floor * vgd, spread * angle + floor);
    }
}

namespace CircuitSim.Devices;

/// <summary>
/// What the card of a diode may add to its diffusion current i_n, in the order in which it does:
/// <code>
/// i_n √(ikf / (ikf + i_n))                                     level 2: high injection as PSpice has it
/// + isr (e^(v / nr V_t) − 1) ((1 − v/vj)² + 0.005)^(m/2)        recombination in the depletion layer
/// + jsw (e^(v / ns V_t) − 1), saturating and breaking down as i_n does
/// + jtun (1 − e^(−v / ntun V_t))                               tunnelling
/// i / (1 + √(i/ikf)), in reverse with ikr                      other levels: high injection as ngspice has it
/// </code>
/// and the charge of the sidewall's depletion layer. Sources: PSpice A/D Reference Guide (isr, level 2) and the ngspice manual
/// (chapter on junction diodes), whose version 39 has recombination at forward voltages alone, with a jump at −3 n V_t.
/// </summary>
internal sealed class SecondaryCurrents
{
    private readonly double breakdown, breakdownSlope;
    private readonly double forwardKnee, reverseKnee, recombination, recombinationSlope, potential, halfGrading;
    private readonly double sidewall, sidewallSlope, tunnel, tunnelSlope;
    private readonly bool isPSpiceKnee;
    private readonly JunctionCapacitance sidewallDepletion;

    /// <summary>Values of the whole area and perimeter at the diode's temperature; the currents of no effect are zero.</summary>
    public SecondaryCurrents(
        DiodeParameters p, double thermal, (double Voltage, double Slope) breakdown, (double Potential, double Grading) junction,
        (double Forward, double Reverse) knees, double recombination, double sidewall, double tunnel, in JunctionCapacitance sidewallDepletion)
    {
        ((this.breakdown, breakdownSlope), isPSpiceKnee) = (breakdown, p.Level == 2);
        (forwardKnee, reverseKnee) = knees;
        (this.recombination, recombinationSlope, potential, halfGrading) = (recombination, p.RecombinationEmission * thermal, junction.Potential, junction.Grading / 2);
        (this.sidewall, sidewallSlope) = (sidewall, (p.SidewallEmission ?? 1) * thermal);
        (this.tunnel, tunnelSlope) = (tunnel, p.TunnelEmission * thermal);
        this.sidewallDepletion = sidewallDepletion;
    }

    public bool HasCharge => !sidewallDepletion.IsZero;

    /// <summary>The whole current and its slope, of i_n and its slope [A], [S].</summary>
    public (double Current, double Conductance) Complete(double v, double current, double conductance)
    {
        if (isPSpiceKnee && forwardKnee > 0 && current > 0)
        {
            // (i k)' = k (1 − i / 2 (ikf + i)) i'
            var sum = forwardKnee + current;
            var part = Math.Sqrt(forwardKnee / sum);
            (current, conductance) = (current * part, conductance * part * (1 - 0.5 * current / sum));
        }

        if (recombination > 0)
        {
            var (i, g) = Exponential(v, recombination, recombinationSlope);
            var rest = 1 - v / potential;
            var spread = rest * rest + 0.005;
            var factor = Math.Pow(spread, halfGrading);
            current += i * factor;
            conductance += g * factor - i * factor * 2 * halfGrading * rest / (potential * spread);
        }

        if (sidewall > 0)
        {
            var (i, g) = JunctionDiode.Diffusion(v, sidewall, sidewallSlope, breakdown, breakdownSlope);
            (current, conductance) = (current + i, conductance + g);
        }

        if (tunnel > 0)
        {
            var (i, g) = Exponential(-v, tunnel, tunnelSlope);
            (current, conductance) = (current - i, conductance + g);
        }

        var knee = current < 0 ? reverseKnee : isPSpiceKnee ? 0 : forwardKnee;
        if (knee > 0 && current != 0)
        {
            var root = Math.Sqrt(Math.Abs(current) / knee);
            (current, conductance) = (current / (1 + root), conductance * (1 + root / 2) / ((1 + root) * (1 + root)));
        }

        return (current, conductance);
    }

    /// <summary>Charge of the sidewall's depletion layer, and its slope [C], [F].</summary>
    public (double Charge, double Capacitance) SidewallChargeAt(double v) => sidewallDepletion.At(v);

    private static (double Current, double Conductance) Exponential(double v, double saturation, double slope)
    {
        var e = Math.Exp(Math.Min(v / slope, JunctionDiode.LargestExponent));
        var conductance = saturation * e / slope;
        return (saturation * (e - 1) + conductance * Math.Max(v - JunctionDiode.LargestExponent * slope, 0), conductance);
    }
}

using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// Charge of a depletion layer: c(v) = c_0 (1 − v/φ)^−m below fc · φ, and from there on a straight line with the same
/// value and slope, as in SPICE2 (L. W. Nagel, ERL-M520, 1975). Both depend on temperature through φ.
/// </summary>
public readonly struct JunctionCapacitance
{
    private readonly double zeroBias, potential, grading, corner, chargeAtCorner, cornerValue, cornerSlope;

    /// <param name="zeroBias">c_0 at the nominal temperature [F].</param>
    /// <param name="potential">φ at the nominal temperature [V].</param>
    /// <param name="grading">m.</param>
    /// <param name="forwardCoefficient">fc.</param>
    /// <param name="nominal">[K]</param>
    /// <param name="temperature">[K]</param>
    public JunctionCapacitance(double zeroBias, double potential, double grading, double forwardCoefficient, double nominal, double temperature)
        : this(zeroBias * Growth(potential, grading, nominal, temperature), PotentialAt(potential, nominal, temperature), grading, forwardCoefficient)
    {
    }

    /// <param name="zeroBias">c_0 at the temperature at hand, as is the next [F].</param>
    /// <param name="potential">φ [V].</param>
    /// <param name="grading">m.</param>
    /// <param name="forwardCoefficient">fc.</param>
    public JunctionCapacitance(double zeroBias, double potential, double grading, double forwardCoefficient)
    {
        (this.zeroBias, this.potential, this.grading) = (zeroBias, potential, grading);
        corner = forwardCoefficient * this.potential;
        var below = Math.Pow(1 - forwardCoefficient, -grading);
        cornerValue = this.zeroBias * below;
        cornerSlope = this.zeroBias * grading * below / ((1 - forwardCoefficient) * this.potential);
        chargeAtCorner = DepletionCharge(1 - forwardCoefficient, below);
    }

    public bool IsZero => zeroBias == 0;

    /// <summary>q(v) and c(v) = dq/dv [C], [F].</summary>
    /// <param name="v">Forward voltage [V].</param>
    public (double Charge, double Capacitance) At(double v)
    {
        if (v < corner)
        {
            var below = Math.Pow(1 - v / potential, -grading);
            return (DepletionCharge(1 - v / potential, below), zeroBias * below);
        }

        var beyond = v - corner;
        return (chargeAtCorner + beyond * (cornerValue + beyond * cornerSlope / 2), cornerValue + cornerSlope * beyond);
    }

    // φ c_0 (1 − (1 − v/φ)^(1 − m)) / (1 − m)
    private double DepletionCharge(double rest, double below) => potential * zeroBias * (1 - rest * below) / (1 - grading);

    /// <summary>c_0 at one temperature as a multiple of that at another.</summary>
    private static double Growth(double potential, double grading, double nominal, double temperature)
    {
        var atReference = (potential - PotentialShift(nominal)) / (nominal / ReferenceTemperature);
        return Drift(grading, temperature, (PotentialAt(potential, nominal, temperature) - atReference) / atReference)
            / Drift(grading, nominal, (potential - atReference) / atReference);
    }

    private static double Drift(double grading, double temperature, double potentialChange) =>
        1 + grading * (4e-4 * (temperature - ReferenceTemperature) - potentialChange);
}

namespace CircuitSim.Programming;

/// <summary>
/// What a controller has learned of the voltage that does not reach a device as the nominal one would need it:
/// lost = s + r · i, besides what a selector takes by its curve. The part s is a shifted threshold or a faster device, r the resistance on the way, i the cell's current.
/// Recursive least squares: two numbers with a covariance, which the first pulses cannot tell apart and later ones can.
/// Changeable; one per cell and direction.
/// </summary>
internal sealed class DriveLoss
{
    /// <summary>Standard deviation of r before anything is known [Ω].</summary>
    private const double ResistanceScatter = 300;

    /// <summary>Of s, relative to the threshold.</summary>
    private const double ShiftScatter = 0.05;

    /// <summary>Of what one observation says, relative to the threshold: other cells' currents change, too.</summary>
    private const double ObservationScatter = 0.002;

    /// <summary>How much s may wander from pulse to pulse, relative to the threshold.</summary>
    private const double Wander = 0.002;

    /// <summary>Standard deviations beyond which an observation says that too much was believed to be known.</summary>
    private const double Surprise = 3;

    /// <summary>What a pulse that was cut short hides, relative to the threshold.</summary>
    private const double CutShift = 0.02;

    private readonly double threshold;
    private readonly Selector? selector;
    private double shift, resistance, varianceOfShift, covariance, varianceOfResistance;

    /// <param name="threshold">Magnitude [V].</param>
    /// <param name="selector">In series with the device, if there is one.</param>
    public DriveLoss(double threshold, Selector? selector)
    {
        (this.threshold, this.selector) = (threshold, selector);
        varianceOfShift = Math.Pow(ShiftScatter * threshold, 2);
        varianceOfResistance = ResistanceScatter * ResistanceScatter;
    }

    /// <summary>The amplitude that brings a voltage to a device.</summary>
    /// <param name="voltage">That the nominal device would need [V].</param>
    /// <param name="conductance">As read, when most current flows [S].</param>
    public double Amplitude(double voltage, double conductance)
    {
        if (selector is null)
            return (voltage + shift) / (1 - Math.Clamp(resistance * conductance, 0, 0.8));
        var current = Current(0, voltage, conductance);
        return voltage + shift + Math.Max(resistance, 0) * current + selector.VoltageAt(current);
    }

    /// <summary>Of the cell [A].</summary>
    /// <param name="amplitude">[V]</param>
    /// <param name="voltage">At the device [V].</param>
    /// <param name="conductance">As read [S].</param>
    public double Current(double amplitude, double voltage, double conductance) =>
        // A read takes a selector away, but sees the rest of the way as a pulse does.
        (selector is null ? amplitude : voltage) * conductance;

    /// <summary>Learns from a pulse.</summary>
    /// <param name="amplitude">[V]</param>
    /// <param name="voltage">That the nominal device would have needed for what it did [V].</param>
    /// <param name="conductance">As read, when most current flowed [S].</param>
    public void Observe(double amplitude, double voltage, double conductance)
    {
        var current = Current(amplitude, voltage, conductance);
        var innovation = amplitude - voltage - (selector?.VoltageAt(current) ?? 0) - shift - resistance * current;
        varianceOfShift += Math.Pow(Wander * threshold, 2);
        var known = varianceOfShift + 2 * covariance * current + varianceOfResistance * current * current + Math.Pow(ObservationScatter * threshold, 2);
        if (innovation * innovation > Surprise * Surprise * known)
            varianceOfShift += innovation * innovation;
        var (a, b) = (varianceOfShift + covariance * current, covariance + varianceOfResistance * current);
        var total = a + b * current + Math.Pow(ObservationScatter * threshold, 2);
        (a, b) = (a / total, b / total);
        shift += a * innovation;
        resistance += b * innovation;
        var (s, c) = (varianceOfShift, covariance);
        varianceOfShift -= a * (s + c * current);
        covariance -= a * (c + varianceOfResistance * current);
        varianceOfResistance -= b * (c + varianceOfResistance * current);
        if (resistance < 0)
            // No resistance does that, so it is all shift.
            (shift, resistance) = (shift + resistance * current, 0);
    }

    /// <summary>A pulse went past the target up to the device's limit: it may have been cut short there, so that less is lost than it tells.</summary>
    public void ObserveCut() => shift -= CutShift * threshold;

    /// <summary>Learns from a pulse that did nothing: the device saw no more than its threshold.</summary>
    public void ObserveNothing(double amplitude, double conductance)
    {
        var current = Current(amplitude, threshold, conductance);
        shift = Math.Max(shift, amplitude - threshold - (selector?.VoltageAt(current) ?? 0) - resistance * current);
    }
}

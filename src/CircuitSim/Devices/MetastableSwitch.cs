using CircuitSim.Numerics;

namespace CircuitSim.Devices;

/// <summary>
/// The mean of many metastable switches: M. A. Nugent and T. W. Molter, "AHaH Computing: From Metastable Switches to Attractors to
/// Machine Learning", PLoS ONE 9(2), 2014; level 5 of the Xyce that Knowm distributes. The state x from 0 to 1 is the part of the
/// switches that is on, V_T = kT/q.
/// <code>
/// dx/dt = (1/τ) [ (1 − x) / (1 + e^−(v − V_on)/V_T) − x / (1 + e^(v + V_off)/V_T) ]
/// i = φ v (x/R_on + (1 − x)/R_off) + (1 − φ) (α_f e^(β_f v) − α_r e^(−β_r v))
/// </code>
/// Positive sets. There is no threshold, but far from ±V the rates are small.
/// </summary>
public readonly struct MetastableSwitch : IMemristorModel
{
    /// <summary>Of a piece of a ramp, in thermal voltages.</summary>
    private const double PieceLength = 0.1;

    private const double MostPieces = 1000;

    private readonly MetastableSwitchParameters parameters;
    private readonly double thermal;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public MetastableSwitch(MetastableSwitchParameters parameters)
    {
        this.parameters = parameters.Validated();
        thermal = PhysicalConstants.Boltzmann * parameters.Temperature / PhysicalConstants.ElementaryCharge;
    }

    public MetastableSwitchParameters Parameters => parameters;

    public double LowestState => 0;

    public double HighestState => 1;

    public double StateRange => 1;

    public double StandardStart => parameters.RInit is { } r ? StateForResistance(r) : 0;

    public (double Lower, double Upper) Thresholds => (0, 0);

    public bool HoldsEverywhere => true;

    public double Current(double v, double w) => parameters.Phi * v * Switches(w)
        + (1 - parameters.Phi) * (parameters.ForwardAlpha * BoundedExponential.Value(parameters.ForwardBeta * v) - parameters.ReverseAlpha * BoundedExponential.Value(-parameters.ReverseBeta * v));

    public double Conductance(double v, double w) => parameters.Phi * Switches(w)
        + (1 - parameters.Phi) * (parameters.ForwardAlpha * parameters.ForwardBeta * BoundedExponential.Slope(parameters.ForwardBeta * v)
            + parameters.ReverseAlpha * parameters.ReverseBeta * BoundedExponential.Slope(-parameters.ReverseBeta * v));

    public (double Current, double Conductance) Linearize(double v, double w) => (Current(v, w), Conductance(v, w));

    public double CurrentPerState(double v, double w) => parameters.Phi * v * (1 / parameters.ROn - 1 / parameters.ROff);

    public double StateRate(double v, double w) => ((1 - w) * On(v) - w * Off(v)) / parameters.Tau;

    public double StateRatePerVolt(double v, double w)
    {
        var (on, off) = (On(v), Off(v));
        return ((1 - w) * on * (1 - on) + w * off * (1 - off)) / (thermal * parameters.Tau);
    }

    public double StateRatePerState(double v, double w) => -(On(v) + Off(v)) / parameters.Tau;

    /// <summary>
    /// The equation is linear in x, x' = −r (x − e), and switches may be far faster than the circuit: over each piece of the ramp, a
    /// tenth of V_T long, it is solved for the mean rate r and an equilibrium e that goes evenly from one end to the other:
    /// <code>x₁ = e₁ + (x₀ − e₀) E − (e₁ − e₀) φ,   E = e^−z,   φ = (1 − E)/z,   z = r h</code>
    /// </summary>
    public (double State, double PerVolt) Advance(double w, double v0, double v1, double time)
    {
        var pieces = (int)Math.Clamp(Math.Ceiling(Math.Abs(v1 - v0) / (PieceLength * thermal)), 1, MostPieces);
        var (x, slope, h) = (w, 0.0, time / pieces);
        var start = At(v0, 0);
        for (var k = 1; k <= pieces; k++)
        {
            var part = (double)k / pieces;
            var (middle, end) = (At(v0 + (part - 0.5 / pieces) * (v1 - v0), part - 0.5 / pieces), At(v0 + part * (v1 - v0), part));
            var z = h * (start.Rate + 4 * middle.Rate + end.Rate) / 6;
            var zSlope = h * (start.RateSlope + 4 * middle.RateSlope + end.RateSlope) / 6;
            var decay = Math.Exp(-z);
            var (phi, phiSlope) = z > 1e-6 ? ((1 - decay) / z, (decay - (1 - decay) / z) / z) : (1 - 0.5 * z, -0.5);
            var (distance, change) = (x - start.Balance, end.Balance - start.Balance);
            slope = end.BalanceSlope * (1 - phi) + start.BalanceSlope * (phi - decay) + decay * slope - zSlope * (distance * decay + change * phiSlope);
            x = end.Balance + distance * decay - change * phi;
            start = end;
        }

        return (Math.Clamp(x, 0, 1), slope);
    }

    public double Bending(double w, double v0, double v1, double sag, double time) => StateIntegral.Bending(in this, w, v0, v1, sag, time);

    public double RequireStart(double w)
    {
        InvalidParameterException.Require(w is >= 0 and <= 1, "w0", w, "", "from 0 to 1");
        return w;
    }

    public bool HoldsAt(double v) => double.IsFinite(v);

    public double RequireVoltage(double v, string name) => InvalidParameterException.RequireFinite(v, "V", name);

    /// <summary>Of the switches alone.</summary>
    public double StateForResistance(double resistance) => resistance >= parameters.ROn && resistance <= parameters.ROff
        ? (1 / resistance - 1 / parameters.ROff) / (1 / parameters.ROn - 1 / parameters.ROff)
        : throw InvalidParameterException.OutOfRange(nameof(resistance), resistance, "Ω",
            $"from ron = {SiText.Format(parameters.ROn, "Ω")} to roff = {SiText.Format(parameters.ROff, "Ω")}");

    /// <summary>r [1/s], e, and their slopes by the voltage at the end of a ramp, of which v has a part.</summary>
    private (double Rate, double RateSlope, double Balance, double BalanceSlope) At(double v, double part)
    {
        var (on, off) = (On(v), Off(v));
        var (onSlope, offSlope) = (part * on * (1 - on) / thermal, -part * off * (1 - off) / thermal);
        var sum = on + off;
        return sum > 0
            ? (sum / parameters.Tau, (onSlope + offSlope) / parameters.Tau, on / sum, (onSlope * off - on * offSlope) / (sum * sum))
            : (0, 0, 0.5, 0);
    }

    private double Switches(double w) => w / parameters.ROn + (1 - w) / parameters.ROff;

    private double On(double v) => 1 / (1 + Math.Exp((parameters.VOn - v) / thermal));

    private double Off(double v) => 1 / (1 + Math.Exp((v + parameters.VOff) / thermal));
}

namespace CircuitSim.Devices;

/// <summary>
/// The memristor of C. Yakopcic, T. M. Taha, G. Subramanyam and R. E. Pino, "Generalized Memristive Device SPICE Model and its
/// Application in Circuit Design", IEEE TCAD 32(8), 2013; level 3 of Xyce. The state x is a number from 0 to 1.
/// <code>
/// i = a₁ x sinh(b v)   for v ≥ 0,   a₂ x sinh(b v)   below                                                 (1)
/// dx/dt = η g(v) f(x),   g = A_p (e^v − e^V_p) above V_p,   −A_n (e^−v − e^V_n) below −V_n,   0 between      (2), (7)
/// f = e^−α_p(x−x_p) ((x_p − x)/(1 − x_p) + 1)   above x_p while x rises, 1 below                            (3), (5)
/// f = e^α_n(x+x_n−1) x/(1 − x_n)                below 1 − x_n while x falls, 1 above                         (4), (6)
/// </code>
/// With η = 1 positive voltages set. At x = 0 no current flows.
/// </summary>
public readonly struct Yakopcic : IMemristorModel
{
    private readonly YakopcicParameters parameters;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public Yakopcic(YakopcicParameters parameters) => this.parameters = parameters.Validated();

    public YakopcicParameters Parameters => parameters;

    public double LowestState => 0;

    public double HighestState => 1;

    public double StateRange => 1;

    /// <summary>As in Xyce.</summary>
    public double StandardStart => 0;

    public (double Lower, double Upper) Thresholds => (-parameters.VN, parameters.VP);

    public bool HoldsEverywhere => true;

    public double Current(double v, double w) => Scale(v) * w * BoundedExponential.Sinh(parameters.B * v);

    public double Conductance(double v, double w) => Scale(v) * w * parameters.B * BoundedExponential.SinhSlope(parameters.B * v);

    public (double Current, double Conductance) Linearize(double v, double w) => (Current(v, w), Conductance(v, w));

    public double CurrentPerState(double v, double w) => Scale(v) * BoundedExponential.Sinh(parameters.B * v);

    public double StateRate(double v, double w) => parameters.Eta * Speed(v) * Window(v, w);

    public double StateRatePerVolt(double v, double w)
    {
        var slope = v > parameters.VP ? parameters.AP * BoundedExponential.Slope(v)
            : v < -parameters.VN ? parameters.AN * BoundedExponential.Slope(-v)
            : 0;
        return parameters.Eta * slope * Window(v, w);
    }

    public double StateRatePerState(double v, double w) => parameters.Eta * Speed(v) * WindowSlope(v, w);

    public (double State, double PerVolt) Advance(double w, double v0, double v1, double time) => StateIntegral.Advance(in this, w, v0, v1, time);

    public double Bending(double w, double v0, double v1, double sag, double time) => StateIntegral.Bending(in this, w, v0, v1, sag, time);

    public double RequireStart(double w)
    {
        InvalidParameterException.Require(w is >= 0 and <= 1, "xo", w, "", "from 0 to 1");
        return w;
    }

    public bool HoldsAt(double v) => double.IsFinite(v);

    public double RequireVoltage(double v, string name) => InvalidParameterException.RequireFinite(v, "V", name);

    /// <summary>Of small positive voltages.</summary>
    public double StateForResistance(double resistance)
    {
        var least = 1 / (parameters.A1 * parameters.B);
        return resistance >= least && double.IsFinite(resistance)
            ? least / resistance
            : throw InvalidParameterException.OutOfRange(nameof(resistance), resistance, "Ω", "finite and at least 1/(a1 b), the resistance at x = 1 and small voltages");
    }

    private double Scale(double v) => v >= 0 ? parameters.A1 : parameters.A2;

    private double Speed(double v) => v > parameters.VP ? parameters.AP * (BoundedExponential.Value(v) - Math.Exp(parameters.VP))
        : v < -parameters.VN ? -parameters.AN * (BoundedExponential.Value(-v) - Math.Exp(parameters.VN))
        : 0;

    private double Window(double v, double x)
    {
        var (xP, low) = (parameters.XP, 1 - parameters.XN);
        return parameters.Eta * v > 0
            ? x > xP ? (1 - x) / (1 - xP) * Math.Exp(-parameters.AlphaP * (x - xP)) : 1
            : x < low ? x / low * Math.Exp(parameters.AlphaN * (x - low)) : 1;
    }

    private double WindowSlope(double v, double x)
    {
        var (xP, low) = (parameters.XP, 1 - parameters.XN);
        return parameters.Eta * v > 0
            ? x > xP ? -(1 / (1 - xP) + parameters.AlphaP * (1 - x) / (1 - xP)) * Math.Exp(-parameters.AlphaP * (x - xP)) : 0
            : x < low ? (1 / low + parameters.AlphaN * x / low) * Math.Exp(parameters.AlphaN * (x - low)) : 0;
    }
}

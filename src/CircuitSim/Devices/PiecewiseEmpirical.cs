namespace CircuitSim.Devices;

/// <summary>
/// The piecewise empirical model of J. Niroula et al., "Piecewise empirical model (PEM) of resistive memory for pulsed analog and
/// neuromorphic applications", J. Comput. Electron. 16, 2017, as level 4 of Sandia's Xyce has it. The state x is a number; how fast it
/// moves is measured and stands in two tables, between whose points lines are drawn.
/// <code>
/// i = x h(v),   h = I₁ e^(v/V₁) − I₂ e^(−v/V₂) + G₀ v − (I₁ − I₂)
/// dx/dt = C₁ G(v) f₊(x)   for v ≥ 0,   C₂ G(v) f₋(x)   below
/// G = e^(d₁ (v − V_p)) − 1   from V_p on,   e^(d₂ (v − V_n)) − 1   up to V_n,   0 between
/// </code>
/// The state stays from 0 to the last of the forward table.
/// </summary>
public readonly struct PiecewiseEmpirical : IMemristorModel
{
    private readonly PiecewiseEmpiricalParameters parameters;
    private readonly double[] forward, backward;
    private readonly double highest;

    /// <exception cref="InvalidParameterException">A parameter is out of range.</exception>
    public PiecewiseEmpirical(PiecewiseEmpiricalParameters parameters)
    {
        this.parameters = parameters.Validated();
        (forward, backward) = ([.. parameters.Forward], [.. parameters.Backward]);
        highest = forward[^2];
    }

    public PiecewiseEmpiricalParameters Parameters => parameters;

    public double LowestState => 0;

    public double HighestState => highest;

    public double StateRange => highest;

    public double StandardStart => 0;

    /// <summary>Where the rate has its corners; it rests between them if the lower one is negative.</summary>
    public (double Lower, double Upper) Thresholds => (Math.Min(parameters.VN, 0), parameters.VP);

    public bool HoldsEverywhere => true;

    public double Current(double v, double w) => w * CurrentPerState(v, w);

    public double Conductance(double v, double w) => w * (parameters.I1 / parameters.V1 * BoundedExponential.Slope(v / parameters.V1)
        + parameters.I2 / parameters.V2 * BoundedExponential.Slope(-v / parameters.V2) + parameters.G0);

    public (double Current, double Conductance) Linearize(double v, double w) => (Current(v, w), Conductance(v, w));

    public double CurrentPerState(double v, double w) => parameters.I1 * (BoundedExponential.Value(v / parameters.V1) - 1)
        - parameters.I2 * (BoundedExponential.Value(-v / parameters.V2) - 1) + parameters.G0 * v;

    public double StateRate(double v, double w) => Scale(v) * Speed(v) * Line(v, w).Value;

    public double StateRatePerVolt(double v, double w)
    {
        var slope = v >= parameters.VP ? parameters.D1 * BoundedExponential.Slope(parameters.D1 * (v - parameters.VP))
            : v <= parameters.VN ? parameters.D2 * BoundedExponential.Slope(parameters.D2 * (v - parameters.VN))
            : 0;
        return Scale(v) * slope * Line(v, w).Value;
    }

    public double StateRatePerState(double v, double w) => Scale(v) * Speed(v) * Line(v, w).Slope;

    public (double State, double PerVolt) Advance(double w, double v0, double v1, double time)
    {
        // At zero the tables change, which is a corner where the thresholds are not on both sides of it.
        if (v0 * v1 >= 0 || parameters.VN < 0)
            return StateIntegral.Advance(in this, w, v0, v1, time);
        var part = v0 / (v0 - v1);
        return StateIntegral.Advance(in this, StateIntegral.Advance(in this, w, v0, 0, part * time).State, 0, v1, (1 - part) * time);
    }

    public double Bending(double w, double v0, double v1, double sag, double time) => StateIntegral.Bending(in this, w, v0, v1, sag, time);

    public double RequireStart(double w)
    {
        InvalidParameterException.Require(w >= 0 && w <= highest, "xo", w, "", "from 0 to the last state of fxpdata");
        return w;
    }

    public bool HoldsAt(double v) => double.IsFinite(v);

    public double RequireVoltage(double v, string name) => InvalidParameterException.RequireFinite(v, "V", name);

    /// <summary>Of small voltages.</summary>
    public double StateForResistance(double resistance)
    {
        var state = 1 / (resistance * Conductance(0, 1));
        return state > 0 && state <= highest
            ? state
            : throw InvalidParameterException.OutOfRange(nameof(resistance), resistance, "Ω", "one that the device has at small voltages");
    }

    private double Scale(double v) => v >= 0 ? parameters.C1 : parameters.C2;

    private double Speed(double v) => v >= parameters.VP ? BoundedExponential.Value(parameters.D1 * (v - parameters.VP)) - 1
        : v <= parameters.VN ? BoundedExponential.Value(parameters.D2 * (v - parameters.VN)) - 1
        : 0;

    /// <summary>f(x) and its slope; beyond the ends of a table the last lines go on.</summary>
    private (double Value, double Slope) Line(double v, double x)
    {
        var table = v >= 0 ? forward : backward;
        var (low, high) = (0, table.Length / 2 - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (table[2 * middle] > x)
                high = middle;
            else
                low = middle;
        }

        var slope = (table[2 * high + 1] - table[2 * low + 1]) / (table[2 * high] - table[2 * low]);
        return (table[2 * low + 1] + slope * (x - table[2 * low]), slope);
    }
}

using CircuitSim.Netlists;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Programming;

/// <summary>A selector that conducts beyond a threshold of either sign, without hysteresis: i = v/R_off + [max(v − V_t, 0) − max(−v − V_t, 0)]/R_on.</summary>
/// <param name="Threshold">V_t [V].</param>
/// <param name="OnResistance">R_on [Ω].</param>
/// <param name="OffResistance">R_off, of the leakage beside it [Ω].</param>
public sealed record ThresholdSelector(double Threshold, double OnResistance, double OffResistance) : Selector
{
    public override Expression Current(NodeId positive, NodeId negative)
    {
        var v = $"v({positive},{negative})";
        return Expression.Parse(FormattableString.Invariant(
            $"{v}/{OffResistance:R}+(max({v}-{Threshold:R},0)-max(-{v}-{Threshold:R},0))/{OnResistance:R}"));
    }

    public override double VoltageAt(double current)
    {
        var atThreshold = Threshold / OffResistance;
        var magnitude = Math.Abs(current);
        var v = magnitude <= atThreshold
            ? magnitude * OffResistance
            : (magnitude + Threshold / OnResistance) / (1 / OffResistance + 1 / OnResistance);
        return Math.CopySign(v, current);
    }

    public override Selector Validated()
    {
        InvalidParameterException.RequirePositive(Threshold, "V", "selector threshold");
        InvalidParameterException.RequirePositive(OnResistance, "Ω", "selector on-resistance");
        InvalidParameterException.RequirePositive(OffResistance, "Ω", "selector off-resistance");
        return this;
    }
}

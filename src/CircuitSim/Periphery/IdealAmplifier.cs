using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>A voltage-controlled voltage source of a gain that is as good as infinite: no poles, no limits, no supply.</summary>
public sealed record IdealAmplifier : IAmplifier
{
    /// <summary>[V/V]</summary>
    public double Gain { get; init; } = 1e13;

    public OperationalAmplifier? Figures => null;

    public void AddTo(CircuitDraft draft, string name, string supply, NodeId positive, NodeId negative, NodeId output)
    {
        ArgumentNullException.ThrowIfNull(draft);
        draft.Add(new VoltageControlledVoltageSource($"Eamp_{name}", output, NodeId.Ground, positive, negative, Gain));
    }
}

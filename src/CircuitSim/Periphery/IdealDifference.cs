using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Periphery;

/// <summary>An exact subtractor, which loads nothing: what stands between circuits where a subtractor is meant to be ideal.</summary>
public sealed record IdealDifference : IDifferenceStage
{
    public string Name => "ideal subtractor";

    public double Ideal(double positive, double negative) => positive - negative;

    public void AddTo(CircuitDraft draft, string name, NodeId positive, NodeId negative, NodeId output) =>
        draft.Add(new VoltageControlledVoltageSource($"E{name}", output, NodeId.Ground, positive, negative, 1.0));
}

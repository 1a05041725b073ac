namespace CircuitSim.Netlists.Elements;

/// <summary>What the expression of a behavioral source is.</summary>
public enum BehavioralQuantity
{
    Voltage,
    Current,
}

namespace CircuitSim.Netlists;

/// <summary>What the expression of a behavioral source is.</summary>
public enum BehavioralQuantity
{
    Voltage,
    Current,
}

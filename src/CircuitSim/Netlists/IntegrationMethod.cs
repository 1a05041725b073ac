namespace CircuitSim.Netlists;

/// <summary>How a transient integrates.</summary>
public enum IntegrationMethod
{
    Trapezoidal,
    Gear,
}

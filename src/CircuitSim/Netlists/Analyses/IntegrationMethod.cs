namespace CircuitSim.Netlists.Analyses;

/// <summary>How a transient integrates.</summary>
public enum IntegrationMethod
{
    Trapezoidal,
    Gear,
}

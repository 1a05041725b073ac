namespace CircuitSim.Netlists.Analyses;

/// <summary>What a <see cref="StepRequest"/> varies.</summary>
public enum StepTarget
{
    /// <summary>A top-level parameter.</summary>
    Parameter,

    /// <summary>The value of an R, C, L, V or I.</summary>
    Element,

    /// <summary>A key of a model card.</summary>
    Card,

    /// <summary>The circuit's temperature [°C].</summary>
    Temperature,
}

namespace CircuitSim.Netlists.Analyses;

/// <summary><c>.step</c>: every analysis again for each value of a parameter, an element, a card's key or the temperature.</summary>
/// <param name="Name">Of the parameter, element or card; "temp" of the temperature.</param>
/// <param name="Key">Of a card; null otherwise.</param>
/// <param name="Numbers">As the spacing says.</param>
public sealed record StepRequest(StepTarget Target, string Name, string? Key, StepSpacing Spacing, IReadOnlyList<ElementValue> Numbers) : Written
{
    /// <summary>The .data that it is a column of, whose columns go together; null for none.</summary>
    public string? Table { get; init; }

    /// <summary>As tables name it.</summary>
    public string Title => Key is null ? Name : $"{Name}({Key})";
}

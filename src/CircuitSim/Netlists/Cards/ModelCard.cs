namespace CircuitSim.Netlists.Cards;

/// <summary>
/// A <c>.model NAME KIND(key=value …)</c> card as written: values are text until the device that the kind names
/// has checked them; an expression stands in braces until flattening. Keys are compared without case.
/// </summary>
public sealed record ModelCard(string Name, string Kind, IReadOnlyDictionary<string, string> Parameters) : Written
{
    /// <summary>By their keys, whose values are the names: the numbers of files that the card refers to.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Tables { get; init; } = new Dictionary<string, IReadOnlyList<double>>();
}

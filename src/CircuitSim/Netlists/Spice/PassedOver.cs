namespace CircuitSim.Netlists.Spice;

/// <summary>
/// Statements and options on which no result here depends, as other simulators know them: passed over with one note for the whole
/// netlist, or refused by a strict reader.
/// </summary>
internal sealed class PassedOver(bool isStrict)
{
    /// <summary>Things that the note names; of more it has their number.</summary>
    private const int MostNamed = 12;

    private readonly Dictionary<string, int> counts = [];
    private SourcePlace first = SourcePlace.None;

    /// <param name="what">As the note lists it, e.g. "option savecurrents".</param>
    /// <exception cref="NetlistException">The reader is strict.</exception>
    public void Add(SourcePlace place, string what)
    {
        if (isStrict)
            throw NetlistException.At(place, $"{what} is without effect here, which a strict reader refuses; delete it.");
        if (counts.Count == 0)
            first = place;
        counts[what] = counts.GetValueOrDefault(what) + 1;
    }

    /// <summary>Null where nothing was passed over.</summary>
    public string? Note => counts.Count == 0 ? null : NetlistException.At(first,
        $"passed over, here first: {string.Join(", ", counts.Take(MostNamed).Select(c => c.Value > 1 ? $"{c.Key} (×{c.Value})" : c.Key))}"
        + $"{(counts.Count > MostNamed ? $" and {counts.Count - MostNamed} more" : "")}. No result here depends on it.").Message;
}

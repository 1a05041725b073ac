using CircuitSim.LookupTables.Formats;
using CircuitSim.Netlists;

namespace CircuitSim.LookupTables;

/// <summary>Every format that tables are written in, in the order of the README of their folder.</summary>
public static class TableFormats
{
    public static IReadOnlyList<ITableFormat> All { get; } =
    [
        new CrossSim2Format(),
        new CrossSim2RawFormat(),
        new CrossSim3Format(),
        new XBTorchFormat(),
        new MemTorchFormat(),
        new NeuroSimFormat(),
        new AihwkitFormat(),
        new NgspiceFormat(),
        new VerilogAFormat(),
        new NumPyArrayFormat(),
        new NeuroSimOutputFormat(),
        new CrossSimAdcFormat(),
        new SumTableFormat(),
    ];

    /// <summary>Those of a kind of tables.</summary>
    public static IEnumerable<ITableFormat> Of(TableKind kind) => All.Where(f => f.Kind == kind);

    /// <summary>"all", "none" or words separated by commas.</summary>
    /// <exception cref="InvalidParameterException">There is no such format for these tables.</exception>
    public static IReadOnlyList<ITableFormat> Parse(string words, TableKind kind)
    {
        var offered = Of(kind).ToList();
        if (words == "all")
            return offered;
        if (words == "none")
            return [];
        return [.. words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().Select(word => offered.FirstOrDefault(f => f.Word == word)
            ?? throw InvalidParameterException.Because("formats", $"no format '{word}'; {NameSuggestion.Nearest(word, [.. offered.Select(f => f.Word), "all", "none"])}"))];
    }
}

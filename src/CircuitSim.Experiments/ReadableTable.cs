namespace CircuitSim.Experiments;

/// <summary>A table for readers, of a terminal or of a report.</summary>
public sealed record ReadableTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>A row for each item, its numbers written alike under any culture.</summary>
    public static ReadableTable Of<T>(IEnumerable<T> items, params IReadOnlyList<(string Header, Func<T, FormattableString> Text)> columns) =>
        new([.. columns.Select(c => c.Header)], [.. items.Select(item => (IReadOnlyList<string>)[.. columns.Select(c => FormattableString.Invariant(c.Text(item)))])]);
}

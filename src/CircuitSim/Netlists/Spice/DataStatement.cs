using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// <c>.data name columns rows .enddata</c>: values that go together, as HSPICE and Xyce write them, the rows continued by "+" or as lines of
/// their own. A column is what a .step may vary, or freq.
/// </summary>
internal sealed class DataStatement
{
    private const int MostNumbers = 4_000_000;

    private readonly List<string> columns = [];
    private readonly List<ElementValue> values = [];

    /// <param name="cursor">Behind .data.</param>
    public DataStatement(SpiceCursor cursor)
    {
        Place = cursor.Place;
        Name = cursor.Name("the table's name");
        Read(cursor);
    }

    public SourcePlace Place { get; }

    public string Name { get; }

    public int Rows => values.Count / Math.Max(columns.Count, 1);

    /// <summary>Takes what stands on a line, or behind the name.</summary>
    public void Read(SpiceCursor cursor)
    {
        while (!cursor.AtEnd)
        {
            if (cursor.NextKey() is { } key)
                throw cursor.Fault($".data {Name}: {key}= is not supported; write the rows into the netlist, numbers under their columns.");
            if (values.Count == 0 && char.IsAsciiLetter(cursor.Peek))
                columns.Add(cursor.Word("a column"));
            else if (cursor.PeekWord() is ['.', var next, ..] && char.IsAsciiLetter(next))
                throw NetlistException.At(Place, $".data {Name} has no .enddata.");
            else
                values.Add(cursor.Value($"a value of .data {Name}"));
            if (values.Count > MostNumbers)
                throw NetlistException.At(Place, $".data {Name} has more than {MostNumbers} numbers; split it, or compute its values with .step.");
        }
    }

    /// <summary>Refuses a table that cannot be.</summary>
    public void Close()
    {
        if (columns.Count == 0 || values.Count == 0 || values.Count % columns.Count != 0)
            throw NetlistException.At(Place, $".data {Name} has {columns.Count} columns and {values.Count} values; name the columns, and give each row a value for each of them.");
        if (columns.Distinct(StringComparer.OrdinalIgnoreCase).Count() < columns.Count)
            throw NetlistException.At(Place, $".data {Name} names a column twice.");
    }

    /// <summary>A step for each column; those of a table go together.</summary>
    public IEnumerable<StepRequest> Steps(SourcePlace place)
    {
        foreach (var column in columns.Index())
        {
            var (target, name, key) = StepStatement.Target(column.Item);
            if (IsFrequency(column.Item))
                throw NetlistException.At(place, $".step varies {column.Item} of .data {Name}, which only .ac and .noise have.");
            yield return new StepRequest(target, name, key, StepSpacing.List, Values(column.Index)) { Table = Name, Place = place };
        }
    }

    /// <summary>The axes of a sweep that go together.</summary>
    public IEnumerable<SourceSweep> Axes() =>
        columns.Index().Where(c => !IsFrequency(c.Item)).Select(c => SourceSweep.List(StepStatement.Target(c.Item).Name, Values(c.Index)));

    /// <summary>Null without such a column.</summary>
    public FrequencySweep? Frequencies() =>
        columns.FindIndex(IsFrequency) is >= 0 and var column ? FrequencySweep.List(Values(column)) : null;

    private static bool IsFrequency(string column) => column.ToLowerInvariant() is "freq" or "hertz" or "frequency";

    private ElementValue[] Values(int column) => [.. Enumerable.Range(0, Rows).Select(row => values[row * columns.Count + column])];
}

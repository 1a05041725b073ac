namespace CircuitSim.LookupTables.Formats;

/// <summary>The numbers of a text file with a place for each, as <c>numpy.genfromtxt</c> and <c>numpy.loadtxt</c> find them; '#' starts a comment.</summary>
internal sealed class TextNumbers
{
    private readonly string file;
    private readonly IReadOnlyList<(int Line, double[] Numbers)> rows;
    private readonly List<int[]> columns;

    private TextNumbers(string file, IReadOnlyList<(int, double[])> rows, List<int[]> columns) => (this.file, this.rows, this.columns) = (file, rows, columns);

    public int Count => rows.Count;

    public double[] this[int row] => rows[row].Numbers;

    /// <summary>The place of a number as an editor shows it.</summary>
    public string Place(int row, int column) => $"{file}, line {rows[row].Line}, column {columns[row][column]}";

    public string Place(int row) => Place(row, 0);

    /// <summary>The file, or null if it is missing, or holds what is no number; the faults say so.</summary>
    /// <param name="separator">A comma, or a blank, which stands for any white space.</param>
    /// <param name="skip">Lines at the top that are not looked at.</param>
    public static TextNumbers? Read(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string name, char separator, int skip, FaultList faults)
    {
        if (!files.TryGetValue(name, out var content))
        {
            faults.Add($"{name} is missing.");
            return null;
        }

        var columns = new List<int[]>();
        var rows = NumericLines.Read(name, content, separator, '#', skip, out var fault, columns);
        if (fault is null)
            return new TextNumbers(name, rows, columns);
        faults.Add(fault);
        return null;
    }

    /// <summary>Whether there are so many lines from <paramref name="first"/> on, each with so many numbers.</summary>
    public bool Has(int first, int lines, int columns, string what, FaultList faults)
    {
        if (Count - first != lines)
        {
            faults.Add($"{file}: has {Math.Max(0, Count - first)} lines of {what}; {lines} are needed.");
            return false;
        }

        for (var row = first; row < Count; row++)
        {
            if (rows[row].Numbers.Length == columns)
                continue;
            faults.Add($"{Place(row)}: has {rows[row].Numbers.Length} numbers; {columns} are needed, one for each {what}.");
            return false;
        }

        return true;
    }
}

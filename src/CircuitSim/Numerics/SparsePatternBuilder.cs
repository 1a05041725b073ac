namespace CircuitSim.Numerics;

/// <summary>
/// Collects the places of a sparse matrix. Each reservation gets a ticket; after <see cref="Build"/> a table turns
/// tickets into slots, so that the values are later added with one array access each and nothing is searched.
/// The same place may be reserved many times and gets one slot.
/// </summary>
public sealed class SparsePatternBuilder(int rows, int columns)
{
    /// <summary>Tickets per column for which there is room from the start: about what a mesh of resistors asks for.</summary>
    private const int ExpectedPerColumn = 8;

    private readonly List<int> rowOfTicket = new(ExpectedPerColumn * columns);
    private readonly List<int> columnOfTicket = new(ExpectedPerColumn * columns);

    /// <summary>Asks for an entry and returns its ticket.</summary>
    public int Reserve(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)rows, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)columns, nameof(column));
        rowOfTicket.Add(row);
        columnOfTicket.Add(column);
        return rowOfTicket.Count - 1;
    }

    /// <summary>The pattern of everything reserved.</summary>
    /// <param name="slotOfTicket">The slot of each ticket, in the order of reservation.</param>
    public SparsePattern Build(out int[] slotOfTicket)
    {
        // Two stable counting sorts, by row and then by column, leave the tickets of each column in ascending row order.
        var byRow = new int[rowOfTicket.Count];
        var next = SortedStarts(rowOfTicket, rows);
        for (var t = 0; t < byRow.Length; t++)
            byRow[next[rowOfTicket[t]]++] = t;
        var tickets = new int[byRow.Length];
        var starts = SortedStarts(columnOfTicket, columns);
        next = [.. starts];
        foreach (var t in byRow)
            tickets[next[columnOfTicket[t]]++] = t;

        // The sorted rows are not needed any more.
        slotOfTicket = byRow;
        var columnStarts = new int[columns + 1];
        var rowIndices = new int[tickets.Length];
        var slots = 0;
        for (var j = 0; j < columns; j++)
        {
            columnStarts[j] = slots;
            for (var p = starts[j]; p < starts[j + 1]; p++)
            {
                var row = rowOfTicket[tickets[p]];
                if (slots == columnStarts[j] || rowIndices[slots - 1] != row)
                    rowIndices[slots++] = row;
                slotOfTicket[tickets[p]] = slots - 1;
            }
        }

        columnStarts[columns] = slots;
        Array.Resize(ref rowIndices, slots);
        return new SparsePattern(rows, columnStarts, rowIndices);
    }

    private static int[] SortedStarts(List<int> keys, int keyCount)
    {
        var starts = new int[keyCount + 1];
        foreach (var key in keys)
            starts[key + 1]++;
        for (var key = 0; key < keyCount; key++)
            starts[key + 1] += starts[key];
        return starts;
    }
}

namespace CircuitSim.Crossbars;

/// <summary>
/// Whether every line of an array has a path to a voltage: its own driver or sensing node, or through cells that conduct
/// lines that have one. A wire always conducts, so lines are the nodes and cells the edges. Cost: each cell looked at twice.
/// </summary>
internal sealed unsafe class LineReach
{
    private readonly LineSystem a;
    private readonly int rows, columns;
    private readonly bool[] isReached;
    private readonly int[] queue;

    public LineReach(LineSystem system)
    {
        a = system;
        (rows, columns) = (a.Layout.Rows, a.Layout.Columns);
        (isReached, queue) = (new bool[rows + columns], new int[rows + columns]);
    }

    /// <exception cref="SingularMatrixException">A line is tied to no voltage.</exception>
    public void RequireVoltages()
    {
        Array.Clear(isReached);
        var count = 0;
        for (var i = 0; i < rows; i++)
            Reach(i, a.NearEnds[i] > 0, ref count);
        for (var j = 0; j < columns; j++)
            Reach(rows + j, a.Senses[j] > 0, ref count);
        for (var n = 0; n < count; n++)
        {
            var line = queue[n];
            if (line < rows)
            {
                for (var j = 0; j < columns; j++)
                    Reach(rows + j, a.Cells[a.Layout.Index(line, j)] > 0, ref count);
            }
            else
            {
                for (var i = 0; i < rows; i++)
                    Reach(i, a.Cells[a.Layout.Index(i, line - rows)] > 0, ref count);
            }
        }

        var lost = Array.IndexOf(isReached, false);
        if (lost >= 0)
            throw SingularMatrixException.FloatingLine(lost < rows ? $"word line {lost}" : $"bit line {lost - rows}");
    }

    private void Reach(int line, bool isTied, ref int count)
    {
        if (!isTied || isReached[line])
            return;
        isReached[line] = true;
        queue[count++] = line;
    }
}

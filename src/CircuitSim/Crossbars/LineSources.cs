namespace CircuitSim.Crossbars;

/// <summary>
/// What the lines of an array are connected to, as the passes want it: connected ends, sources, and the voltages from which u
/// and v are counted. With every held bit line at 0 V these are 0, and the word lines' sources drive the array. Otherwise each
/// line is counted from its own voltage E, a floating one from the middle: then no end has a source, but cell (i, j) carries
/// g (E_i − E_j) when u = v = 0. So the current of a sensing node, its conductance times a small v, keeps its digits.
/// </summary>
internal sealed unsafe class LineSources
{
    private readonly LineSystem a;
    private readonly int rows, columns;
    private readonly double[] lastWordRests, lastBitRests;

    public LineSources(LineSystem system)
    {
        a = system;
        (rows, columns) = (a.Layout.Rows, a.Layout.Columns);
        (lastWordRests, lastBitRests) = (new double[rows], new double[columns]);
        TerminalVoltages = new double[rows + columns];
    }

    /// <summary>What the word lines' sources and the sensing nodes are held at; of no meaning for a floating line, [M + N] [V].</summary>
    public double[] TerminalVoltages { get; }

    public bool AnyFloats { get; private set; }

    /// <summary>Whether lines are counted from their own voltages.</summary>
    public bool CountsFromRest { get; private set; }

    /// <summary>Column of an adjoint problem, or −1.</summary>
    public int DrivenColumn { get; private set; } = -1;

    /// <summary>At least what the sources deliver [W].</summary>
    public double Power { get; private set; }

    /// <summary>At least the conductance that any port of interest sees with all others at ground [S].</summary>
    public double LargestPort { get; private set; }

    /// <summary>At least the voltage across any cell [V].</summary>
    public double LargestVoltage { get; private set; }

    /// <summary>The least and the greatest voltage of what holds the lines: no node of a network of conductances lies outside [V].</summary>
    public (double Lowest, double Highest) Hull { get; private set; }

    public void ConnectAll()
    {
        if (!AnyFloats)
            return;
        AnyFloats = false;
        for (var i = 0; i < rows; i++)
            a.ConnectWordLine(i, true);
        for (var j = 0; j < columns; j++)
            a.ConnectBitLine(j, true);
    }

    /// <summary>Connects the lines that are held, and no others; lines for which that is new are then stale.</summary>
    /// <exception cref="InvalidParameterException">Wrong lengths.</exception>
    public void Connect(ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines)
    {
        RequireLength(wordLines.Length, rows, "word-line biases");
        RequireLength(bitLines.Length, columns, "bit-line biases");
        AnyFloats = false;
        for (var i = 0; i < rows; i++)
        {
            a.ConnectWordLine(i, !wordLines[i].IsFloating);
            AnyFloats |= wordLines[i].IsFloating;
        }

        for (var j = 0; j < columns; j++)
        {
            a.ConnectBitLine(j, !bitLines[j].IsFloating);
            AnyFloats |= bitLines[j].IsFloating;
        }
    }

    /// <summary>These voltages on the word lines that are connected, the sensing nodes at ground. The lines are factored.</summary>
    public void Read(ReadOnlySpan<double> rowVoltages)
    {
        StartAtGround();
        var (power, largest) = (0.0, 0.0);
        Hull = (0, 0);
        for (var i = 0; i < rows; i++)
        {
            a.NearSources[i] = a.NearEnds[i] * rowVoltages[i];
            a.FarSources[i] = a.FarEnds[i] * rowVoltages[i];
            TerminalVoltages[i] = rowVoltages[i];
            power += rowVoltages[i] * rowVoltages[i] * RowPort(i);
            largest = Math.Max(largest, Math.Abs(rowVoltages[i]));
            Hull = (Math.Min(Hull.Lowest, rowVoltages[i]), Math.Max(Hull.Highest, rowVoltages[i]));
        }

        (Power, LargestVoltage, LargestPort) = (power, largest, LargestColumnPort());
    }

    /// <summary>Any voltages on both layers; <see cref="Connect"/> has been called with the same biases and the lines are factored.</summary>
    public void Apply(ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines)
    {
        StartAtGround();
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var line in bitLines)
        {
            CountsFromRest |= !line.IsFloating && line.Voltage != 0;
            Include(line);
        }

        foreach (var line in wordLines)
            Include(line);
        var middle = CountsFromRest ? 0.5 * low + 0.5 * high : 0;
        var (wordPower, bitPower) = (0.0, 0.0);
        for (var i = 0; i < rows; i++)
        {
            var voltage = wordLines[i].IsFloating ? middle : wordLines[i].Voltage;
            TerminalVoltages[i] = voltage;
            wordPower += Square(voltage - middle) * RowPort(i);
            if (CountsFromRest)
                a.WordRests[i] = voltage;
            else
                (a.NearSources[i], a.FarSources[i]) = (a.NearEnds[i] * voltage, a.FarEnds[i] * voltage);
        }

        for (var j = 0; j < columns; j++)
        {
            var voltage = bitLines[j].IsFloating ? middle : bitLines[j].Voltage;
            TerminalVoltages[rows + j] = voltage;
            bitPower += Square(voltage - middle) * ColumnPort(j);
            if (CountsFromRest)
                a.BitRests[j] = voltage;
        }

        // The root of the power is a norm of the sources.
        Power = bitPower == 0 ? wordPower : Square(Math.Sqrt(wordPower) + Math.Sqrt(bitPower));
        LargestVoltage = CountsFromRest ? high - low : high >= low ? Math.Max(Math.Abs(high), Math.Abs(low)) : 0;
        LargestPort = LargestColumnPort();
        Hull = high >= low ? (low, high) : (double.NegativeInfinity, double.PositiveInfinity);

        void Include(LineBias line)
        {
            if (!line.IsFloating)
                (low, high) = (Math.Min(low, line.Voltage), Math.Max(high, line.Voltage));
        }
    }

    /// <summary>Gives linear cells the currents that they carry at rest; none where all is counted from 0 V.</summary>
    public void BiasLinearCells()
    {
        a.UseCellSources(CountsFromRest);
        for (var i = 0; CountsFromRest && i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var k = a.Layout.Index(i, j);
                a.CellSources[k] = a.Cells[k] * (a.WordRests[i] - a.BitRests[j]);
            }
        }
    }

    /// <summary>For a warm start: voltages found in the solve before are counted from where this one counts them.</summary>
    public void Recount(double* strips, bool areBitLines)
    {
        var (before, now) = areBitLines ? (lastBitRests, a.BitRests) : (lastWordRests, a.WordRests);
        if (before.AsSpan().SequenceEqual(now))
            return;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var line = areBitLines ? j : i;
                strips[a.Layout.Index(i, j)] += before[line] - now[line];
            }
        }
    }

    /// <summary>The adjoint problem of a column: its sensing node at 1 V, everything else at ground. The lines are factored.</summary>
    public void DriveBitLine(int column)
    {
        StartAtGround();
        DrivenColumn = column;
        TerminalVoltages[rows + column] = 1;
        (a.SenseSources[column], a.FarSenseSources[column]) = (a.Senses[column], a.FarSenses[column]);
        (Power, LargestVoltage, LargestPort, Hull) = (ColumnPort(column), 1, 0, (0, 1));
        for (var i = 0; i < rows; i++)
            LargestPort = Math.Max(LargestPort, RowPort(i));
    }

    private void StartAtGround()
    {
        a.WordRests.CopyTo(lastWordRests, 0);
        a.BitRests.CopyTo(lastBitRests, 0);
        new Span<double>(a.NearSources, rows).Clear();
        new Span<double>(a.FarSources, rows).Clear();
        new Span<double>(a.SenseSources, columns).Clear();
        new Span<double>(a.FarSenseSources, columns).Clear();
        Array.Clear(TerminalVoltages);
        Array.Clear(a.WordRests);
        Array.Clear(a.BitRests);
        (CountsFromRest, DrivenColumn) = (false, -1);
    }

    /// <summary>At most what a word line's source sees with all bit lines grounded: through its ends one by one, or all cells at once [S].</summary>
    private double RowPort(int i) => Math.Min(a.RowPorts[i] + a.FarEnds[i], a.RowSums[i]);

    /// <summary>At most what a sensing node sees with all word lines grounded, likewise [S].</summary>
    private double ColumnPort(int j) => Math.Min(a.ColumnPorts[j] + a.FarSenses[j], a.ColumnSums[j]);

    private double LargestColumnPort()
    {
        double largest = 0;
        for (var j = 0; j < columns; j++)
            largest = Math.Max(largest, ColumnPort(j));
        return largest;
    }

    private void RequireLength(int actual, int expected, string what)
    {
        if (actual != expected)
            throw InvalidParameterException.WrongShape(what, $"[{actual}]", $"[{expected}], for an array of {rows} × {columns}");
    }

    private static double Square(double x) => x * x;
}

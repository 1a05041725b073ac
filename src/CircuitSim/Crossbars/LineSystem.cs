using System.Runtime.CompilerServices;
using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// The numbers of one array as the passes over it want them: conductances, factored chains and iterates in strips
/// (<see cref="StripLayout"/>), word-line chains eight lanes side by side, [blocks of 8 rows × columns × 8]. Rows and
/// columns that only fill up have no cells and stay at 0 V.
/// </summary>
internal sealed unsafe class LineSystem
{
    /// <summary>What a resistance of zero is taken as [Ω]: even at 4096 × 4096 cells of 1 kΩ it moves a current by less than 1e-14 of itself.</summary>
    public const double ZeroResistance = 1e-18;

    private readonly List<PinnedBuffer> buffers = [];
    private readonly double[] wiredNearEnds, wiredFarEnds, wiredSenses, wiredFarSenses;
    private double* cellSources;

    public LineSystem(CrossbarWiring wiring)
    {
        Layout = new StripLayout(wiring.Rows, wiring.Columns);
        var (rows, columns) = (Layout.PaddedRows, Layout.PaddedColumns);
        // In one piece, so that pages can be large from arrays of 200 × 200 on.
        var length = RoundUp(Layout.Length);
        Cells = Allocate(8 * length);
        BitShares = Cells + length;
        WordShares = BitShares + length;
        WordVoltages = WordShares + length;
        BitVoltages = WordVoltages + length;
        Direction = BitVoltages + length;
        Correction = Direction + length;
        Work = Correction + length;
        NearEnds = Allocate(rows);
        FarEnds = Allocate(rows);
        Senses = Allocate(columns);
        FarSenses = Allocate(columns);
        NearSources = Allocate(rows);
        FarSources = Allocate(rows);
        SenseSources = Allocate(columns);
        FarSenseSources = Allocate(columns);
        RowSums = Allocate(rows);
        RowSquares = Allocate(rows);
        RowPeaks = Allocate(rows);
        RowPorts = Allocate(rows);
        ColumnPorts = Allocate(columns);
        ColumnSums = Allocate(columns);
        LastBitVoltages = Allocate(columns);
        FirstBitVoltages = Allocate(columns);
        (WordRests, BitRests) = (new double[wiring.Rows], new double[wiring.Columns]);
        (StaleStrips, StaleBlocks) = (new bool[Layout.Strips], new bool[Layout.Blocks]);
        (wiredNearEnds, wiredFarEnds) = (new double[wiring.Rows], new double[wiring.Rows]);
        (wiredSenses, wiredFarSenses) = (new double[wiring.Columns], new double[wiring.Columns]);
        HasUniformSegments = wiring.WordLineSegments.Length is null && wiring.BitLineSegments.Length is null;
        if (!HasUniformSegments)
        {
            WordResistances = Allocate((long)rows * columns);
            BitResistances = Allocate(Layout.Length);
        }

        ReadWiring(wiring);
    }

    public StripLayout Layout { get; }

    public bool HasUniformSegments { get; }

    /// <summary>Whether any segment is taken as <see cref="ZeroResistance"/>.</summary>
    public bool HasZeroSegments { get; private set; }

    /// <summary>Resistance of every word-line and every bit-line segment, if they are uniform [Ω].</summary>
    public double WordResistance { get; private set; }

    public double BitResistance { get; private set; }

    /// <summary>Conductance of a word-line and of a bit-line segment of the mean resistance [S].</summary>
    public double TypicalWordSegment { get; private set; }

    public double TypicalBitSegment { get; private set; }

    /// <summary>
    /// Resistance of the segment from each crosspoint to the next of its chain, before it on a word line and after it on a bit
    /// line, in the order of the shares; null if uniform [Ω].
    /// </summary>
    public double* WordResistances { get; }

    public double* BitResistances { get; }

    /// <summary>g, in strips [S].</summary>
    public double* Cells { get; }

    /// <summary>Current that each cell carries from word to bit line when u = v = 0, in strips; null if none does [A].</summary>
    public double* CellSources => HasCellSources ? cellSources : null;

    public bool HasCellSources { get; private set; }

    /// <summary>
    /// What u and v of each line are counted from, [M] and [N]: 0, or where bit lines are held elsewhere, the voltages at which
    /// all lines are held. A sensing node at another voltage than 0 would otherwise cost the digits of its current [V].
    /// </summary>
    public double[] WordRests { get; }

    public double[] BitRests { get; }

    /// <summary>Times that the connection of a line has changed.</summary>
    public long Connections { get; private set; }

    /// <summary>Strips and blocks of eight rows whose lines must be factored anew.</summary>
    public bool[] StaleStrips { get; }

    public bool[] StaleBlocks { get; }

    /// <summary>
    /// Of the current that comes to a node of a chain, the share that goes on to the next, of the word lines towards their near
    /// drivers, in the order of the lanes, and of the bit lines towards their near sensing nodes, in strips [1].
    /// </summary>
    public double* WordShares { get; }

    public double* BitShares { get; }

    /// <summary>u and v, in strips [V].</summary>
    public double* WordVoltages { get; private set; }

    public double* BitVoltages { get; }

    /// <summary>p, z and t of the iteration, in strips [V, V, A].</summary>
    public double* Direction { get; }

    public double* Correction { get; }

    public double* Work { get; private set; }

    /// <summary>
    /// Conductance between each word line's first and last crosspoint and its sources, and between each bit line's last and
    /// first crosspoint and its sensing node; 0 where the end is open or the line floats [S].
    /// </summary>
    public double* NearEnds { get; }

    public double* FarEnds { get; }

    public double* Senses { get; }

    public double* FarSenses { get; }

    /// <summary>Currents that the sources drive into the ends of the lines when all nodes are at 0 V [A].</summary>
    public double* NearSources { get; }

    public double* FarSources { get; }

    public double* SenseSources { get; }

    public double* FarSenseSources { get; }

    /// <summary>Sum of the conductances of each word line's cells, and of their squares [S, S²].</summary>
    public double* RowSums { get; }

    public double* RowSquares { get; }

    /// <summary>The best conductor of each word line's cells [S].</summary>
    public double* RowPeaks { get; }

    /// <summary>Sum of the conductances of each bit line's cells [S].</summary>
    public double* ColumnSums { get; }

    /// <summary>Conductance that each near driver sees when all bit lines and the far end are at ground [S].</summary>
    public double* RowPorts { get; }

    /// <summary>Conductance that each sensing node sees from its near end when all word lines and the far end are at ground [S].</summary>
    public double* ColumnPorts { get; }

    /// <summary>Voltage of the last and of the first crosspoint of each bit line, caused by the latest direction [V].</summary>
    public double* LastBitVoltages { get; }

    public double* FirstBitVoltages { get; }

    /// <summary>Conductance of the word-line segment before column j ≥ 1 [S].</summary>
    public double WordSegmentBefore(int i, int j) =>
        1 / (HasUniformSegments ? WordResistance : WordResistances[WordPlace(i, j)]);

    /// <summary>Conductance of the bit-line segment before row i ≥ 1 [S].</summary>
    public double BitSegmentBefore(int i, int j) =>
        1 / (HasUniformSegments ? BitResistance : BitResistances[Layout.Index(i - 1, j)]);

    /// <summary>The voltages found in <see cref="Work"/> become those of the word lines.</summary>
    public void ExchangeWorkAndWordVoltages()
    {
        var found = Work;
        Work = WordVoltages;
        WordVoltages = found;
    }

    /// <summary>Whether the cells' own sources count from now on; they are kept.</summary>
    public void UseCellSources(bool use)
    {
        if (use && cellSources == null)
            cellSources = Allocate(Layout.Length);
        HasCellSources = use;
    }

    /// <summary>Connects word line i to its drivers, or leaves it floating; if that is new, the line is stale.</summary>
    public void ConnectWordLine(int i, bool isConnected)
    {
        var (near, far) = isConnected ? (wiredNearEnds[i], wiredFarEnds[i]) : (0, 0);
        if (NearEnds[i] == near)
            return;
        (NearEnds[i], FarEnds[i]) = (near, far);
        StaleBlocks[i / 8] = true;
        Connections++;
    }

    /// <summary>Connects bit line j to its sensing node, or leaves it floating; if that is new, the line is stale.</summary>
    public void ConnectBitLine(int j, bool isConnected)
    {
        var (sense, far) = isConnected ? (wiredSenses[j], wiredFarSenses[j]) : (0, 0);
        if (Senses[j] == sense)
            return;
        (Senses[j], FarSenses[j]) = (sense, far);
        StaleStrips[j / StripLayout.Width] = true;
        Connections++;
    }

    public void MarkAllStale()
    {
        Array.Fill(StaleStrips, true);
        Array.Fill(StaleBlocks, true);
    }

    /// <summary>To whole lines of the cache.</summary>
    private static long RoundUp(long length) => (length + 7) & ~7L;

    public double* Allocate(long length)
    {
        var buffer = new PinnedBuffer(length);
        buffers.Add(buffer);
        return buffer.Pointer;
    }

    /// <summary>Copies a matrix [M × N] row-major into strips.</summary>
    public void Scatter(ReadOnlySpan<double> matrix, double* strips)
    {
        fixed (double* rows = matrix)
            Exchange(rows, strips, isScatter: true);
    }

    /// <summary>Copies strips into a matrix [M × N] row-major.</summary>
    public void Gather(double* strips, Span<double> matrix)
    {
        fixed (double* rows = matrix)
            Exchange(rows, strips, isScatter: false);
    }

    /// <summary>Copies strips of voltages, which are counted from the rest of their line, into a matrix [M × N] row-major, counted from 0 V [V].</summary>
    public void GatherVoltages(double* strips, bool areBitLines, Span<double> matrix)
    {
        Gather(strips, matrix);
        for (var i = 0; i < Layout.Rows; i++)
        {
            for (var j = 0; j < Layout.Columns; j++)
                matrix[i * Layout.Columns + j] += areBitLines ? BitRests[j] : WordRests[i];
        }
    }

    /// <summary>Tile after tile, as both lie in memory.</summary>
    private void Exchange(double* rows, double* strips, bool isScatter)
    {
        const uint WholeRow = StripLayout.Width * sizeof(double);
        for (var block = 0; block < Layout.Blocks; block++)
        {
            for (var first = 0; first < Layout.Columns; first += StripLayout.Width)
            {
                var bytes = (uint)Math.Min(StripLayout.Width, Layout.Columns - first) * sizeof(double);
                var strip = strips + Layout.Index(8 * block, first);
                for (var i = 8 * block; i < Math.Min(8 * block + 8, Layout.Rows); i++, strip += StripLayout.Width)
                {
                    var row = rows + (long)i * Layout.Columns + first;
                    var (source, target) = isScatter ? ((nint)row, (nint)strip) : ((nint)strip, (nint)row);
                    // A length known beforehand is two moves instead of a call.
                    if (bytes == WholeRow)
                        Unsafe.CopyBlockUnaligned((void*)target, (void*)source, WholeRow);
                    else
                        Unsafe.CopyBlockUnaligned((void*)target, (void*)source, bytes);
                }
            }
        }
    }

    private void ReadWiring(CrossbarWiring wiring)
    {
        var (rows, columns) = (wiring.Rows, wiring.Columns);
        for (var i = 0; i < rows; i++)
        {
            var segment = i * (columns + 1);
            NearEnds[i] = wiredNearEnds[i] = Conductance(wiring.Drivers[i] + wiring.WordLineSegments[segment]);
            if (wiring.Drive == WordLineDrive.BothEnds)
                FarEnds[i] = wiredFarEnds[i] = Conductance(wiring.Drivers[i] + wiring.WordLineSegments[segment + columns]);
        }

        // A word line that only fills up would be tied to nothing.
        for (var i = rows; i < Layout.PaddedRows; i++)
            NearEnds[i] = 1;
        for (var j = 0; j < columns; j++)
        {
            Senses[j] = wiredSenses[j] = Conductance(wiring.SenseInputs[j] + wiring.BitLineSegments[rows * columns + j]);
            if (wiring.Sensing == BitLineSensing.BothEnds)
                FarSenses[j] = wiredFarSenses[j] = Conductance(wiring.SenseInputs[j] + wiring.BitLineSegments[j]);
        }

        if (HasUniformSegments)
        {
            (WordResistance, BitResistance) = (Resistance(wiring.WordLineSegments[0]), Resistance(wiring.BitLineSegments[0]));
            (TypicalWordSegment, TypicalBitSegment) = (1 / WordResistance, 1 / BitResistance);
            HasZeroSegments = Math.Min(WordResistance, BitResistance) <= ZeroResistance;
            return;
        }

        var (wordTotal, bitTotal) = (0.0, 0.0);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var (word, bit) = (wiring.WordLineSegments[i * (columns + 1) + j], wiring.BitLineSegments[i * columns + j]);
                HasZeroSegments |= Math.Min(j > 0 ? word : 1, i > 0 ? bit : 1) <= ZeroResistance;
                WordResistances[WordPlace(i, j)] = Resistance(word);
                BitResistances[Layout.Index(i, j)] = Resistance(wiring.BitLineSegments[(i + 1) * columns + j]);
                (wordTotal, bitTotal) = (wordTotal + (j > 0 ? word : 0), bitTotal + (i > 0 ? bit : 0));
            }
        }

        TypicalWordSegment = Conductance(wordTotal / Math.Max(1, rows * (columns - 1)));
        TypicalBitSegment = Conductance(bitTotal / Math.Max(1, (rows - 1) * columns));
    }

    private long WordPlace(int i, int j) => (i & ~7) * (long)Layout.PaddedColumns + 8 * j + (i & 7);

    private static double Conductance(double resistance) => 1 / Resistance(resistance);

    private static double Resistance(double resistance) => Math.Max(resistance, ZeroResistance);
}

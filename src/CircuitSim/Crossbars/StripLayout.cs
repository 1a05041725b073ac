namespace CircuitSim.Crossbars;

/// <summary>
/// Where crosspoint (i, j) lies: in strips of 32 columns, row after row within a strip, so that both the passes along bit
/// lines and those along word lines read memory in long runs (1.5 to 1.8 times faster than row-major from 512² up).
/// The last strip is as narrow as the columns allow, in eights; rows are filled up to eights. Strips are padded, because
/// distances that are powers of two collide in the cache.
/// </summary>
internal readonly struct StripLayout
{
    public const int FullWidth = 32;

    private const int Padding = 128;

    public StripLayout(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        (PaddedRows, PaddedColumns) = (RoundUp(rows, 8), RoundUp(columns, 8));
        Strips = RoundUp(columns, FullWidth) / FullWidth;
        Stride = (long)PaddedRows * FullWidth + Padding;
        Length = (Strips - 1) * Stride + (long)PaddedRows * Width(Strips - 1) + Padding;
    }

    public int Rows { get; }

    public int Columns { get; }

    public int PaddedRows { get; }

    public int PaddedColumns { get; }

    public int Strips { get; }

    /// <summary>Places from one strip to the next.</summary>
    public long Stride { get; }

    public long Length { get; }

    /// <summary>Columns of a strip, filled up to eights.</summary>
    public int Width(int strip) => Math.Min(FullWidth, PaddedColumns - strip * FullWidth);

    public long Index(int i, int j)
    {
        var strip = j / FullWidth;
        return strip * Stride + (long)i * Width(strip) + j % FullWidth;
    }

    private static int RoundUp(int n, int to) => (n + to - 1) / to * to;
}

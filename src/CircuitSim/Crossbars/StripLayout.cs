using System.Runtime.CompilerServices;

namespace CircuitSim.Crossbars;

/// <summary>
/// Where crosspoint (i, j) lies: in strips of eight columns, row after row within a strip, so that eight rows of a strip are a
/// tile of 64 places one after the other. A pass along bit lines reads a strip as one run, a pass along word lines tile after
/// tile. Rows and columns are filled up to eights. Strips are an odd number of tiles apart: distances that are powers of two
/// collide in the cache.
/// </summary>
internal readonly struct StripLayout
{
    /// <summary>Columns of a strip.</summary>
    public const int Width = 8;

    /// <summary>Places of eight rows of a strip.</summary>
    public const int Tile = 8 * Width;

    public StripLayout(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        (PaddedRows, PaddedColumns) = (RoundUp(rows), RoundUp(columns));
        (Strips, Blocks) = (PaddedColumns / Width, PaddedRows / 8);
        Stride = Tile * (Blocks | 1L);
        Length = Strips * Stride;
    }

    public int Rows { get; }

    public int Columns { get; }

    public int PaddedRows { get; }

    public int PaddedColumns { get; }

    public int Strips { get; }

    /// <summary>Blocks of eight rows.</summary>
    public int Blocks { get; }

    /// <summary>Places from one strip to the next.</summary>
    public long Stride { get; }

    public long Length { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Index(int i, int j) => j / Width * Stride + i * (long)Width + j % Width;

    private static int RoundUp(int n) => (n + 7) & ~7;
}

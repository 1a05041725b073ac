namespace CircuitSim.Netlists.Spice;

/// <summary>
/// One statement of a netlist: a line with its continuations joined by blanks and its comments gone, and the way back
/// from each character to its file, line and column.
/// </summary>
internal sealed class SpiceStatement
{
    private readonly SourceText source;
    private readonly int lineIndex, column;

    /// <summary>What it says is a part of this: of the source, as long as it is one line as it stands there.</summary>
    private string whole;
    private int start, length;

    /// <summary>Null as long as there are none: few statements have any.</summary>
    private List<Piece>? continuations;

    /// <param name="column">Where it starts in its line.</param>
    /// <param name="length">Characters of it that are code.</param>
    public SpiceStatement(SourceText source, int lineIndex, int column, int length)
        : this(source, lineIndex, column, source.Text, source.StartOf(lineIndex) + column, length)
    {
    }

    private SpiceStatement(SourceText source, int lineIndex, int column, string whole, int start, int length)
    {
        (this.source, this.lineIndex, this.column) = (source, lineIndex, column);
        (this.whole, this.start, this.length) = (whole, start, length);
    }

    /// <summary>What it says, without a copy.</summary>
    public ReadOnlySpan<char> Code => whole.AsSpan(start, length);

    public string Text
    {
        get
        {
            if (length != whole.Length)
                Become(Code.ToString());
            return whole;
        }
    }

    public int Length => length;

    public void Continue(int lineIndex, int column, string text)
    {
        continuations ??= [];
        continuations.Add(new Piece(Text.Length + 1, lineIndex, column));
        Become($"{Text} {text}");
    }

    /// <summary>The same statement as if it said this; places within it are no longer those of the file.</summary>
    public SpiceStatement Saying(string other) => new(source, lineIndex, column, other, 0, other.Length);

    /// <param name="offset">In the text; one behind its end is allowed.</param>
    public SourcePlace PlaceOf(int offset)
    {
        return continuations?.FindLast(p => p.Offset <= offset) is { } piece
            ? new SourcePlace(source, piece.LineIndex, piece.Column + (offset - piece.Offset) + 1)
            : new SourcePlace(source, lineIndex, column + offset + 1);
    }

    private void Become(string text) => (whole, start, length) = (text, 0, text.Length);

    private sealed record Piece(int Offset, int LineIndex, int Column);
}

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// One statement of a netlist: a line with its continuations joined by blanks and its comments gone, and the way back
/// from each character to its file, line and column.
/// </summary>
internal sealed class SpiceStatement(SourceText source, int lineIndex, int column, string text)
{
    /// <summary>Null as long as there are none: few statements have any.</summary>
    private List<Piece>? continuations;

    public string Text { get; private set; } = text;

    public void Continue(int lineIndex, int column, string text)
    {
        continuations ??= [];
        continuations.Add(new Piece(Text.Length + 1, lineIndex, column));
        Text = $"{Text} {text}";
    }

    /// <summary>The same statement as if it said this; places within it are no longer those of the file.</summary>
    public SpiceStatement Saying(string other) => new(source, lineIndex, column, other);

    /// <param name="offset">In the text; one behind its end is allowed.</param>
    public SourcePlace PlaceOf(int offset)
    {
        return continuations?.FindLast(p => p.Offset <= offset) is { } piece
            ? new SourcePlace(source, piece.LineIndex, piece.Column + (offset - piece.Offset) + 1)
            : new SourcePlace(source, lineIndex, column + offset + 1);
    }

    private sealed record Piece(int Offset, int LineIndex, int Column);
}

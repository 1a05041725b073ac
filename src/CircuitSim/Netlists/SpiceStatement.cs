namespace CircuitSim.Netlists;

/// <summary>
/// One statement of a netlist: a line with its continuations joined by blanks and its comments gone, and the way back
/// from each character to its file, line and column.
/// </summary>
internal sealed class SpiceStatement
{
    private readonly List<(int Offset, SourceText Source, int LineIndex, int Column)> pieces = [];

    public string Text { get; private set; } = "";

    public void Append(SourceText source, int lineIndex, int column, string piece)
    {
        if (Text.Length > 0)
            Text += " ";
        pieces.Add((Text.Length, source, lineIndex, column));
        Text += piece;
    }

    public SourceText Source => pieces[0].Source;

    /// <param name="offset">In the text; one behind its end is allowed.</param>
    public SourcePlace PlaceOf(int offset)
    {
        var k = pieces.Count - 1;
        while (k > 0 && pieces[k].Offset > offset)
            k--;
        var piece = pieces[k];
        return new SourcePlace(piece.Source, piece.LineIndex, piece.Column + (offset - piece.Offset) + 1);
    }
}

using System.Buffers;
using System.Text;

namespace CircuitSim.Cli;

/// <summary>
/// A table as text of a given width. Where its columns do not fit as they are, long cells and headers go on in the line below, between
/// words; where that does not do, the columns stand in several tables below each other, each with those that name a row.
/// </summary>
internal static class TableLayout
{
    /// <summary>Blanks beside each column where there is room, and where there is not.</summary>
    private const int Wide = 3, Narrow = 2;

    /// <summary>Cells up to here are figures and names, and stay in one line.</summary>
    private const int MostOfOneLine = 20;

    /// <summary>Signs behind which a long word is cut.</summary>
    private static readonly SearchValues<char> Cuts = SearchValues.Create("/\\-_,;:=.");

    /// <summary>Words up to here stay whole; where everything fits beside each other, those up to half of the width.</summary>
    private const int MostOfAWord = 30;

    public static string Text(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, int width)
    {
        var text = new StringBuilder();
        int[] full = [.. header.Select((h, k) => rows.Select(r => r[k].Length).Append(h.Length).Max())];
        if (full.Sum(w => w + Wide) <= width)
        {
            Append(text, header, rows, full, Wide);
            return text.ToString();
        }

        var word = Least(header, rows, width / 2).Sum(w => w + Narrow) <= width ? width / 2 : MostOfAWord;
        foreach (var columns in Blocks(header, rows, width, word))
        {
            string[] titles = [.. columns.Select(k => header[k])];
            string[][] cells = [.. rows.Select(r => columns.Select(k => r[k]).ToArray())];
            Append(text, titles, cells, Widths(titles, cells, width, word), Narrow);
        }

        return text.ToString();
    }

    /// <summary>The lines of a text, none longer than asked for unless a word is.</summary>
    public static List<string> Wrapped(string text, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in Pieces(text, Math.Max(width, 1)))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
                lines.Add(word);
            else
                lines[^1] += lines[^1].Length == 0 ? word : $" {word}";
        }

        return lines;
    }

    /// <summary>The columns of each table, all in one where they fit; none that say nothing of any row.</summary>
    private static IEnumerable<int[]> Blocks(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, int width, int word)
    {
        var least = Least(header, rows, word);
        int[] telling = [.. Enumerable.Range(0, header.Count).Where(k => k == 0 || rows.Any(r => r[k] is not ("–" or "")))];
        var named = Names(rows, least, width);
        var block = telling.TakeWhile(k => k < named).ToList();
        var names = block.Count;
        foreach (var k in telling.Skip(names))
        {
            if (block.Count > names && telling.Sum(t => least[t] + Narrow) > width && block.Sum(b => least[b] + Narrow) + least[k] + Narrow > width)
            {
                yield return [.. block];
                block.RemoveRange(names, block.Count - names);
            }

            block.Add(k);
        }

        yield return [.. block];
    }

    /// <summary>How many columns tell the rows apart; one where that takes half of the width.</summary>
    private static int Names(IReadOnlyList<IReadOnlyList<string>> rows, int[] least, int width)
    {
        for (var n = 1; n < least.Length && least.Take(n).Sum(w => w + Narrow) <= width / 2; n++)
        {
            if (rows.Select(r => string.Join('\n', r.Take(n))).Distinct().Count() == rows.Count)
                return n;
        }

        return 1;
    }

    /// <summary>The narrowest that each column can be.</summary>
    private static int[] Least(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, int word) =>
        [.. header.Select((h, k) => rows.Select(r => Least(r[k], MostOfOneLine, word)).Append(Least(h, 0, word)).Max())];

    private static int Least(string cell, int mostOfOneLine, int word) =>
        cell.Length <= mostOfOneLine ? cell.Length : Pieces(cell, word).Select(p => p.Length).DefaultIfEmpty().Max();

    private static void Append(StringBuilder text, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, int[] widths, int gap)
    {
        AppendRow(text, header, widths, gap);
        text.Append('─', widths.Sum(w => w + gap)).Append('\n');
        foreach (var row in rows)
            AppendRow(text, row, widths, gap);
        text.Append('\n');
    }

    /// <summary>What each column needs, or its part of the room.</summary>
    private static int[] Widths(string[] header, string[][] rows, int width, int word)
    {
        int[] full = [.. header.Select((h, k) => rows.Select(r => r[k].Length).Append(h.Length).Max())];
        var widths = Least(header, rows, word);
        for (var room = width - widths.Sum(w => w + Narrow); room > 0; room--)
        {
            int[] wanting = [.. Enumerable.Range(0, widths.Length).Where(k => widths[k] < full[k])];
            if (wanting.Length == 0)
                break;
            widths[wanting.MinBy(k => (double)widths[k] / full[k])]++;
        }

        return widths;
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells, int[] widths, int gap)
    {
        List<string>[] lines = [.. cells.Select((c, k) => c.Length <= widths[k] ? [c] : Wrapped(c, widths[k]))];
        for (var n = 0; n < lines.Max(l => l.Count); n++)
        {
            for (var k = 0; k < cells.Count; k++)
                text.Append(' ', gap - 1).Append((n < lines[k].Count ? lines[k][n] : "").PadRight(widths[k])).Append(' ');
            while (text.Length > 0 && text[^1] == ' ')
                text.Length--;
            text.Append('\n');
        }
    }

    /// <summary>What stays together: a word, a figure with its unit or relation; of words longer than any line parts, cut behind a sign where there is one.</summary>
    private static IEnumerable<string> Pieces(string text, int most)
    {
        var words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        for (var k = 0; k < words.Length; k++)
        {
            var piece = words[k];
            while (k + 1 < words.Length && piece.Length + 1 + words[k + 1].Length <= Math.Min(most, MostOfOneLine) && Cling(words[k], words[k + 1]))
                piece += $" {words[++k]}";
            while (piece.Length > most)
            {
                var cut = piece.AsSpan(0, most).LastIndexOfAny(Cuts) + 1;
                cut = cut > most / 2 ? cut : most;
                yield return piece[..cut];
                piece = piece[cut..];
            }

            yield return piece;
        }
    }

    private static bool Cling(string word, string next) =>
        word is "≥" or "≤" or "=" or "±" or "<" or ">" || (char.IsAsciiDigit(word[^1]) && next.Length <= 3 && !char.IsAsciiDigit(next[0]));
}

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// Turns lines into statements: "+" continues, a "*" in front makes a comment, ";" anywhere, and "$" or "//" behind a
/// blank or in front, start one. Between .control and .endc only a "$" by itself does: $name and $&amp;name are variables.
/// </summary>
internal static class SpiceLines
{
    private const int LongestStatement = 1 << 20;

    /// <param name="first">Index of the first line to read.</param>
    /// <param name="dialect">Says whether $ starts a comment.</param>
    /// <exception cref="NetlistException">A continuation of nothing, or a character that is no ASCII.</exception>
    public static IEnumerable<SpiceStatement> Statements(SourceText source, int first, Dialect dialect)
    {
        SpiceStatement? open = null;
        var parts = 0;
        var isControl = false;
        for (var k = first; k < source.LineCount; k++)
        {
            var line = source.Line(k);
            var start = 0;
            while (start < line.Length && line[start] is ' ' or '\t')
                start++;
            if (start == line.Length || line[start] == '*')
                continue;
            isControl = isControl ? !line[start..].StartsWith(".endc", StringComparison.OrdinalIgnoreCase) : line[start..].StartsWith(".control", StringComparison.OrdinalIgnoreCase);
            var end = EndOfCode(line, start, dialect, isControl);
            RequireAscii(source, k, start, end);
            while (end > start && line[end - 1] is ' ' or '\t')
                end--;
            if (end == start)
                continue;
            if (line[start] == '+')
            {
                if (open is null)
                    throw NetlistException.At(source.Name, k + 1, start + 1, line.ToString(), "'+' continues a statement, but there is none before it.");
                if (open.Length + (end - start) > LongestStatement || ++parts > 10_000)
                    throw NetlistException.At(source.Name, k + 1, start + 1, line.ToString(), $"a statement of more than {LongestStatement} characters or 10000 lines; split it.");
                open.Continue(k, start + 1, Plain(line[(start + 1)..end].ToString()));
                continue;
            }

            if (end - start > LongestStatement)
                throw NetlistException.At(source.Name, k + 1, start + 1, line.ToString(), $"a statement of more than {LongestStatement} characters; split it.");
            if (open is not null)
                yield return open;
            open = new SpiceStatement(source, k, start, end - start);
            if (!IsPlain(open.Code))
                open = open.Saying(Plain(open.Text));
            parts = 0;
        }

        if (open is not null)
            yield return open;
    }

    private static int EndOfCode(ReadOnlySpan<char> line, int start, Dialect dialect, bool isControl)
    {
        // Few lines have any of them.
        var first = line[start..].IndexOfAny("\";$/");
        if (first < 0)
            return line.Length;
        var quoted = false;
        for (var k = start + first; k < line.Length; k++)
        {
            if (line[k] is not ('"' or ';' or '$' or '/'))
                continue;
            if (line[k] == '"')
                quoted = !quoted;
            if (quoted)
                continue;
            var afterBlank = k == start || line[k - 1] is ' ' or '\t' or ',';
            if (line[k] == ';' || (afterBlank && ((line[k] == '$' && dialect.DollarIsComment && !SpiceNames.StartsAsNode(line[k..]) && !(isControl && k + 1 < line.Length && line[k + 1] is not (' ' or '\t'))) || (line[k] == '/' && k + 1 < line.Length && line[k + 1] == '/'))))
                return k;
        }

        return line.Length;
    }

    /// <summary>LTspice writes micro as µ, as one or the other of two characters; an ohm is a unit. Names of files stay as they are.</summary>
    private static string Plain(string code)
    {
        if (IsPlain(code))
            return code;
        var plain = code.Replace('°', 'd').Replace('µ', 'u').Replace('μ', 'u').Replace('Ω', 'O').Replace('Ω', 'O').ToCharArray();
        foreach (var (start, end) in FileNames(code))
            code.AsSpan(start, end - start).CopyTo(plain.AsSpan(start));
        return new string(plain);
    }

    /// <summary>What stands in quotes where a file is named: behind .include and .lib, "file" or the bracket of table().</summary>
    private static List<(int Start, int End)> FileNames(ReadOnlySpan<char> code)
    {
        var names = new List<(int, int)>();
        for (var k = 0; k < code.Length; k++)
        {
            if (code[k] is not ('"' or '\''))
                continue;
            var length = code[(k + 1)..].IndexOf(code[k]);
            if (length < 0)
                break;
            if (NamesAFile(code[..k].TrimEnd(" \t=")))
                names.Add((k + 1, k + 1 + length));
            k += length + 1;
        }

        return names;
    }

    private static bool NamesAFile(ReadOnlySpan<char> before) =>
        before.EndsWith("file", StringComparison.OrdinalIgnoreCase) || before.EndsWith("table(", StringComparison.OrdinalIgnoreCase)
        || before.Equals(".lib", StringComparison.OrdinalIgnoreCase) || before.Equals(".inc", StringComparison.OrdinalIgnoreCase)
        || before.Equals(".incl", StringComparison.OrdinalIgnoreCase) || before.Equals(".include", StringComparison.OrdinalIgnoreCase);

    private static bool IsPlain(ReadOnlySpan<char> code) => code.IndexOfAnyExceptInRange('\t', '~') < 0;

    private static void RequireAscii(SourceText source, int lineIndex, int start, int end)
    {
        var line = source.Line(lineIndex);
        if (line[start..end].IndexOfAnyExceptInRange(' ', '~') < 0)
            return;
        var names = FileNames(line[start..end]);
        var next = 0;
        for (var k = start; k < end; k++)
        {
            while (next < names.Count && k - start >= names[next].End)
                next++;
            var isInName = next < names.Count && k - start >= names[next].Start;
            if (line[k] is < ' ' and not '\t' || (!isInName && line[k] is > '~' and not ('µ' or '°' or 'μ' or 'Ω' or 'Ω')))
                throw NetlistException.At(source.Name, lineIndex + 1, k + 1, line.ToString(), $"character U+{(int)line[k]:X4} outside a comment or a quoted file; all else of a netlist is plain ASCII.");
        }
    }
}

using System.Text.RegularExpressions;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Spice;

/// <summary>Walks over one statement and knows where to point when something is wrong. Blanks and commas separate.</summary>
/// <param name="dialects">Takes what a reader should know that is no fault, and knows whose text it is.</param>
/// <param name="readFile">The text of a file that a statement names; null where there is none to be had.</param>
internal sealed partial class SpiceCursor(SpiceStatement statement, DialectNotes dialects, Func<string, string>? readFile = null)
{
    private SpiceStatement statement = statement;
    // Words appear in messages: a longer one is not a name or a number.
    private const int LongestWord = 200;

    private bool hasNotedDraw;

    public int Position { get; set; }

    private ReadOnlySpan<char> Code => statement.Code;

    /// <summary>Whose text it is.</summary>
    public DialectNotes Dialects => dialects;

    /// <summary>Elements beside the one that a statement makes: Rser=10m of a capacitor is a resistor.</summary>
    public List<Element> Companions { get; } = [];

    /// <summary>Goes on to another statement: a cursor serves all of a file.</summary>
    public void MoveTo(SpiceStatement next)
    {
        statement = next;
        Position = 0;
    }

    public bool AtEnd
    {
        get
        {
            SkipSeparators();
            return Position == statement.Length;
        }
    }

    /// <summary>The next character that is no separator; NUL at the end.</summary>
    public char Peek => AtEnd ? '\0' : Code[Position];

    /// <summary>Whether a word that was begun goes on here.</summary>
    public bool IsInWord => Position < statement.Length && IsWordCharacter(Code[Position]) && Position > 0 && Code[Position - 1] is not (' ' or '\t' or ',');

    /// <summary>Goes to where the next word starts; returns its offset.</summary>
    public int SkipToNext()
    {
        SkipSeparators();
        return Position;
    }

    /// <summary>Where the next word starts.</summary>
    public SourcePlace Place
    {
        get
        {
            SkipSeparators();
            return statement.PlaceOf(Position);
        }
    }

    /// <summary>Where the word starts that was read last.</summary>
    public SourcePlace PlaceOfLast(string word) => statement.PlaceOf(Position - word.Length);

    public NetlistException Fault(int offset, string what)
    {
        var place = statement.PlaceOf(Math.Min(offset, statement.Length));
        return NetlistException.At(place, what);
    }

    public void Note(SourcePlace place, string what) => dialects.Note(place, what);

    /// <summary>A fault where the next word starts.</summary>
    public NetlistException Fault(string what)
    {
        SkipSeparators();
        return Fault(Position, what);
    }

    public bool Accept(char wanted)
    {
        if (Peek != wanted)
            return false;
        Position++;
        return true;
    }

    /// <summary>Takes the next character if it is this one and nothing parts it from what was read last.</summary>
    public bool AcceptBehind(char wanted)
    {
        if (Position == statement.Length || Code[Position] != wanted)
            return false;
        Position++;
        return true;
    }

    /// <summary>Takes a function of an asterisk, v(*).</summary>
    public bool AcceptAll(char function)
    {
        SkipSeparators();
        var match = AllOf().Match(statement.Text, Position);
        if (!match.Success || match.Index != Position || char.ToLowerInvariant(Code[Position]) != function)
            return false;
        Position += match.Length;
        return true;
    }

    [GeneratedRegex(@"\G[a-zA-Z]\(\s*\*\s*\)")]
    private static partial Regex AllOf();

    /// <summary>Takes the next word if it is this one.</summary>
    public bool AcceptWord(string wanted)
    {
        var start = Position;
        if (!AtEnd && IsWordCharacter(Code[Position]) && NextWord().Equals(wanted, StringComparison.OrdinalIgnoreCase))
            return true;
        Position = start;
        return false;
    }

    /// <summary>Takes the next word and the "=" behind it if the word is this key.</summary>
    public bool AcceptKey(string key)
    {
        var start = Position;
        if (NextKey() is { } found && found.Equals(key, StringComparison.OrdinalIgnoreCase))
        {
            Key();
            return true;
        }

        Position = start;
        return false;
    }

    public void Expect(char wanted, string where)
    {
        if (!Accept(wanted))
            throw Fault($"expected '{wanted}' {where}, found {Found()}.");
    }

    /// <summary>Up to the next separator, bracket, quote or "=".</summary>
    /// <param name="wanted">What the message calls it.</param>
    public string Word(string wanted) => TakeWord(wanted).ToString();

    private ReadOnlySpan<char> TakeWord(string wanted)
    {
        if (AtEnd)
            throw Fault($"the statement ends where {wanted} is expected.");
        var start = Position;
        var word = NextWord();
        if (word.Length == 0)
            throw Fault(start, $"expected {wanted}, found '{Code[start]}'.");
        if (word.Length > LongestWord)
            throw Fault(start, $"a word of {word.Length} characters; {LongestWord} are allowed.");
        return word;
    }

    /// <summary>The next word, left where it is; null at the end or before a bracket.</summary>
    public string? PeekWord()
    {
        SkipSeparators();
        var start = Position;
        var word = NextWord();
        Position = start;
        return word.Length == 0 ? null : word.ToString();
    }

    /// <summary>Letters, digits, _ and marks, as of an element, a card or a subcircuit.</summary>
    public string Name(string wanted)
    {
        SkipSeparators();
        var start = Position;
        var word = Word(wanted);
        return SpiceNames.IsName(word) ? word : throw Fault(start, $"expected {wanted}, found '{word}'; a name consists of letters, digits, _ and marks like # and /.");
    }

    public NodeId Node(string wanted = "a node")
    {
        SkipSeparators();
        var start = Position;
        var word = Word(wanted);
        return SpiceNames.IsReadableNode(word)
            ? dialects.Dialect.Node(word)
            : throw Fault(start, $"'{word}' cannot be the name of a node; use letters, digits, _ and {SpiceNames.ReadableMarks}.");
    }

    /// <summary>The word before the next "=", or null if the next word has none behind it.</summary>
    public string? NextKey()
    {
        SkipSeparators();
        var start = Position;
        var word = NextWord();
        SkipBlanks();
        var isKey = word.Length > 0 && Position < statement.Length && Code[Position] == '=' && (Position + 1 == statement.Length || Code[Position + 1] != '=');
        Position = start;
        return isKey ? word.ToString() : null;
    }

    /// <summary>A key and its "=".</summary>
    public string Key()
    {
        var key = KeyWord();
        Expect('=', $"behind {key}");
        return key;
    }

    /// <summary>A key by itself: letters, digits and _.</summary>
    public string KeyWord()
    {
        SkipSeparators();
        var start = Position;
        var word = Word("a key");
        return SpiceNames.IsKey(word) ? word : throw Fault(start, $"expected a key, found '{word}'; a key consists of letters, digits and _.");
    }

    /// <summary>A number, a parameter, or an expression in braces or quotes.</summary>
    public ElementValue Value(string wanted)
    {
        if (AtEnd)
            throw Fault($"the statement ends where {wanted} is expected.");
        if (Code[Position] is '{' or '\'')
            return new ElementValue(Braced());
        var start = Position;
        var span = TakeWord(wanted);
        if (TryParse(span, start, out var number))
        {
            // 1IC=0 lacks a blank: a number has nothing to do with a "=".
            var end = Position;
            var isKey = Peek == '=' && TryParse(span[..^Dialect.UnitOf(span).Length], start, out number);
            Position = isKey ? start + span.Length - Dialect.UnitOf(span).Length : end;
            if (isKey)
                Note(statement.PlaceOf(Position), $"a blank is taken to stand before {Dialect.UnitOf(span)}.");
            return number;
        }

        var word = span.ToString();
        if (SpiceNames.IsParameter(word))
            return new ElementValue(new ParameterExpression(word));
        // HSPICE and Xyce need no braces behind a key: R=a+b.
        if (word.AsSpan(1).ContainsAny("+-*/") && Code[..start].TrimEnd() is [.., '='])
        {
            Position = start;
            return new ElementValue(RestOfExpression());
        }

        throw Fault(start, $"expected {wanted}, found '{word}', which is no number like 1k, 3n or -0.2; write expressions in braces.");
    }

    /// <summary>A value that may also be an expression without braces.</summary>
    public ElementValue Formula(string wanted) =>
        AtEnd ? throw Fault($"the statement ends where {wanted} is expected.") : new ElementValue(RestOfExpression());

    /// <summary>An expression in braces or quotes.</summary>
    public Expression Braced()
    {
        SkipSeparators();
        var start = Position;
        var close = Code[Position] == '{' ? '}' : '\'';
        Position++;
        var expression = RestOfExpression();
        SkipBlanks();
        if (Position == statement.Length || Code[Position] != close)
            throw Fault(Position, Position == statement.Length ? $"'{close}' is missing; the expression starts at column {statement.PlaceOf(start).Column}." : $"'{Code[Position]}' does not continue the expression.");
        Position++;
        return expression;
    }

    /// <summary>An expression as far as it goes.</summary>
    /// <param name="dialect">Whose it is; null for that of the text.</param>
    /// <param name="closesBrackets">Whether the end of the statement closes one bracket that is open, with a note, as in LTspice.</param>
    public Expression RestOfExpression(Dialect? dialect = null, bool closesBrackets = false)
    {
        var position = Position;
        if (closesBrackets && Code[position..].Count('(') == Code[position..].Count(')') + 1)
        {
            var start = position;
            Note(statement.PlaceOf(statement.Length), "the last bracket is taken as closed here.");
            Position = statement.Length;
            return ExpressionParser.Parse(statement.Text + ")", ref position, Fault, dialect ?? dialects.Dialect, readFile) is var closed && position > statement.Length ? closed : throw Fault(start, "brackets do not match.");
        }

        var expression = ExpressionParser.Parse(statement.Text, ref position, Fault, dialect ?? dialects.Dialect, readFile);
        if (dialect is null)
            NoteDialects(Position, position);
        Position = position;
        return expression;
    }

    private void NoteDialects(int start, int end)
    {
        while (start < end)
        {
            var length = 0;
            while (start + length < end && (char.IsAsciiLetterOrDigit(Code[start + length]) || Code[start + length] is '_' or '.'))
                length++;
            var word = Code.Slice(start, length);
            if (length > 0 && char.IsAsciiDigit(word[0]))
                dialects.MeetNumber(word, statement, start);
            else if (Code[start] == '^')
                dialects.Meet(DialectWord.Caret, statement.PlaceOf(start));
            if (!hasNotedDraw && Code[(start + length)..end].TrimStart() is ['(', ..] && RandomFunctions.IsName(word.ToString()))
            {
                hasNotedDraw = true;
                Note(statement.PlaceOf(start), $"{word}() {SpiceReading.NominalNote}");
            }

            if (length == 3 && Code[(start + length)..end].TrimStart() is ['(', ..])
            {
                if (word.Equals("log", StringComparison.OrdinalIgnoreCase))
                    dialects.Meet(DialectWord.Log, statement.PlaceOf(start));
                else if (word.Equals("pwr", StringComparison.OrdinalIgnoreCase))
                    dialects.Meet(DialectWord.Pwr, statement.PlaceOf(start), () => "pwr(x, y) has the sign of x, as in ngspice: pwr(-2, 2) is -4. In LTspice, PSpice and Xyce it is |x|^y; write pow(abs(x), y) for that.");
            }

            start += Math.Max(length, 1);
        }
    }

    /// <summary>Reads a word as a number.</summary>
    public bool TryParse(ReadOnlySpan<char> word, int start, out double value)
    {
        if (!dialects.Dialect.TryParse(word, out value))
            return false;
        dialects.MeetNumber(word, statement, start);
        return true;
    }

    /// <summary>The text of a file that stands next, under the rules of includes.</summary>
    /// <param name="isInParentheses">Whether a parenthesis behind a name without quotes ends the name.</param>
    public string FileText(bool isInParentheses)
    {
        var start = SkipToNext();
        var name = FileName();
        if (isInParentheses && Code[start] is not ('"' or '\'') && name.IndexOf(')', StringComparison.Ordinal) is > 0 and var close)
        {
            name = name[..close];
            Position = start + close;
        }

        if (readFile is null)
            throw Fault(start, "this text came without a folder, so it cannot name files.");
        try
        {
            return readFile(name);
        }
        catch (NetlistException e) when (e.Line == 0)
        {
            throw Fault(start, e.What);
        }
    }

    /// <summary>A file's name, in quotes if it holds blanks.</summary>
    public string FileName()
    {
        if (AtEnd)
            throw Fault("the statement ends where a file is expected.");
        var start = Position;
        if (Code[Position] is '"' or '\'')
        {
            var length = Code[(start + 1)..].IndexOf(Code[start]);
            if (length < 0)
                throw Fault(start, "the quote is not closed.");
            Position = start + length + 2;
            return Code.Slice(start + 1, length).ToString();
        }

        while (Position < statement.Length && Code[Position] is not (' ' or '\t'))
            Position++;
        return Code[start..Position].ToString();
    }

    /// <summary>All that is left of the statement, left where it is.</summary>
    public string Rest() => Code[SkipToNext()..].ToString();

    /// <summary>Passes over all that is left of the statement.</summary>
    public void SkipRest() => Position = statement.Length;

    /// <summary>Passes over the next word with the brackets in and behind it; a character that is none, by itself.</summary>
    public void SkipWord()
    {
        SkipSeparators();
        var start = Position;
        while (Position < statement.Length && Code[Position] is not (' ' or '\t' or ','))
        {
            if (Code[Position] is '(' or '{')
                SkipBracket();
            else
                Position++;
        }

        Position = Math.Max(Position, Math.Min(start + 1, statement.Length));
    }

    /// <summary>Passes over a bracket or quote that opens here, to its end or that of the statement.</summary>
    public void SkipBracket()
    {
        SkipSeparators();
        var depth = 0;
        do
        {
            depth += Code[Position] switch { '(' or '{' => 1, ')' or '}' => -1, _ => 0 };
            Position++;
        }
        while (depth > 0 && Position < statement.Length);
    }

    /// <summary>Passes over the value of a key: a word, or what stands in brackets or quotes.</summary>
    public void SkipValue()
    {
        if (Peek is '"' or '\'')
            FileName();
        else
            SkipWord();
    }

    public void RequireEnd(string what)
    {
        if (!AtEnd)
            throw Fault($"{Found()} behind the end of {what}.");
    }

    /// <summary>What stands next, for a message.</summary>
    public string Found()
    {
        if (AtEnd)
            return "the end of the statement";
        var word = PeekWord() ?? Code[Position].ToString();
        return $"'{(word.Length <= 40 ? word : word[..40] + "…")}'";
    }

    private ReadOnlySpan<char> NextWord()
    {
        SkipSeparators();
        var rest = Code[Position..];
        var length = 0;
        while (length < rest.Length && IsWordCharacter(rest[length]))
            length++;
        Position += length;
        return rest[..length];
    }

    private static bool IsWordCharacter(char c) => SpiceNames.IsNameCharacter(c) || c is not (' ' or '\t' or ',' or '(' or ')' or '{' or '}' or '=' or '\'' or '"');

    private void SkipSeparators()
    {
        var code = Code;
        var position = Position;
        while (position < code.Length && code[position] is ' ' or '\t' or ',')
            position++;
        Position = position;
    }

    private void SkipBlanks()
    {
        var code = Code;
        while (Position < code.Length && code[Position] is ' ' or '\t')
            Position++;
    }
}

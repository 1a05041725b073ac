namespace CircuitSim.Netlists;

/// <summary>
/// Reads a text of model cards; device-models/README.md has the grammar. Statements other than <c>.model</c> are
/// refused. What a card's keys mean is checked by the device that its kind names (<see cref="VteamCard"/>).
/// </summary>
public static class ModelCardReader
{
    public const int MaximumCharacters = 1 << 20;

    // Words appear in messages: a longer one is not a name or a number.
    private const int MaximumWord = 200;

    /// <param name="file">For messages.</param>
    /// <exception cref="NetlistException">The text is not a list of cards; the message points at the place.</exception>
    public static IReadOnlyList<ModelCard> Read(string text, string? file = null)
    {
        if (text.Length > MaximumCharacters)
            throw NetlistException.Because($"the text has {text.Length} characters; model cards may have {MaximumCharacters} at most.", file);
        var lines = text.Split('\n');
        var cards = new List<ModelCard>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var statement in Statements(lines, file))
        {
            var cursor = new Cursor(statement, lines, file);
            var card = ReadCard(cursor);
            if (!names.Add(card.Name))
                throw cursor.Fault(statement[1], $"a model named '{card.Name}' is already there; names are compared without case.");
            cards.Add(card);
        }

        return cards;
    }

    private static ModelCard ReadCard(Cursor cursor)
    {
        var keyword = cursor.Next("a statement");
        if (!keyword.Is(".model"))
            throw cursor.Fault(keyword, $"'{keyword.Text}' is not understood here; a file of device models holds .model cards alone.");
        var name = cursor.NextName("the model's name");
        var kind = cursor.NextName("the model's kind, e.g. MEMRISTOR");
        var inParentheses = cursor.Accept("(");
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (!cursor.AtEnd && !cursor.Peek.Is(")"))
        {
            var key = cursor.NextName("a key");
            var equals = cursor.Next($"'=' after {key.Text}");
            if (!equals.Is("="))
                throw cursor.Fault(equals, $"expected '=' after {key.Text}, found '{equals.Text}'.");
            var value = cursor.Next($"the value of {key.Text}");
            if (value.IsPunctuation)
                throw cursor.Fault(value, $"expected the value of {key.Text}, found '{value.Text}'.");
            if (!parameters.TryAdd(key.Text, value.Text))
                throw cursor.Fault(key, $"{key.Text} is given twice.");
        }

        if (inParentheses)
            cursor.Next("')' at the end of the card");
        if (!cursor.AtEnd)
            throw cursor.Fault(cursor.Peek, $"'{cursor.Peek.Text}' after the end of the card.");
        return new ModelCard(name.Text, kind.Text, parameters);
    }

    /// <summary>The tokens of each statement: continuations joined, comments and separators gone, places kept.</summary>
    private static List<List<Token>> Statements(string[] lines, string? file)
    {
        var statements = new List<List<Token>>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var start = 0;
            while (start < line.Length && IsBlank(line[start]))
                start++;
            if (start == line.Length || line[start] is '*' or ';')
                continue;
            if (line[start] == '+')
            {
                if (statements.Count == 0)
                    throw NetlistException.At(file, i + 1, start + 1, line, "'+' continues a statement, but there is none before it.");
                AddTokens(statements[^1], lines, i, start + 1, file);
                continue;
            }

            var statement = new List<Token>();
            AddTokens(statement, lines, i, start, file);
            if (statement.Count > 0)
                statements.Add(statement);
        }

        return statements;
    }

    private static void AddTokens(List<Token> tokens, string[] lines, int lineIndex, int start, string? file)
    {
        var line = lines[lineIndex];
        for (var c = start; c < line.Length && line[c] != ';';)
        {
            if (IsBlank(line[c]) || line[c] == ',')
            {
                c++;
                continue;
            }

            var end = c;
            while (end < line.Length && !IsBlank(line[end]) && line[end] is not (',' or ';' or '(' or ')' or '='))
            {
                if (line[end] is <= ' ' or > '~')
                    throw NetlistException.At(file, lineIndex + 1, end + 1, line, $"character U+{(int)line[end]:X4} outside a comment; cards are plain ASCII.");
                end++;
            }

            if (end - c > MaximumWord)
                throw NetlistException.At(file, lineIndex + 1, c + 1, line, $"a word of {end - c} characters; {MaximumWord} are allowed.");
            end = Math.Max(end, c + 1);
            tokens.Add(new Token(line[c..end], lineIndex, c));
            c = end;
        }
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r';

    private readonly record struct Token(string Text, int Line, int Column)
    {
        public bool IsPunctuation => Text is "(" or ")" or "=";

        public bool Is(string text) => Text.Equals(text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Walks over the tokens of one statement and knows where to point when they end too early.</summary>
    private sealed class Cursor(List<Token> tokens, string[] lines, string? file)
    {
        private int position;

        public bool AtEnd => position == tokens.Count;

        public Token Peek => tokens[position];

        public bool Accept(string text)
        {
            if (AtEnd || !Peek.Is(text))
                return false;
            position++;
            return true;
        }

        public Token Next(string wanted)
        {
            if (!AtEnd)
                return tokens[position++];
            var last = tokens[^1];
            throw Fault(last with { Column = last.Column + last.Text.Length }, $"the card ends where {wanted} is expected.");
        }

        public Token NextName(string wanted)
        {
            var token = Next(wanted);
            foreach (var c in token.Text)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                    throw Fault(token, $"expected {wanted}, found '{token.Text}'.");
            }

            return token;
        }

        public NetlistException Fault(Token token, string what) =>
            NetlistException.At(file, token.Line + 1, token.Column + 1, lines[token.Line].TrimEnd('\r'), what);
    }
}

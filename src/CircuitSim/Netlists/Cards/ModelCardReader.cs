using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Spice;
using CircuitSim.Netlists.Spice.Syntax;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Cards;

/// <summary>
/// Reads a text of model cards; netlists/README.md and device-models/README.md have the grammar. Statements other than
/// <c>.model</c> are refused. What a card's keys mean is checked by the device that its kind names
/// (<see cref="MemristorCard"/>).
/// </summary>
public static class ModelCardReader
{
    public const int MostCharacters = 1 << 20;

    /// <param name="file">For messages.</param>
    /// <exception cref="NetlistException">The text is not a list of cards; the message points at the place.</exception>
    public static IReadOnlyList<ModelCard> Read(string text, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostCharacters)
            throw NetlistException.Because($"the text has {text.Length} characters; model cards may have {MostCharacters} at most.", file);
        var cards = new List<ModelCard>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var statement in SpiceLines.Statements(new SourceText(file, text), 0, Dialect.Ngspice))
        {
            var cursor = new SpiceCursor(statement, new DialectNotes(Dialect.Ngspice, null));
            var keyword = cursor.Word("a statement");
            if (!keyword.Equals(".model", StringComparison.OrdinalIgnoreCase))
                throw cursor.Fault(0, $"'{keyword}' is not understood here; a file of device models holds .model cards alone.");
            var place = cursor.Place;
            var card = ReadCard(cursor);
            if (!names.Add(card.Name))
                throw NetlistException.At(place, $"a model named '{card.Name}' is already there; names are compared without case.");
            cards.Add(card);
        }

        return cards;
    }

    /// <summary>What follows the word .model.</summary>
    /// <param name="takesTheLast">Of a key that is given twice, with a note, as others do.</param>
    internal static ModelCard ReadCard(SpiceCursor cursor, bool takesTheLast = false)
    {
        var place = cursor.Place;
        var name = ReadName(cursor);
        var kind = cursor.Name("the model's kind, e.g. MEMRISTOR");
        var inParentheses = cursor.Accept('(');
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var tables = new Dictionary<string, IReadOnlyList<double>>(StringComparer.OrdinalIgnoreCase);
        while (!cursor.AtEnd && cursor.Peek != ')')
        {
            // LTspice says the channel of a VDMOS in a word.
            if (cursor.NextKey() is null && cursor.PeekWord()?.ToLowerInvariant() is "pchan" or "nchan")
            {
                parameters.TryAdd(cursor.Word("the channel"), "1");
                continue;
            }

            var keyPlace = cursor.Place;
            if (SkipTolerance(cursor))
                continue;
            // SPICE 2 needs no "=".
            var key = cursor.NextKey() is null ? cursor.KeyWord() : cursor.Key();
            var value = PiecewiseEmpiricalCard.TableKeys.Contains(key, StringComparer.OrdinalIgnoreCase) ? ReadTable(cursor, key, inParentheses, tables) : ReadValue(cursor, key);
            if (parameters.TryAdd(key, value))
                continue;
            if (!takesTheLast)
                throw NetlistException.At(keyPlace, $"{key} is given twice.");
            cursor.Note(keyPlace, $"{key} is given twice; the last value counts.");
            parameters[key] = value;
        }

        if (inParentheses)
            cursor.Expect(')', "at the end of the card");
        cursor.RequireEnd("the card");
        return new ModelCard(name, kind, parameters) { Place = place, Tables = tables };
    }

    /// <summary>The name of a file, whose numbers go among the tables.</summary>
    private static string ReadTable(SpiceCursor cursor, string key, bool inParentheses, Dictionary<string, IReadOnlyList<double>> tables)
    {
        var start = cursor.Position;
        var name = cursor.FileName();
        if (inParentheses && name.EndsWith(')'))
            name = name[..^1];
        cursor.Position = start;
        tables[key] = [.. SourceShapeSyntax.ReadFile(cursor, key, inParentheses, key, "a state and its rate").Select(v => v.Number)];
        return name;
    }

    /// <summary>DEV 10%, LOT/uniform 5%: how far PSpice's draws lie from the value before; here that value counts.</summary>
    private static bool SkipTolerance(SpiceCursor cursor)
    {
        var (place, word) = (cursor.Place, cursor.PeekWord() ?? "");
        if (!word.Split('/')[0].Equals("dev", StringComparison.OrdinalIgnoreCase) && !word.Split('/')[0].Equals("lot", StringComparison.OrdinalIgnoreCase))
            return false;
        cursor.Word("DEV or LOT");
        cursor.Accept('=');
        if (cursor.Peek is '{' or '\'')
            cursor.Braced();
        else
            cursor.Word("the tolerance");
        cursor.Note(place, $"{word} is a tolerance: the value before it is taken as it stands; vary it with .step.");
        return true;
    }

    /// <summary>A name, or NAME.1 of several cards for ranges of width and length.</summary>
    private static string ReadName(SpiceCursor cursor)
    {
        var start = cursor.SkipToNext();
        var word = cursor.PeekWord() ?? "";
        var dot = word.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !SpiceNames.IsName(word[..dot]) || !SpiceNames.IsName(word[(dot + 1)..]))
            return cursor.Name("the model's name");
        cursor.Position = start;
        return cursor.Word("the model's name");
    }

    private static string ReadValue(SpiceCursor cursor, string key)
    {
        if (cursor.Peek is '{' or '\'')
            return CardValue.Of(cursor.Braced());
        var at = cursor.SkipToNext();
        var value = cursor.Word($"the value of {key}");
        if (cursor.Peek == '(' && RandomFunctions.IsName(value))
        {
            // HSPICE and ngspice write a draw without braces.
            cursor.Position = at;
            return CardValue.Of(cursor.RestOfExpression());
        }

        if (cursor.TryParse(value, at, out var number) && !(SiText.TryParse(value, out var plain) && plain == number))
            return SiText.Exact(number);
        return CardValue.IsWord(value) ? value : throw cursor.Fault(at, $"expected the value of {key}, found '{value}'; use a number or a word.");
    }
}

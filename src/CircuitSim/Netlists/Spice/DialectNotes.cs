using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Spice;

/// <summary>Says once what dialects read differently, of a netlist whose dialect nobody named, and whose it looks like.</summary>
/// <param name="chosen">Null where nobody did.</param>
/// <param name="notes">Null where nobody reads them.</param>
/// <param name="passedOver">Takes what has no effect; null where nobody asks.</param>
internal sealed class DialectNotes(Dialect? chosen, List<string>? notes, PassedOver? passedOver = null)
{
    private static readonly Dictionary<string, Dialect> Marks = new(StringComparer.OrdinalIgnoreCase)
    {
        [".backanno"] = Dialect.LTspice,
        [".wave"] = Dialect.LTspice,
        ["rser"] = Dialect.LTspice,
        ["rpar"] = Dialect.LTspice,
        [".stmlib"] = Dialect.PSpice,
        [".probe64"] = Dialect.PSpice,
        [".autoconverge"] = Dialect.PSpice,
        ["post"] = Dialect.Hspice,
        [".protect"] = Dialect.Hspice,
        [".prot"] = Dialect.Hspice,
        [".preprocess"] = Dialect.Xyce,
        [".global_param"] = Dialect.Xyce,
        ["format"] = Dialect.Xyce,
        ["timeint"] = Dialect.Xyce,
        ["nonlin"] = Dialect.Xyce,
        ["linsol"] = Dialect.Xyce,
        ["device"] = Dialect.Xyce,
    };

    private readonly HashSet<DialectWord> met = [];
    private string? mark;
    private SourcePlace markPlace = SourcePlace.None;

    public Dialect Dialect { get; private set; } = chosen ?? Dialect.Ngspice;

    /// <summary>Whose netlist it looks like, if that one reads a word of it differently; null otherwise.</summary>
    public Dialect? Resembled { get; private set; }

    /// <summary>A word that one dialect alone knows.</summary>
    public void Recognise(string word, SourcePlace place)
    {
        if (chosen is null && mark is null && Marks.ContainsKey(word))
            (mark, markPlace) = (word, place);
    }

    /// <summary>Xyce's .preprocess replaceground.</summary>
    public void ReplaceGround() => Dialect = Dialect with { HasGroundNames = true };

    public void Meet(DialectWord word, SourcePlace place, Func<string>? note = null)
    {
        if (chosen is null && met.Add(word) && note is not null)
            notes?.Add(NetlistException.At(place, note()).Message);
    }

    public void PassOver(SourcePlace place, string what) => passedOver?.Add(place, what);

    public void Note(SourcePlace place, string what) => notes?.Add(NetlistException.At(place, what).Message);

    /// <summary>Once the whole netlist is read.</summary>
    public void Finish()
    {
        if (mark is null || Marks[mark] is not { } other)
            return;
        var different = met.Order().Where(word => other.MeaningOf(word) != Dialect.MeaningOf(word)).ToList();
        if (different.Count == 0)
            return;
        Resembled = other;
        Note(markPlace, $"{mark} looks like {other.Name}, where {string.Join(", ", different.Select(other.MeaningOf))}; here {string.Join(", ", different.Select(Dialect.MeaningOf))}.");
    }

    /// <summary>Meets what a word is that starts as a number.</summary>
    public void MeetNumber(ReadOnlySpan<char> word, SpiceStatement statement, int start)
    {
        if (chosen is not null || notes is null || word.Length < 2)
            return;
        if (Dialect.UnitOf(word) is ['a' or 'A' or 'x' or 'X', ..] unit && SiText.TryParse(word, out _))
        {
            var (number, text) = (word[..^unit.Length].ToString(), word.ToString());
            if (unit[0] is 'a' or 'A')
                Meet(DialectWord.Atto, statement.PlaceOf(start), () => $"{text} is {number}: a is a unit, as in ngspice, LTspice, PSpice and Xyce. HSPICE reads {number}e-18; write the number without a unit, or with an exponent.");
            else
                Meet(DialectWord.Mega, statement.PlaceOf(start), () => $"{text} is {number}: x is a unit, as in ngspice, LTspice and PSpice. HSPICE and Xyce read {number}meg; write that, or the number alone.");
        }
        else if (Dialect.InfixPoint(word) is var point and > 0)
        {
            var text = word.ToString();
            Meet(DialectWord.Infix, statement.PlaceOf(start), () => $"{text} is {text[..point]}.{text[(point + 1)..]}{text[point]}, as in LTspice; ngspice reads {text[..(point + 1)]}. Write the point.");
        }
    }
}

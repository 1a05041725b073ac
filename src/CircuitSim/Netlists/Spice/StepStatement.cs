using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Spice.Syntax;

namespace CircuitSim.Netlists.Spice;

/// <summary>Reads a .step as LTspice, PSpice and Xyce write it.</summary>
internal static class StepStatement
{
    /// <summary>All columns of a .data together; its rows are filled in once all of the netlist is read.</summary>
    public static StepRequest OfTable(SpiceCursor cursor)
    {
        var place = cursor.Place;
        return new StepRequest(StepTarget.Parameter, "", null, StepSpacing.List, []) { Table = cursor.Name("the name of a .data"), Place = place };
    }

    /// <summary>What a word names: temp, an element, a parameter, or as Xyce writes it a value of an element (R1:R) or a key of a card (d:is).</summary>
    public static (StepTarget Target, string Name, string? Key) Target(string word)
    {
        if (word.Equals("temp", StringComparison.OrdinalIgnoreCase))
            return (StepTarget.Temperature, word, null);
        return word.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (StepTarget.Element, word[..colon], word[(colon + 1)..]) : (StepTarget.Element, word, null);
    }

    /// <summary>sweep, behind an analysis: as HSPICE writes a .step.</summary>
    public static StepRequest OfSweep(SpiceCursor cursor)
    {
        if (cursor.AcceptKey("data"))
            return OfTable(cursor);
        var place = cursor.Place;
        var axis = SweepStatement.ReadAxis(cursor);
        return new StepRequest(axis.IsParameter ? StepTarget.Parameter : Target(axis.Source).Target, axis.Source, null, axis.Spacing,
            axis.Spacing == StepSpacing.List ? axis.Values : [axis.Start, axis.Stop, axis.Step])
        { Place = place };
    }

    public static StepRequest Read(SpiceCursor cursor)
    {
        var place = cursor.Place;
        if (cursor.AcceptKey("data"))
            return OfTable(cursor);
        var spacing = AcceptSpacing(cursor) ?? (cursor.AcceptWord("list") ? StepSpacing.List : null);
        var isParameter = cursor.AcceptWord("param");
        var first = cursor.Word("what to vary");
        var (target, name, key) = isParameter ? (StepTarget.Parameter, first, null) : Target(first);
        if (target == StepTarget.Element && (cursor.Peek == '(' || IsCardKey(cursor)))
        {
            // [kind] name(key)
            (target, name) = (StepTarget.Card, cursor.Peek == '(' ? name : cursor.Name("a model card"));
            cursor.Expect('(', $"behind {name}");
            key = cursor.Name("a key of the card");
            cursor.Expect(')', $"behind {key}");
        }

        spacing ??= AcceptSpacing(cursor);
        if (cursor.AcceptWord("list"))
            spacing = StepSpacing.List;
        var numbers = new List<ElementValue>();
        while (!cursor.AtEnd)
            numbers.Add(cursor.Value("a value"));
        if (spacing == StepSpacing.List ? numbers.Count == 0 : numbers.Count != 3)
            throw NetlistException.At(place, $".step {name}: expected start stop step, or list and values; found {numbers.Count} values.");
        return new StepRequest(target, name, key, spacing ?? StepSpacing.Linear, numbers) { Place = place };
    }

    /// <summary>How a column of a .data names what it varies.</summary>
    public static string Column(StepRequest step) => step.Key is null ? step.Name : $"{step.Name}:{step.Key}";

    public static string Write(StepRequest step)
    {
        var spacing = step.Spacing switch { StepSpacing.Decade => "dec ", StepSpacing.Octave => "oct ", _ => "" };
        var target = step.Target switch
        {
            StepTarget.Parameter => $"param {step.Name}",
            StepTarget.Card => $"card {step.Name}({step.Key})",
            _ => step.Name,
        };
        return $".step {spacing}{target}{(step.Spacing == StepSpacing.List ? " list" : "")} {string.Join(' ', step.Numbers.Select(ElementText.Value))}";
    }

    public static StepSpacing? AcceptSpacing(SpiceCursor cursor) =>
        cursor.AcceptWord("lin") ? StepSpacing.Linear
        : cursor.AcceptWord("dec") ? StepSpacing.Decade
        : cursor.AcceptWord("oct") ? StepSpacing.Octave
        : null;

    private static bool IsCardKey(SpiceCursor cursor)
    {
        var start = cursor.Position;
        var isKey = cursor.PeekWord() is { } word && SpiceNames.IsName(word) && cursor.AcceptWord(word) && cursor.Peek == '(';
        cursor.Position = start;
        return isKey;
    }
}

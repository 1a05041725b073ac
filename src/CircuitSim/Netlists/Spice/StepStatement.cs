using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Spice.Syntax;

namespace CircuitSim.Netlists.Spice;

/// <summary>Reads a .step as LTspice, PSpice and Xyce write it.</summary>
internal static class StepStatement
{
    public static StepRequest Read(SpiceCursor cursor)
    {
        var place = cursor.Place;
        var spacing = AcceptSpacing(cursor) ?? (cursor.AcceptWord("list") ? StepSpacing.List : null);
        var isParameter = cursor.AcceptWord("param");
        var first = cursor.Word("what to vary");
        if (first.Equals("data", StringComparison.OrdinalIgnoreCase) && cursor.Peek == '=')
            throw NetlistException.At(place, ".step data is not supported; write .step param with a list for each parameter.");
        StepTarget target = isParameter ? StepTarget.Parameter : first.Equals("temp", StringComparison.OrdinalIgnoreCase) ? StepTarget.Temperature : StepTarget.Element;
        var (name, key) = (first, (string?)null);
        // R1:R is Xyce's way to name the value of R1, and CARD:IS that of a key.
        if (target == StepTarget.Element && name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            (name, key) = (name[..colon], name[(colon + 1)..]);
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

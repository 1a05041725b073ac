using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>What follows the nodes of a V or I source: [DC] value, AC, and one waveform, read in any order. A word behind AC ends its values.</summary>
internal static class SourceShapeSyntax
{
    private const int PointsPerLine = 6;

    /// <summary>Times and values together.</summary>
    private const int MostFileNumbers = 4_000_000;

    public static SourceShape Read(SpiceCursor cursor, string name, Parasitics parasitics)
    {
        ElementValue? dc = null;
        SourceWaveform? waveform = null;
        (ElementValue Magnitude, ElementValue? Phase)? ac = null;
        while (!cursor.AtEnd)
        {
            if (parasitics.Accept(cursor))
                continue;
            var place = cursor.Place;
            var word = cursor.PeekWord()?.ToLowerInvariant();
            switch (word)
            {
                case "dc":
                    cursor.Word("DC");
                    cursor.Accept('=');
                    // ngspice and PSpice let the word stand alone before a waveform.
                    if (cursor.PeekWord()?.ToLowerInvariant() is not ("pulse" or "sin" or "sine" or "exp" or "pwl" or "sffm" or "am" or "pat" or "trnoise" or "trrandom" or "ac"))
                        SetDc(ref dc, cursor.Value("the DC value"), name, place);
                    break;
                case "ac":
                    if (ac is not null)
                        throw NetlistException.At(place, $"{name} has two AC values.");
                    ac = ReadAc(cursor);
                    break;
                case "pulse" or "sin" or "sine" or "exp" or "pwl" or "sffm" or "am" or "pat" or "trnoise" or "trrandom":
                    if (waveform is not null)
                        throw NetlistException.At(place, $"{name} has two waveforms.");
                    cursor.Word("a waveform");
                    waveform = word == "pwl" ? ReadLines(cursor, name) : word == "pat" ? PatternSyntax.Read(cursor, name) : ReadWaveform(cursor, word == "sine" ? "sin" : word, name);
                    break;
                case "stimulus" or "lfsr":
                    throw NetlistException.At(place, $"{name}: {word.ToUpperInvariant()} is not supported; write the waveform as PULSE or PWL, or PWL file=….");
                case "value" when cursor.AcceptKey("value") || cursor.AcceptWord("value"):
                    SetDc(ref dc, new ElementValue(cursor.RestOfExpression()), name, place);
                    break;
                case "distof1" or "distof2":
                    // Of a distortion analysis alone.
                    ReadAc(cursor);
                    break;
                case "external":
                    throw NetlistException.At(place, $"{name}: {word.ToUpperInvariant()} is not supported; PULSE, SIN, EXP, PWL, SFFM, AM, TRNOISE and TRRANDOM are.");
                default:
                    SetDc(ref dc, cursor.Value("a value or waveform"), name, place);
                    break;
            }
        }

        waveform = waveform switch
        {
            TransientNoiseWaveform noise => noise with { Offset = dc ?? 0 },
            TransientRandomWaveform random => random with { Offset = dc ?? 0 },
            _ => waveform,
        };
        return new SourceShape { Dc = dc ?? (waveform is null ? 0 : null), Waveform = waveform, AcMagnitude = ac?.Magnitude, AcPhase = ac?.Phase };
    }

    private static void SetDc(ref ElementValue? dc, ElementValue value, string name, SourcePlace place)
    {
        if (dc is not null)
            throw NetlistException.At(place, $"{name} has two DC values.");
        dc = value;
    }

    /// <summary>Magnitude and phase are optional: 1 and 0°.</summary>
    private static (ElementValue Magnitude, ElementValue? Phase) ReadAc(SpiceCursor cursor)
    {
        cursor.Word("AC or DISTOF1");
        cursor.Accept('=');
        ElementValue? Next(string wanted) =>
            !cursor.AtEnd && (char.IsAsciiDigit(cursor.Peek) || cursor.Peek is '+' or '-' or '.' or '{' or '\'') ? cursor.Value(wanted) : null;
        return Next("the magnitude") is { } magnitude ? (magnitude, Next("the phase")) : (1, null);
    }

    private static SourceWaveform ReadWaveform(SpiceCursor cursor, string kind, string name)
    {
        var place = cursor.Place;
        var values = ReadValues(cursor, kind.ToUpperInvariant(), name);
        ElementValue? At(int k) => k < values.Count ? values[k] : null;
        var (least, most) = kind switch { "pulse" => (2, 8), "sin" => (2, 7), "sffm" => (2, 5), "am" => (4, 5), "trnoise" => (2, 7), "trrandom" => (2, 5), _ => (2, 6) };
        if (values.Count < least || values.Count > most)
            throw NetlistException.At(place, $"{name}: {kind.ToUpperInvariant()} takes {least} to {most} values, not {values.Count}.");
        return kind switch
        {
            "pulse" => new PulseWaveform(values[0], values[1], At(2), At(3), At(4), At(5), At(6), At(7)),
            "sin" => new SineWaveform(values[0], values[1], At(2), At(3), At(4), At(5), At(6)),
            "sffm" => new FrequencyModulatedWaveform(values[0], values[1], At(2), At(3), At(4)),
            "am" => new AmplitudeModulatedWaveform(values[0], values[1], values[2], values[3], At(4)),
            "trnoise" => new TransientNoiseWaveform(values[0], values[1], At(2), At(3), At(4), At(5), At(6)),
            "trrandom" => new TransientRandomWaveform(values[0], values[1], At(2), At(3), At(4)),
            _ => new ExponentialWaveform(values[0], values[1], At(2), At(3), At(4), At(5)),
        };
    }

    /// <param name="readKey">Reads the value of a key in lower case; false if there is no such key.</param>
    private static List<ElementValue> ReadValues(SpiceCursor cursor, string kind, string name, Func<string, bool, bool>? readKey = null)
    {
        var inParentheses = cursor.Accept('(');
        var values = new List<ElementValue>();
        while (!cursor.AtEnd && cursor.Peek != ')')
        {
            if (!inParentheses && Parasitics.IsKey(cursor.NextKey()))
                break;
            if (ReadKey(inParentheses))
                continue;
            if (!inParentheses && cursor.PeekWord()?.ToLowerInvariant() is "dc" or "ac")
                break;
            values.Add(cursor.Value($"a value of {kind}"));
        }

        if (inParentheses && cursor.AtEnd)
            cursor.Note(cursor.Place, $"{name}: ')' is missing behind the values of {kind}.");
        else if (inParentheses)
            cursor.Expect(')', $"behind the values of {kind}");
        while (readKey is not null && cursor.NextKey() is { } behind && !behind.Equals("dc", StringComparison.OrdinalIgnoreCase) && !behind.Equals("ac", StringComparison.OrdinalIgnoreCase) && !Parasitics.IsKey(behind))
            ReadKey(false);
        return values;

        bool ReadKey(bool isInside)
        {
            if (cursor.NextKey() is not { } key)
                return false;
            var place = cursor.Place;
            cursor.Key();
            if (readKey?.Invoke(key.ToLowerInvariant(), isInside) != true)
                throw NetlistException.At(place, $"{name}: {key} is not supported in {kind}{(readKey is null ? "" : "; r, td and file are")}.");
            return true;
        }
    }

    /// <summary>Pairs of time and value, or a file of such, and r (what it repeats from) and td (its delay) inside the parentheses or behind.</summary>
    private static PieceWiseLinearWaveform ReadLines(SpiceCursor cursor, string name)
    {
        var place = cursor.Place;
        ElementValue? repeat = null, delay = null;
        var (timeScale, valueScale) = (new ElementValue(1), new ElementValue(1));
        List<ElementValue>? read = null;
        // LTspice has the factors in front of the brackets.
        while (cursor.NextKey()?.ToLowerInvariant() is "time_scale_factor" or "value_scale_factor" && cursor.Key().ToLowerInvariant() is var factor)
            _ = factor[0] == 't' ? timeScale = cursor.Value("the factor of the times") : valueScale = cursor.Value("the factor of the values");
        // Xyce and PSpice write the file without "=".
        if (cursor.NextKey() is null && cursor.AcceptWord("file"))
            read = ReadFile(cursor, name, false);
        var values = ReadValues(cursor, "PWL", name, (key, isInside) =>
        {
            switch (key)
            {
                case "r":
                    repeat = cursor.Value("the time that it repeats from");
                    return true;
                case "td":
                    delay = cursor.Value("the delay");
                    return true;
                case "file":
                    read = ReadFile(cursor, name, isInside);
                    return true;
                case "time_scale_factor":
                    timeScale = cursor.Value("the factor of the times");
                    return true;
                case "value_scale_factor":
                    valueScale = cursor.Value("the factor of the values");
                    return true;
                default:
                    return false;
            }
        });
        if (read is not null && values.Count > 0)
            throw NetlistException.At(place, $"{name}: PWL takes its points from a file or from the netlist, not from both.");
        values = read ?? values;
        if (values.Count < 2 || values.Count % 2 != 0)
            throw NetlistException.At(place, $"{name}: PWL takes pairs of time and value{(values.Count > 2 ? "; the last value is missing" : "")}.");
        var points = new PieceWiseLinearPoint[values.Count / 2];
        for (var k = 0; k < points.Length; k++)
            points[k] = new PieceWiseLinearPoint(values[2 * k].Times(timeScale), values[2 * k + 1].Times(valueScale));
        // A negative r is none, as in ngspice.
        return new PieceWiseLinearWaveform(points, repeat is { IsNumber: true, Number: < 0 } ? null : repeat, delay).WithEdges();
    }

    /// <summary>Numbers apart by blanks, commas, semicolons and lines; a line that begins with *, # or ; is a comment.</summary>
    /// <param name="of">What refers to the file, and what its pairs are, for messages.</param>
    internal static List<ElementValue> ReadFile(SpiceCursor cursor, string name, bool isInParentheses, string of = "PWL", string pairs = "time and value")
    {
        var place = cursor.Place;
        var values = new List<ElementValue>();
        var line = 0;
        foreach (var text in cursor.FileText(isInParentheses).AsSpan().EnumerateLines())
        {
            line++;
            if (text.TrimStart() is ['*' or '#' or ';', ..])
                continue;
            foreach (var range in text.SplitAny(" \t,;"))
            {
                if (text[range].IsEmpty)
                    continue;
                if (!cursor.Dialects.Dialect.TryParse(text[range], out var number))
                    throw NetlistException.At(place, $"{name}: line {line} of the file of {of} has '{Shown(text[range])}', which is no number; a file consists of pairs of {pairs}.");
                if (values.Count == MostFileNumbers)
                    throw NetlistException.At(place, $"{name}: the file of {of} has more than {MostFileNumbers / 2} points; take fewer of them.");
                values.Add(number);
            }
        }

        if (values.Count == 0)
            throw NetlistException.At(place, $"{name}: the file of {of} has no points; it consists of pairs of {pairs}.");
        return values;
    }

    private static string Shown(ReadOnlySpan<char> text) =>
        string.Concat(text[..Math.Min(text.Length, 40)].ToArray().Select(c => c is >= ' ' and <= '~' ? c : '?')) + (text.Length > 40 ? "…" : "");

    public static string Write(SourceShape shape, ElementText text)
    {
        var dc = shape.Dc is { } constant ? ElementText.Value(constant) : null;
        var ac = shape.AcMagnitude is { } magnitude ? $" AC {ElementText.Value(magnitude)}{(shape.AcPhase is { } phase ? " " + ElementText.Value(phase) : "")}" : "";
        if (shape.Waveform is null)
            return (dc ?? "0") + ac;
        var waveform = shape.Waveform switch
        {
            PulseWaveform p => Call("PULSE", p.Initial, p.Pulsed, p.Delay, p.Rise, p.Fall, p.Width, p.Period, p.Count),
            SineWaveform { Cycles: { Number: > 0 } } when text.ForNgspice =>
                throw NetlistException.Because("SIN with a number of cycles runs for ever in ngspice; write PULSE or PWL, or choose another engine."),
            SineWaveform s => Call("SIN", s.Offset, s.Amplitude, s.Frequency, s.Delay, s.Damping, s.Phase, text.ForNgspice ? null : s.Cycles),
            FrequencyModulatedWaveform f => Call("SFFM", f.Offset, f.Amplitude, f.Carrier, f.Index, f.Signal),
            AmplitudeModulatedWaveform a => Call("AM", a.Amplitude, a.Offset, a.Signal, a.Carrier, a.Delay),
            TurnedOnWaveform { Inner: null } => FormattableString.Invariant($"PWL(0 0 {TurnedOnWaveform.Duration} {dc ?? "0"})"),
            TurnedOnWaveform =>
                throw NetlistException.Because("startup of .tran turns on a source with a waveform, which SPICE has no words for; choose another engine, or leave startup out."),
            TransientNoiseWaveform or TransientRandomWaveform when text.ForNgspice =>
                throw NetlistException.Because("TRNOISE and TRRANDOM draw other numbers in ngspice; choose another engine."),
            TransientNoiseWaveform n => Call("TRNOISE", n.Amplitude, n.Step, n.Exponent, n.FlickerAmplitude, n.TelegraphAmplitude, n.Capture, n.Emission),
            TransientRandomWaveform r => Call("TRRANDOM", r.Law, r.Step, r.Delay, r.Width ?? 1, r.Center),
            ExponentialWaveform e => Call("EXP", e.Initial, e.Pulsed, e.RiseDelay, e.RiseTime, e.FallDelay, e.FallTime),
            PieceWiseLinearWaveform w => Points(text.ForNgspice ? w.WithPointAtRepeat() : w) + ElementText.Key("r", w.Repeat) + ElementText.Key("td", w.Delay),
            var other => throw NetlistException.Because($"a {other.GetType().Name} cannot be written as SPICE."),
        };
        return $"{(dc is null ? "" : $"DC {dc} ")}{waveform}{ac}";
    }

    /// <summary>Values up to the last that is given; 0 means the default wherever one is left out.</summary>
    private static string Call(string name, params ElementValue?[] values)
    {
        var count = Array.FindLastIndex(values, v => v is not null) + 1;
        return $"{name}({string.Join(' ', values.Take(count).Select(v => ElementText.Value(v ?? 0)))})";
    }

    private static string Points(PieceWiseLinearWaveform waveform) =>
        $"PWL({string.Join("\n+ ", waveform.Points.Chunk(PointsPerLine).Select(some => string.Join(' ', some.Select(p => $"{ElementText.Value(p.Time)} {ElementText.Value(p.Value)}"))))})";
}

using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Spice.Syntax;

/// <summary>What follows the nodes of a V or I source: [DC] value, AC, and one waveform, read in any order. A word behind AC ends its values.</summary>
internal static class SourceShapeSyntax
{
    private const int PointsPerLine = 6;

    public static SourceShape Read(SpiceCursor cursor, string name)
    {
        ElementValue? dc = null;
        SourceWaveform? waveform = null;
        (ElementValue Magnitude, ElementValue? Phase)? ac = null;
        while (!cursor.AtEnd)
        {
            var place = cursor.Place;
            var word = cursor.PeekWord()?.ToLowerInvariant();
            switch (word)
            {
                case "dc":
                    cursor.Word("DC");
                    cursor.Accept('=');
                    SetDc(ref dc, cursor.Value("the DC value"), name, place);
                    break;
                case "ac":
                    if (ac is not null)
                        throw NetlistException.At(place, $"{name} has two AC values.");
                    ac = ReadAc(cursor);
                    break;
                case "pulse" or "sin" or "sine" or "exp" or "pwl":
                    if (waveform is not null)
                        throw NetlistException.At(place, $"{name} has two waveforms.");
                    cursor.Word("a waveform");
                    waveform = ReadWaveform(cursor, word == "sine" ? "sin" : word, name);
                    break;
                case "sffm" or "am" or "trnoise" or "trrandom" or "external":
                    throw NetlistException.At(place, $"{name}: {word.ToUpperInvariant()} is not supported; PULSE, SIN, EXP and PWL are.");
                default:
                    SetDc(ref dc, cursor.Value("a value or waveform"), name, place);
                    break;
            }
        }

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
        cursor.Word("AC");
        cursor.Accept('=');
        ElementValue? Next(string wanted) =>
            !cursor.AtEnd && (char.IsAsciiDigit(cursor.Peek) || cursor.Peek is '+' or '-' or '.' or '{' or '\'') ? cursor.Value(wanted) : null;
        return Next("the magnitude") is { } magnitude ? (magnitude, Next("the phase")) : (1, null);
    }

    private static SourceWaveform ReadWaveform(SpiceCursor cursor, string kind, string name)
    {
        var place = cursor.Place;
        var inParentheses = cursor.Accept('(');
        var values = new List<ElementValue>();
        while (!cursor.AtEnd && cursor.Peek != ')')
        {
            if (cursor.NextKey() is { } key)
                throw cursor.Fault($"{name}: {key} is not supported in {kind.ToUpperInvariant()}.");
            if (!inParentheses && cursor.PeekWord()?.ToLowerInvariant() is "dc" or "ac")
                break;
            values.Add(cursor.Value($"a value of {kind.ToUpperInvariant()}"));
        }

        if (inParentheses)
            cursor.Expect(')', $"behind the values of {kind.ToUpperInvariant()}");
        ElementValue? At(int k) => k < values.Count ? values[k] : null;
        var most = kind switch { "pulse" => 7, "pwl" => int.MaxValue, _ => 6 };
        if (values.Count < 2 || values.Count > most)
        {
            throw NetlistException.At(place, kind == "pwl"
                ? $"{name}: PWL takes pairs of time and value."
                : $"{name}: {kind.ToUpperInvariant()} takes 2 to {most} values, not {values.Count}.");
        }

        switch (kind)
        {
            case "pulse":
                return new PulseWaveform(values[0], values[1], At(2), At(3), At(4), At(5), At(6));
            case "sin":
                return new SineWaveform(values[0], values[1], At(2), At(3), At(4), At(5));
            case "exp":
                return new ExponentialWaveform(values[0], values[1], At(2), At(3), At(4), At(5));
            default:
                if (values.Count % 2 != 0)
                    throw NetlistException.At(place, $"{name}: PWL takes pairs of time and value; the last value is missing.");
                var points = new PieceWiseLinearPoint[values.Count / 2];
                for (var k = 0; k < points.Length; k++)
                    points[k] = new PieceWiseLinearPoint(values[2 * k], values[2 * k + 1]);
                return new PieceWiseLinearWaveform(points).WithEdges();
        }
    }

    public static string Write(SourceShape shape)
    {
        var dc = shape.Dc is { } constant ? ElementText.Value(constant) : null;
        var ac = shape.AcMagnitude is { } magnitude ? $" AC {ElementText.Value(magnitude)}{(shape.AcPhase is { } phase ? " " + ElementText.Value(phase) : "")}" : "";
        if (shape.Waveform is null)
            return (dc ?? "0") + ac;
        var waveform = shape.Waveform switch
        {
            PulseWaveform p => Call("PULSE", p.Initial, p.Pulsed, p.Delay, p.Rise, p.Fall, p.Width, p.Period),
            SineWaveform s => Call("SIN", s.Offset, s.Amplitude, s.Frequency, s.Delay, s.Damping, s.Phase),
            ExponentialWaveform e => Call("EXP", e.Initial, e.Pulsed, e.RiseDelay, e.RiseTime, e.FallDelay, e.FallTime),
            PieceWiseLinearWaveform w => Points(w),
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

using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// Functions whose value depends on what was: ddt(x), the slope of x in time; sdt(x, start), or idt, its integral from the
/// start of a transient; idtmod(x, start, modulus, offset), the same wrapped into one modulus above the offset. And Xyce's waveforms
/// of time, which a source gives, with its corners and its largest step.
/// </summary>
internal static class MemoryFunction
{
    private static readonly string[] Waveforms = ["spice_pulse", "spice_sin", "spice_exp", "spice_sffm"];

    public static readonly string[] Names = ["ddt", "sdt", "idt", "idtmod", .. Waveforms];

    public static bool Is(string function) => Names.Contains(function, StringComparer.OrdinalIgnoreCase);

    /// <summary>The waveform that a call means; null if it is none. Its arguments are numbers.</summary>
    public static SourceWaveform? WaveformOf(CallExpression call)
    {
        var function = call.Function.ToLowerInvariant();
        if (!Waveforms.Contains(function))
            return null;
        var (least, most) = function switch { "spice_sin" => (3, 6), "spice_sffm" => (2, 5), "spice_exp" => (2, 6), _ => (2, 7) };
        if (call.Arguments.Count < least || call.Arguments.Count > most)
            throw NetlistException.Because($"{function}() takes {least} to {most} arguments, not {call.Arguments.Count}.");
        ElementValue?[] values = [.. call.Arguments.Select(a => (ElementValue?)BoundExpression.Constant(a)), .. new ElementValue?[most - call.Arguments.Count]];
        var (first, second) = (values[0]!.Value, values[1]!.Value);
        return function switch
        {
            "spice_pulse" => new PulseWaveform(first, second, values[2], values[3], values[4], values[5], values[6]),
            "spice_sin" => new SineWaveform(first, second, values[2], values[3], values[4], values[5]),
            "spice_exp" => new ExponentialWaveform(first, second, values[2], values[3], values[4], values[5]),
            _ => new FrequencyModulatedWaveform(first, second, values[2], values[3], values[4]),
        };
    }

    /// <summary>Of a call that nothing has replaced by what remembers: it stands where only a value can.</summary>
    public static string? Refusal(CallExpression call) => Is(call.Function)
        ? $"{call.Function}() remembers, or follows time; it can stand in the expression of a source, an R, C or L, a .print or a .measure."
        : null;
}

using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Devices;

/// <summary>One pulse of a train.</summary>
/// <param name="Voltage">[V]</param>
/// <param name="Width">Time at the full voltage, without edges [s].</param>
public readonly record struct DevicePulse(double Voltage, double Width)
{
    private const int MostPulses = 10_000;

    /// <summary>Reads a train as users write it: V:WIDTH or V:WIDTH*COUNT, separated by commas, e.g. "-2:10n*20,0.6:50n*5".</summary>
    /// <exception cref="InvalidParameterException">The text is no such train.</exception>
    public static IReadOnlyList<DevicePulse> Parse(string text)
    {
        var pulses = new List<DevicePulse>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var count = 1;
            var fields = part.Split('*', 2, StringSplitOptions.TrimEntries);
            var shape = fields[0].Split(':', 2, StringSplitOptions.TrimEntries);
            if (shape.Length != 2 || !SiText.TryParseTyped(shape[0], out var voltage) || !SiText.TryParseTyped(shape[1], out var width)
                || (fields.Length == 2 && !int.TryParse(fields[1], out count)))
            {
                throw InvalidParameterException.Because("train", $"'{part}' is not a pulse, V:WIDTH or V:WIDTH*COUNT; write for example -2:10n*20.");
            }

            InvalidParameterException.RequirePositive(width, "s", "width of a pulse");
            InvalidParameterException.RequireAtLeast(count, 1, "count of pulses");
            if (pulses.Count + (long)count > MostPulses)
                throw InvalidParameterException.Because("train", $"a train has at most {MostPulses} pulses.");
            pulses.AddRange(Enumerable.Repeat(new DevicePulse(voltage, width), count));
        }

        return pulses.Count > 0 ? pulses : throw InvalidParameterException.Because("train", "the train is empty; write for example -2:10n*20.");
    }
}

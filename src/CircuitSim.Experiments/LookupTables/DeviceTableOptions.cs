using System.Text.Json.Nodes;
using CircuitSim.Devices;
using CircuitSim.Experiments.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>Which tables of a device are wanted.</summary>
public sealed record DeviceTableOptions
{
    /// <summary>Values of one direction that are kept, states times samples: 160 MB.</summary>
    private const int MostValues = 20_000_000;

    /// <summary>Pulses of all ramps of one direction.</summary>
    private const int MostRampPulses = 200_000;

    /// <summary>Of a pulse that nobody chose: a fiftieth of the time from one end of the range to the other.</summary>
    private const double StandardPart = 0.02;

    /// <summary>Null is twice the threshold, within the range of the card, for a fiftieth of the switching time.</summary>
    public DevicePulse? Set { get; init; }

    /// <inheritdoc cref="Set"/>
    public DevicePulse? Reset { get; init; }

    /// <summary>Part of a pulse's width that each of its edges takes, in addition.</summary>
    public double EdgePart { get; init; } = 0.01;

    /// <summary>Null takes 0.2 V, or half the reset threshold if that is lower [V].</summary>
    public double? ReadVoltage { get; init; }

    /// <summary>Of one read [s].</summary>
    public double ReadTime { get; init; } = 10e-9;

    /// <summary>Whose disturb is tabulated.</summary>
    public int Reads { get; init; } = 1000;

    /// <summary>Start conductances.</summary>
    public int States { get; init; } = 501;

    /// <summary>Devices, each in a cycle of its own, from every start conductance.</summary>
    public int Samples { get; init; } = 2000;

    public int Quantiles { get; init; } = 501;

    /// <summary>Pulses of a ramp.</summary>
    public int Pulses { get; init; } = 100;

    /// <summary>Ramps of drawn devices.</summary>
    public int Ramps { get; init; } = 20;

    /// <summary>Voltages of the I–V grid; odd, so that 0 V is one of them.</summary>
    public int Voltages { get; init; } = 41;

    public DeviceVariability Variability { get; init; } = DeviceVariability.None;

    public ulong Seed { get; init; } = 1;

    /// <summary>These options with pulses as users write them: set:V,WIDTH and reset:V,WIDTH.</summary>
    /// <exception cref="InvalidParameterException">One is none, comes twice, or has the other polarity.</exception>
    public DeviceTableOptions WithPulses(IReadOnlyList<string> texts)
    {
        var options = this;
        foreach (var text in texts)
        {
            var (direction, shape) = text.Split(':', 2, StringSplitOptions.TrimEntries) is [var word, var rest] ? (word, rest.Split(',', StringSplitOptions.TrimEntries)) : ("", []);
            if (direction is not ("set" or "reset") || shape.Length != 2 || !SiText.TryParseTyped(shape[0], out var voltage) || !SiText.TryParseTyped(shape[1], out var width))
                throw InvalidParameterException.Because("pulse", $"'{text}' is not a pulse, set:V,WIDTH or reset:V,WIDTH; write for example set:-1.8V,100ns.");
            if ((direction == "set" ? options.Set : options.Reset) is not null)
                throw InvalidParameterException.Because("pulse", $"two {direction} pulses are given, but a table is of one; write a folder for each.");
            var pulse = new DevicePulse(voltage, InvalidParameterException.RequirePositive(width, "s", $"width of the {direction} pulse"));
            options = direction == "set" ? options with { Set = pulse } : options with { Reset = pulse };
        }

        var (setIsWrong, resetIsWrong) = (options.Set is { Voltage: >= 0 }, options.Reset is { Voltage: <= 0 });
        if (setIsWrong || resetIsWrong)
        {
            throw InvalidParameterException.Because("pulse", setIsWrong && resetIsWrong && options is { Set: { } set, Reset: { } reset }
                ? $"the polarities are swapped: here a negative voltage sets, to the LRS, and a positive one resets; write set:{SiText.Exact(reset.Voltage)},… and reset:{SiText.Exact(set.Voltage)},… ."
                : setIsWrong
                    ? $"the set pulse has {SiText.Format(options.Set!.Value.Voltage, "V")}, but here a negative voltage sets, to the LRS, and a positive one resets; for a device that is measured the other way round, turn the signs of its pulses and of its card."
                    : $"the reset pulse has {SiText.Format(options.Reset!.Value.Voltage, "V")}, but here a positive voltage resets, to the HRS, and a negative one sets; for a device that is measured the other way round, turn the signs of its pulses and of its card.");
        }

        return options;
    }

    /// <summary>These options with relative standard deviations, from device to device, of parameters as users write them: key=value.</summary>
    /// <exception cref="InvalidParameterException">One is none.</exception>
    public DeviceTableOptions WithDeviations(IReadOnlyList<string> texts)
    {
        var scatter = Variability.Parameters;
        foreach (var text in texts)
        {
            if (text.Split('=', 2, StringSplitOptions.TrimEntries) is not [var key, var value] || !SiText.TryParseTyped(value, out var sigma))
                throw InvalidParameterException.Because("sigma", $"'{text}' is not a parameter and its relative deviation, key=value; write for example koff=0.1.");
            var law = CircuitSim.Devices.Variability.Normal(sigma);
            scatter = key switch
            {
                "ron" => scatter with { ROn = law },
                "roff" => scatter with { ROff = law },
                "kon" => scatter with { KOn = law },
                "koff" => scatter with { KOff = law },
                "aon" => scatter with { AlphaOn = law },
                "aoff" => scatter with { AlphaOff = law },
                "von" => scatter with { VOn = law },
                "voff" => scatter with { VOff = law },
                _ => throw InvalidParameterException.Because("sigma", $"no parameter '{key}' scatters; there are ron, roff, kon, koff, aon, aoff, von and voff."),
            };
        }

        return this with { Variability = Variability with { Parameters = scatter } };
    }

    /// <summary>Whether two samples differ.</summary>
    internal bool Varies => Variability is not { Parameters: var p, CycleToCycle.Sigma: 0, ReadNoise.Sigma: 0 } || p != DeviceScatter.None;

    /// <summary>Checked, with what nobody chose.</summary>
    /// <exception cref="InvalidParameterException">A value is out of range, or out of the card's.</exception>
    internal DeviceTableOptions Resolved(IThresholdModel device)
    {
        // All states stand in one transient, with some 120 kB each.
        const int Most = 100_000, MostStates = 10_000;
        foreach (var (value, least, name) in new[] { (States, 3, "states"), (Samples, 1, "samples"), (Quantiles, 3, "quantiles"), (Pulses, 1, "pulses"), (Ramps, 1, "ramps"), (Voltages, 3, "voltages"), (Reads, 1, "reads") })
            InvalidParameterException.RequireAtLeast(value, least, name);
        foreach (var (value, name) in new[] { (Quantiles, "quantiles"), (Pulses, "pulses"), (Ramps, "ramps"), (Voltages, "voltages") })
            InvalidParameterException.Require(value <= Most, name, value, "", $"at most {Most}");
        InvalidParameterException.Require(States <= MostStates, "states", States, "", $"at most {MostStates}");
        InvalidParameterException.Require((long)States * Math.Max(Samples, Quantiles) <= MostValues, "samples", Samples, "", $"such that {States} states times samples, and times quantiles, are at most {MostValues}");
        InvalidParameterException.Require((long)Ramps * Pulses <= MostRampPulses, "ramps", Ramps, "", $"such that ramps times {Pulses} pulses are at most {MostRampPulses}");
        InvalidParameterException.Require((long)States * Voltages <= MostValues, "voltages", Voltages, "", $"such that {States} states times voltages are at most {MostValues}");
        InvalidParameterException.RequirePositive(EdgePart, "", "edge");
        InvalidParameterException.RequirePositive(ReadTime, "s", "read time");
        const double StandardRead = 0.2;
        var read = device.RequireReadVoltage(ReadVoltage ?? (StandardRead <= device.Thresholds.Upper ? StandardRead : device.Thresholds.Upper / 2));
        if (read == 0)
            throw InvalidParameterException.OutOfRange("read voltage", read, "V", "other than zero, at which no current tells the conductance");
        var switching = new DeviceSwitching(device);
        DevicePulse Standard(string name, double voltage, double from, double to) => switching.Time(voltage, from, to) is var time && double.IsFinite(time)
            ? new(voltage, StandardPart * time)
            : throw InvalidParameterException.Because("pulse", $"{SiText.Format(voltage, "V")}, twice the threshold or the end of the card's range, does not {name} the device in a finite time; give the {name} pulse.");
        var set = Set ?? Standard("set", Math.Max(2 * device.Thresholds.Lower, device.Voltages.Lowest), 0.99, 0.01);
        var reset = Reset ?? Standard("reset", Math.Min(2 * device.Thresholds.Upper, device.Voltages.Highest), 0.01, 0.99);
        foreach (var (pulse, name) in new[] { (set, "set"), (reset, "reset") })
        {
            device.RequireVoltage(pulse.Voltage, $"voltage of the {name} pulse");
            InvalidParameterException.RequirePositive(pulse.Width, "s", $"width of the {name} pulse");
        }

        return this with { ReadVoltage = read, Set = set, Reset = reset };
    }

    /// <summary>As tables and results name them.</summary>
    internal JsonObject ToJson()
    {
        var p = Variability.Parameters;
        return new()
        {
            ["read_time_s"] = ReadTime,
            ["reads"] = Reads,
            ["states"] = States,
            ["samples"] = Samples,
            ["quantiles"] = Quantiles,
            ["pulses"] = Pulses,
            ["ramps"] = Ramps,
            ["voltages"] = Voltages,
            ["sigma_device"] = new JsonObject(new[] { ("ron", p.ROn), ("roff", p.ROff), ("kon", p.KOn), ("koff", p.KOff), ("aon", p.AlphaOn), ("aoff", p.AlphaOff), ("von", p.VOn), ("voff", p.VOff) }
                .Select(s => KeyValuePair.Create(s.Item1, (JsonNode?)s.Item2.Sigma))),
            ["sigma_cycle"] = Variability.CycleToCycle.Sigma,
            ["sigma_read"] = Variability.ReadNoise.Sigma,
        };
    }
}

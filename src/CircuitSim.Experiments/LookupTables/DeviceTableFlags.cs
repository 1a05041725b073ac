using CircuitSim.Devices;
using CircuitSim.LookupTables;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>What a user should know of a device's tables before he trusts them.</summary>
internal static class DeviceTableFlags
{
    /// <summary>As parts of the range: a pulse that moves less, and one that moves more, leaves nothing to be trained.</summary>
    private const double Nothing = 1e-6, All = 0.9;

    /// <summary>Of the conductance range: no tool can train with larger mean steps.</summary>
    private const double Large = 0.1;

    /// <summary>Of all starts: below it, hardly a sample of a start within the range is concerned.</summary>
    private const double Outside = 0.05;

    /// <summary>Below it, no law of samples holds well enough to judge by.</summary>
    public const int GoodSamples = 100;

    /// <summary>Pulses that a range should take.</summary>
    private const int GoodPulses = 50;

    /// <param name="moves">By how much a pulse moves the nominal device, from the far limit and at most, as parts of the range, [2].</param>
    /// <param name="outside">The part of the starts that drawn devices do not have.</param>
    /// <param name="untimed">Directions without a finite switching time.</param>
    public static IReadOnlyList<TableFlag> Of(
        IThresholdModel device, DeviceTableOptions options, TablePulse[] pulses, (double FromTheLimit, double Largest)[] moves, IReadOnlyList<DeviceTableConvergence> convergence, double outside, IReadOnlyList<string> untimed)
    {
        var flags = new List<TableFlag>();
        for (var k = 0; k < 2; k++)
        {
            var (word, pulse, threshold) = k == 0 ? ("set", pulses[0], device.Thresholds.Lower) : ("reset", pulses[1], device.Thresholds.Upper);
            if (Math.Abs(pulse.Voltage) <= Math.Abs(threshold))
                Add("does-not-switch", $"The {word} pulse of {SiText.Format(pulse.Voltage, "V")} does not pass the threshold of {SiText.Format(threshold, "V")}, so that the nominal device stays where it is; raise its amplitude.");
            else if (moves[k].Largest < Nothing)
                Add("does-not-switch", $"The {word} pulse moves the nominal device by {SiText.Scientific(moves[k].Largest)} of its range at most; raise its amplitude or its width.");
            else if (moves[k].FromTheLimit >= All)
                Add("saturates", $"One {word} pulse takes the nominal device through {100 * moves[k].FromTheLimit:0.#} % of its range; a width of {SiText.Format(Wide(k, pulse), "s")} makes {GoodPulses} steps of it.");
            else if (convergence[k].Step > Large)
                Add("large-steps", $"One {word} pulse changes the conductance by up to {100 * convergence[k].Step:0.#} % of its range; training needs a shorter or lower pulse.");
        }

        if (!options.Varies)
            Add("no-variability", $"Neither devices nor cycles nor reads vary, so that every quantile is the same; give their deviations.");
        else if (options.Samples < GoodSamples)
            Add("few-samples", $"{options.Samples} samples tell little of a distribution, and fresh pulses are not held against them; take {GoodSamples} or more.");
        if (device.Window.SticksAtLimits)
            Add("sticks-at-limits", $"The {device.Window.Kind} window holds a state at a limit for ever; the outermost starts lie a millionth of the range within, and hardly move.");
        if (outside > Outside)
            Add("starts-outside", $"{100 * outside:0.#} % of all starts lie outside the range of the device that was drawn, which then starts at its nearest limit.");
        foreach (var c in convergence)
        {
            if (c.States > DeviceTableConvergence.Bound)
                Add("few-states", $"Between every second of the {options.States} states the {c.Direction} misses by {100 * c.States:0.#} % of the largest mean step; take more states.");
            if (c.Quantiles > DeviceTableConvergence.Bound)
                Add("few-quantiles", $"Between every second of the {options.Quantiles} quantiles the {c.Direction} misses by {100 * c.Quantiles:0.#} % of the largest spread; take more quantiles.");
            if (c.Samples > DeviceTableConvergence.Bound)
                Add("few-samples", $"Half of the {options.Samples} samples give the mean {c.Direction} {100 * c.Samples:0.#} % of the largest mean step away; take more samples.");
        }

        foreach (var word in untimed)
            Add("no-switching-time", $"No {word} voltage within the range of the card switches the device in a finite time, so that there is no table of it.");
        return flags;

        void Add(string id, FormattableString text) => flags.Add(new TableFlag(id, FormattableString.Invariant(text)));

        double Wide(int k, TablePulse pulse) => new DeviceSwitching(device).Time(pulse.Voltage, k == 0 ? 0.99 : 0.01, k == 0 ? 0.01 : 0.99) / GoodPulses;
    }
}

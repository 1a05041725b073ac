using CircuitSim.Experiments.Options;
using CircuitSim.Numerics;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <summary>A written array in words, for the terminal and the report.</summary>
public static class ProgramSummary
{
    public static ReadableTable Quantities(ProgramResult r) => new(["quantity", "value"], [.. Rows(r)]);

    /// <summary>One row for each cause; empty if every cell was reached.</summary>
    public static ReadableTable Failures(ProgramResult r) => new(["cells", "cause", "what it means"],
        [.. r.Outcome.Failures.Where(f => f != WriteFailure.None).GroupBy(f => f).OrderByDescending(g => g.Count())
            .Select(g => (IReadOnlyList<string>)[Invariant($"{g.Count()}"), FailureName(g.Key), Meaning(g.Key, r)])]);

    private static IEnumerable<IReadOnlyList<string>> Rows(ProgramResult r)
    {
        var (job, state) = (r.Outcome.Case, r.Outcome.State);
        yield return ["array", $"{job.Array.Rows} × {job.Array.Columns} {ProgramOptions.Cell.WrittenOf(job.Array.Cell.Structure)} of {r.Case.Card.Name}, {WiringOptions.Describe(job.Array.Wiring)}"];
        yield return ["how", $"{ProgramOptions.Scheme.WrittenOf(job.Drive.Scheme)}, {(job.Order == WriteOrder.Row ? "row by row" : "cell by cell")}, {(job.Verifies ? $"verified, {ProgramOptions.Ladder.WrittenOf(job.Pulses.Ladder)} ladder, {(job.Passes == 1 ? "1 pass" : $"{job.Passes} passes")}" : "open loop, one pulse per cell")}"];
        yield return ["cells within the tolerance", Invariant($"{r.Reached} of {r.Count} ({100 * r.Outcome.Yield:0.##} % within ±{100 * job.Tolerance:0.###} %)")];
        yield return ["error of a conductance", Invariant($"{100 * r.RmsError:0.###} % rms, {100 * r.LargestError:0.###} % at most")];
        yield return ["pulses per cell", Invariant($"{state.Pulses.Average():0.##} on average, {state.Pulses.Max()} at most")];
        yield return ["pulses on the lines", Invariant($"{state.Sets.Count} set, {state.Resets.Count} reset, {state.Reads.Count} reads")];
        yield return ["time in the array", $"{SiText.Format(state.Time, "s")} (set {SiText.Format(state.Sets.Time, "s")}, reset {SiText.Format(state.Resets.Time, "s")}, read {SiText.Format(state.Reads.Time, "s")})"];
        yield return ["energy from the sources", $"{SiText.Format(state.Energy, "J")} (set {SiText.Format(state.Sets.Energy, "J")}, reset {SiText.Format(state.Resets.Energy, "J")}, read {SiText.Format(state.Reads.Energy, "J")})"];
        yield return ["largest disturb of a cell by pulses on others", Invariant($"{100 * r.LargestDisturb:0.###} % of its range, the drifts under all of them summed")];
        yield return ["device over read conductance", Invariant($"{Ratio(r):0.####} on average; targets are what a read finds, {ReadPath(job.Array.Cell.Structure)}")];
        yield return ["time here", SiText.Format(r.Seconds, "s")];
    }

    /// <summary>The word for a cause, in tables and files.</summary>
    public static string FailureName(WriteFailure failure) => failure switch
    {
        WriteFailure.None => "",
        WriteFailure.PulseLimit => "pulse limit",
        WriteFailure.DeviceLimit => "device limit",
        WriteFailure.DriveLimit => "drive limit",
        WriteFailure.IrDrop => "ir drop",
        WriteFailure.ComplianceLimit => "compliance",
        WriteFailure.Disturbed => "disturbed",
        WriteFailure.Loaded => "loaded",
        WriteFailure.Faulty => "faulty",
        _ => "open loop",
    };

    private static string Meaning(WriteFailure failure, ProgramResult r)
    {
        var job = r.Outcome.Case;
        return failure switch
        {
            WriteFailure.PulseLimit when job.Order == WriteOrder.Row =>
                Invariant($"{job.PulseLimit} pulses were not enough: the cells of a row share their wires, so that each pulse changes what the others get; write cell by cell, or allow more pulses"),
            WriteFailure.PulseLimit => Invariant($"{job.PulseLimit} pulses were not enough; allow more, or widen the tolerance"),
            WriteFailure.DeviceLimit => "the device is at the end of its range; the target is beyond it",
            WriteFailure.DriveLimit => $"the largest pulse hardly moves it: {Delivered(r, failure)} reach the device; most of what is lost is lost in the transistor, selector or limiter of the cell",
            WriteFailure.IrDrop => $"wires and drivers take more than the cell itself: {Delivered(r, failure)} of a pulse reach the device, or it conducts all it can and its read still finds less than the target",
            WriteFailure.ComplianceLimit => $"the limiter holds the current at {SiText.Format(job.Array.Cell.ComplianceCurrent ?? 0, "A")}; the device no longer gets its threshold",
            WriteFailure.Disturbed => $"it was within the tolerance when it was written; pulses on other cells moved it then. {Threshold(r)}",
            WriteFailure.Faulty => "it is stuck, open or shorted, as was asked for",
            WriteFailure.Loaded => "its device has not moved; other cells changed the current on wires that its read shares (a further pass finds it)",
            _ => "one pulse by the nominal card is not enough to hit it; write with verify",
        };
    }

    /// <summary>Which share of the amplitude crosses which threshold.</summary>
    private static string Threshold(ProgramResult r)
    {
        var (job, nominal) = (r.Outcome.Case, r.Outcome.Case.Nominal);
        var amplitude = job.Drive.Scheme == BiasScheme.ThirdVoltage ? r.Outcome.State.LastAmplitudes.Max() / 3 : r.Outcome.State.LastAmplitudes.Max() / 2;
        return job.Drive.Scheme switch
        {
            BiasScheme.ThirdVoltage when amplitude > nominal.Thresholds.Upper =>
                $"A third of a set's amplitude, up to {SiText.Format(amplitude, "V")}, stands reversed at cells on neither line, above v_off = {SiText.Format(nominal.Thresholds.Upper, "V")}",
            BiasScheme.Floating => $"Open lines take what voltage the cells between them divide; v_off is {SiText.Format(nominal.Thresholds.Upper, "V")}",
            _ => $"Half-selected cells see up to {SiText.Format(amplitude, "V")}; thresholds are {SiText.Format(nominal.Thresholds.Lower, "V")} and {SiText.Format(nominal.Thresholds.Upper, "V")}",
        };
    }

    private static string Delivered(ProgramResult r, WriteFailure failure)
    {
        var cells = Enumerable.Range(0, r.Count).Where(k => r.Outcome.Failures[k] == failure).ToArray();
        var worst = cells.MinBy(k => r.Outcome.State.DeliveredVoltages[k] / r.Outcome.State.LastAmplitudes[k]);
        return $"at worst {SiText.Format(r.Outcome.State.DeliveredVoltages[worst], "V")} of {SiText.Format(r.Outcome.State.LastAmplitudes[worst], "V")}";
    }

    private static string ReadPath(CellStructure structure) => structure switch
    {
        CellStructure.Memristor => "wires included",
        CellStructure.Selector => "wires included and the selector's curve taken away",
        _ => "wires and transistor included",
    };

    private static double Ratio(ProgramResult r) =>
        Enumerable.Range(0, r.Count).Average(k => r.Outcome.DeviceConductances[k] / r.Outcome.Conductances[k]);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

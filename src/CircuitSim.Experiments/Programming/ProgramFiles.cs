using System.Text.Json.Nodes;
using CircuitSim.Files;
using CircuitSim.Programming;

namespace CircuitSim.Experiments.Programming;

/// <summary>The files of a written array; the caller commits the folder.</summary>
public static class ProgramFiles
{
    /// <summary>Name in the result.</summary>
    public const string Study = "program";

    /// <summary>cells.csv, written.npz, report.html and result.json.</summary>
    public static void Write(ProgramResult result, ResultFolder folder)
    {
        folder.Write("cells.csv", Cells(result).ToCsv());
        using (var stream = folder.OpenWrite("written.npz"))
            NpzFile.Write(stream, Archive(result));
        folder.Write("report.html", ProgramReport.Html(result));
        folder.Write("result.json", Json(result));
    }

    private static ResultTable Cells(ProgramResult r)
    {
        var table = new ResultTable("cells", [
            "row", "column", "target_s", "read_s", "device_s", "error", "pulses", "last_amplitude_v", "delivered_v", "disturb", "failure",
        ]);
        var (job, state) = (r.Outcome.Case, r.Outcome.State);
        for (var k = 0; k < r.Count; k++)
        {
            table.Add(k / job.Array.Columns, k % job.Array.Columns, job.Targets.Span[k], r.Outcome.Conductances[k], r.Outcome.DeviceConductances[k],
                r.Outcome.Error(k), state.Pulses[k], state.LastAmplitudes[k], state.DeliveredVoltages[k], state.Disturbs[k], ProgramSummary.FailureName(r.Outcome.Failures[k]));
        }

        return table;
    }

    private static IEnumerable<NpzArray> Archive(ProgramResult r)
    {
        var (job, state) = (r.Outcome.Case, r.Outcome.State);
        int[] shape = [job.Array.Rows, job.Array.Columns];
        // What a read finds comes first, under the name that other commands look for.
        yield return new NpzArray(ProgramCase.TargetsName, shape, r.Outcome.Conductances.ToArray());
        yield return new NpzArray("device_conductances_s", shape, r.Outcome.DeviceConductances.ToArray());
        yield return new NpzArray("targets_s", shape, job.Targets);
        yield return new NpzArray("states_m", shape, state.States);
        yield return new NpzArray("pulses", shape, state.Pulses.Select(n => (double)n).ToArray());
        yield return new NpzArray("disturbs", shape, state.Disturbs);
    }

    private static string Json(ProgramResult r)
    {
        var (o, job, state) = (r.Case.Options, r.Outcome.Case, r.Outcome.State);
        var options = new JsonObject
        {
            ["rows"] = job.Array.Rows,
            ["columns"] = job.Array.Columns,
            ["wire_resistance_ohm"] = o.WireResistance,
            ["driver_resistance_ohm"] = o.DriverResistance,
            ["cell"] = ProgramSummary.StructureName(o.Structure),
            ["compliance_a"] = o.ComplianceCurrent,
            ["gate_v"] = o.Structure == CellStructure.Transistor ? o.GateVoltage : null,
            ["target"] = o.TargetFile is { } file ? Path.GetFileName(file) : o.Layer is { } l ? Path.GetFileName(l.NetworkFile) : "random",
            ["layer"] = o.Layer?.Layer,
            ["encoding"] = o.Layer is { } encoded ? encoded.IsTwosComplement ? "twos-complement" : "offset-column" : null,
            ["bits"] = o.Layer is { IsTwosComplement: true } bits ? bits.Bits : null,
            ["r_low_ohm"] = o.TargetFile is null ? o.LeastResistance : null,
            ["r_high_ohm"] = o.TargetFile is null ? o.GreatestResistance : null,
            ["scheme"] = ProgramSummary.SchemeName(job.Drive.Scheme),
            ["order"] = job.Order == WriteOrder.Row ? "row" : "cell",
            ["verify"] = job.Verifies,
            ["passes"] = job.Passes,
            ["tolerance"] = job.Tolerance,
            ["max_pulses"] = job.PulseLimit,
            ["ladder"] = ProgramSummary.LadderName(job.Pulses.Ladder),
            ["pulse_width_s"] = o.PulseWidth,
            ["pulse_edge_s"] = o.PulseEdge,
            ["largest_set_v"] = job.Pulses.LargestSetAmplitude,
            ["largest_reset_v"] = job.Pulses.LargestResetAmplitude,
            ["read_v"] = job.Drive.ReadVoltage,
            ["variability"] = o.Variability,
            ["cycle_variability"] = o.CycleVariability,
            ["stuck_lrs"] = o.Faults.StuckAtLrs,
            ["stuck_hrs"] = o.Faults.StuckAtHrs,
            ["open"] = o.Faults.Open,
            ["shorted"] = o.Faults.Shorted,
            ["read_noise"] = o.ReadNoise,
        };
        return new ResultDocument(Study, options, o.Seed)
            .AddCard(r.Case.Card)
            .Add("figures", new JsonObject
            {
                ["cells"] = r.Count,
                ["cells_within_tolerance"] = r.Reached,
                ["largest_error"] = r.LargestError,
                ["rms_error"] = r.RmsError,
                ["pulses_per_cell"] = state.Pulses.Average(),
                ["most_pulses_of_a_cell"] = state.Pulses.Max(),
                ["set_pulses"] = state.Sets.Count,
                ["reset_pulses"] = state.Resets.Count,
                ["reads"] = state.Reads.Count,
                ["time_s"] = state.Time,
                ["energy_j"] = state.Energy,
                ["set_energy_j"] = state.Sets.Energy,
                ["reset_energy_j"] = state.Resets.Energy,
                ["read_energy_j"] = state.Reads.Energy,
                ["largest_disturb"] = r.LargestDisturb,
                ["engine_steps"] = state.Steps,
                ["failures"] = new JsonObject(r.Outcome.Failures.Where(f => f != WriteFailure.None).GroupBy(f => f).OrderBy(g => g.Key)
                    .Select(g => KeyValuePair.Create(ProgramSummary.FailureName(g.Key).Replace(' ', '_'), (JsonNode?)g.Count()))),
            })
            .Add("timing", new JsonObject { ["program_s"] = Math.Round(r.Seconds, 3) })
            .ToText();
    }
}

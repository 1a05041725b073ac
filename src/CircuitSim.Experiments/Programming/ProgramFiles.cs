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
        folder.Write(Document(result));
    }

    private static ResultTable Cells(ProgramResult r)
    {
        var (job, state) = (r.Outcome.Case, r.Outcome.State);
        return ResultTable.Of("cells", Enumerable.Range(0, r.Count),
            ("row", k => k / job.Array.Columns), ("column", k => k % job.Array.Columns), ("target_s", k => job.Targets.Span[k]), ("read_s", k => r.Outcome.Conductances[k]),
            ("device_s", k => r.Outcome.DeviceConductances[k]), ("error", k => r.Outcome.Error(k)), ("pulses", k => state.Pulses[k]), ("last_amplitude_v", k => state.LastAmplitudes[k]),
            ("delivered_v", k => state.DeliveredVoltages[k]), ("disturb", k => state.Disturbs[k]), ("failure", k => ProgramSummary.FailureName(r.Outcome.Failures[k])));
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

    private static ResultDocument Document(ProgramResult r)
    {
        var (o, job, state) = (r.Case.Options, r.Outcome.Case, r.Outcome.State);
        var (layer, hasTargets) = (ProgramOptions.LayerOf(o), o.Get(ProgramOptions.Target).Length > 0);
        var options = new JsonObject(ProgramOptions.All.Where(x => x.Key is not null).Select(x => KeyValuePair.Create(x.Key!, x.Json(o))))
        {
            // As it was done, where a file or another option decided; null where the option meant nothing.
            ["rows"] = job.Array.Rows,
            ["columns"] = job.Array.Columns,
            ["compliance_a"] = job.Array.Cell.ComplianceCurrent,
            ["scheme"] = ProgramOptions.Scheme.WrittenOf(job.Drive.Scheme),
            ["verify"] = job.Verifies,
            ["passes"] = job.Passes,
            ["largest_set_v"] = job.Pulses.LargestSetAmplitude,
            ["largest_reset_v"] = job.Pulses.LargestResetAmplitude,
            ["read_v"] = job.Drive.ReadVoltage,
        };
        if (!hasTargets)
            options["target"] = layer is not null ? Path.GetFileName(layer.NetworkFile) : "random";
        foreach (var (key, applies) in new[]
        {
            ("gate_v", job.Array.Cell.Structure == CellStructure.Transistor), ("layer", layer is not null), ("encoding", layer is not null), ("bits", layer is { IsTwosComplement: true }),
            ("r_low_ohm", !hasTargets), ("r_high_ohm", !hasTargets),
        })
        {
            if (!applies)
                options[key] = null;
        }

        return new ResultDocument(Study, options, o.Get(ProgramOptions.Seed))
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
            .Add("timing", new JsonObject { ["program_s"] = Math.Round(r.Seconds, 3) });
    }
}

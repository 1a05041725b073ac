using System.Text.Json.Nodes;
using CircuitSim.Files;
using CircuitSim.Netlists.Analyses;

namespace CircuitSim.Experiments.Runs;

/// <summary>What is read from the points of analyses, operating points, measurements, harmonics and spectra, as tables and their files.</summary>
/// <param name="netlist">Name of its file.</param>
/// <param name="failures">Analyses without a result.</param>
/// <param name="waveforms">What each waveform lies between, if that was found.</param>
public sealed class ReadResults(string netlist, IReadOnlyList<AnalysisRun> runs, IReadOnlyList<AnalysisFailure> failures, ResultTable? waveforms = null)
{
    public IReadOnlyList<ResultTable> Tables()
    {
        var tables = new List<ResultTable>();
        var several = runs.DistinctBy(r => r.Simulator).Count() > 1;
        if (runs.Any(r => r.Measured.Count > 0))
        {
            tables.Add(ResultTable.Of("measurements", runs.SelectMany(r => r.Measured.Select(m => (Run: r, Measured: m))),
                ("measurement", m => m.Measured.Name), ("analysis", m => m.Run.Name), ("engine", m => m.Run.Simulator), ("value", m => m.Measured.Value), ("unit", m => m.Measured.Unit)));
        }

        foreach (var run in runs)
        {
            string NameOf(string kind, int index) => FormattableString.Invariant($"{run.Name}-{kind}{(index == 0 ? "" : $"{index + 1}")}{(several ? $"-{run.Simulator}" : "")}");
            foreach (var (index, h) in run.Harmonics.Index())
            {
                // The constant is harmonic 0, as SPICE numbers it.
                tables.Add(ResultTable.Of(NameOf("four", index), h.Harmonics.Prepend(new(0, 0, h.Constant, 0)),
                    ("harmonic", k => k.Number), ("frequency [Hz]", k => k.Frequency), ($"{h.Name} [{h.Unit}]", k => k.Magnitude), ("phase [°]", k => k.Phase),
                    ("part of the first", k => h.Harmonics.Count > 0 && h.Harmonics[0].Magnitude > 0 ? k.Magnitude / h.Harmonics[0].Magnitude : null)));
            }

            foreach (var (index, s) in run.Spectra.Index())
            {
                tables.Add(ResultTable.Of(NameOf("fft", index), s.Coefficients.Index(),
                    ("frequency [Hz]", c => c.Index * s.Spacing), ($"{s.Name} [{s.Unit}]", c => c.Item.Magnitude), ("phase [°]", c => double.RadiansToDegrees(c.Item.Phase)),
                    ($"real part [{s.Unit}]", c => c.Item.Real), ($"imaginary part [{s.Unit}]", c => c.Item.Imaginary)));
            }
        }

        return tables;
    }

    private ResultTable Analyses() => ResultTable.Of("analyses", runs,
        ("analysis", r => r.Name), ("engine", r => r.Simulator), ("unknowns", r => (double?)r.Statistics.Unknowns), ("points", r => (double)r.Statistics.Points), ("accepted_steps", r => (double?)r.Statistics.AcceptedSteps),
        ("rejected_steps", r => (double?)r.Statistics.RejectedSteps), ("newton_iterations", r => (double?)r.Statistics.NewtonIterations));

    /// <summary>What stands in one point: the operating point, a transfer function.</summary>
    private ResultTable Points() => ResultTable.Of("points", runs.Where(r => r is { Kind: AnalysisKind.OperatingPoint or AnalysisKind.TransferFunction, Waveforms.Points: > 0 })
            .SelectMany(r => r.Waveforms!.Header.Vectors.Select(v => (Run: r, Vector: v))),
        ("quantity", p => p.Vector.Name), ("analysis", p => p.Run.Name), ("engine", p => p.Run.Simulator), ("value", p => p.Run.Waveforms![p.Vector.Name][0]), ("unit", p => p.Vector.Unit));

    private ResultTable Totals() => ResultTable.Of("noise", runs.Where(r => r.Statistics.Noise is not null),
        ("analysis", r => r.Name), ("engine", r => r.Simulator), ("output_v", r => r.Statistics.Noise!.Output), ("input", r => r.Statistics.Noise!.Input), ("input_unit", r => r.Statistics.Noise!.InputUnit));

    private ResultTable Differences() => ResultTable.Of("differences", runs.SelectMany(r => r.Differences.Select(d => (Run: r, Difference: d))),
        ("quantity", d => d.Difference.Name), ("analysis", d => d.Run.Name), ("engine", d => d.Run.Simulator), ("largest", d => d.Difference.Largest), ("at", d => d.Difference.Axis), ("largest_value", d => d.Difference.Swing), ("unit", d => d.Difference.Unit));

    private ResultTable Sensitivities() => ResultTable.Of("sensitivities", runs.SelectMany(r => r.Statistics.Sensitivities.Select(s => (Run: r, Found: s))),
        ("output", s => s.Found.Output.Name), ("parameter", s => s.Found.Parameter.Name), ("analysis", s => s.Run.Name), ("engine", s => s.Run.Simulator), ("value", s => s.Found.Value), ("unit", s => s.Found.Parameter.Unit),
        ("slope", s => s.Found.Slope), ("slope_unit", s => s.Found.SlopeVector.Unit), ("per_percent", s => s.Found.Share));

    private IEnumerable<ResultTable> Printed() => runs.SelectMany(r => r.Printed.Select((p, k) =>
    {
        var table = new ResultTable(FormattableString.Invariant($"{r.Name}-print{(k == 0 ? "" : $"{k + 1}")}-{r.Simulator}"), [.. p.Columns.Prepend(p.Axis).Select(c => c.Unit.Length > 0 ? $"{c.Name} [{c.Unit}]" : c.Name)]);
        foreach (var (n, row) in p.Rows.Index())
            table.Add([p.Places[n], .. row.Select(v => (object?)v)]);
        return table;
    }));

    /// <summary>A CSV and an NPZ file for each table, and result.json with operating points, measurements and what harmonics and spectra come to.</summary>
    public void Write(ResultFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var tables = Tables();
        foreach (var table in tables)
        {
            folder.Write($"{table.Name}.csv", table.ToCsv());
            using var stream = folder.OpenWrite($"{table.Name}.npz");
            // Names are in the CSV file; a failed measurement is NaN here.
            NpzFile.Write(stream, [.. table.Columns.Index().Where(c => !table.Rows.Any(r => r[c.Index] is string)).Select(c =>
                new NpzArray(c.Item.Split(" [")[0], [table.Rows.Count], table.Rows.Select(r => r[c.Index] is null ? double.NaN : Convert.ToDouble(r[c.Index], System.Globalization.CultureInfo.InvariantCulture)).ToArray()))]);
        }

        folder.Write(new ResultDocument("run", new JsonObject { ["netlist"] = netlist })
            .Add("failures", new JsonArray([.. failures.Select(f => (JsonNode?)new JsonObject { ["analysis"] = f.Name, ["engine"] = f.Simulator, ["message"] = f.Fault.Message })]))
            .Add("harmonics", new JsonArray([.. runs.SelectMany(r => r.Harmonics.Select(h => (JsonNode?)new JsonObject
            {
                ["analysis"] = r.Name,
                ["engine"] = r.Simulator,
                ["quantity"] = h.Name,
                ["unit"] = h.Unit,
                ["frequency_hz"] = h.Frequency,
                ["constant"] = h.Constant,
                ["total_harmonic_distortion_percent"] = h.Distortion,
            }))]))
            .Add("spectra", new JsonArray([.. runs.SelectMany(r => r.Spectra.Select(s => (JsonNode?)new JsonObject
            {
                ["analysis"] = r.Name,
                ["engine"] = r.Simulator,
                ["quantity"] = s.Name,
                ["unit"] = s.Unit,
                ["signal_hz"] = s.Signal * s.Spacing,
                ["sndr_db"] = s.SignalToNoiseAndDistortion(),
                ["enob_bit"] = s.EffectiveBits(),
                ["snr_db"] = s.SignalToNoise(),
                ["thd_db"] = s.Distortion(),
                ["sfdr_db"] = s.SpuriousFreeRange(),
            }))]))
            .AddTables(new[] { Analyses(), Points(), waveforms, Totals(), Sensitivities(), Differences() }.OfType<ResultTable>().Concat(Printed()).Concat(tables.Where(t => !t.Name.Contains("-fft", StringComparison.Ordinal))).Where(t => t.Rows.Count > 0))
            .Add("timing", new JsonObject { ["steps_s"] = new JsonObject(runs.GroupBy(r => $"{r.Name} on {r.Simulator}").Select(g => KeyValuePair.Create(g.Key, (JsonNode?)Math.Round(g.Sum(r => r.Seconds), 6)))) }));
    }
}

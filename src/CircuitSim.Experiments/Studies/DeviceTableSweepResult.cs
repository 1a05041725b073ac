using System.Xml.Linq;
using CircuitSim.Emulation;
using CircuitSim.Experiments.Figures;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Reports;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>What <see cref="DeviceTableSweep"/> found, as tables, figures and claims.</summary>
/// <param name="Cases">From the table itself to the coarsest.</param>
/// <param name="Spreads">Of ramps of the set and of the reset.</param>
internal sealed record DeviceTableSweepResult(
    StudyRun Run, TabledDevice Device, string Engine, int Images, int IdealCorrect, double[] Targets, DeviceTableWrite Full, DeviceTableWrite Nominal,
    DeviceTableCase[] Cases, (double[] Devices, double[] Table, int Ramps)?[] Spreads)
{
    /// <summary>Of the largest ideal output: a bound of a read above leaves classes open.</summary>
    private const double LooseRead = 0.01;

    /// <summary>Of a pulse: a grid that leaves more open is no table of it.</summary>
    private const double LoosePulse = 0.05;

    /// <summary>Of the largest conductance: a spread below is rounding.</summary>
    private const double NoSpread = 1e-9;

    private const int Bins = 40;

    private static readonly string[] Directions = ["set", "reset"];

    private static readonly (string Word, string Title, Func<DeviceTableCase, DeviceTableVerdict> Of)[] Parts =
    [
        ("read-bits", "read, 65 × 40, one bit a cell", c => c.Bits), ("read-analog", "read, 65 × 11, one weight a cell", c => c.Analog), ("write", "write, 65 × 11", c => c.Write),
    ];

    private DeviceTableCase First => Cases[0];

    public StudyResult Tell()
    {
        var rows = Cases.SelectMany(c => Parts.Select(p => (Case: c, p.Word, p.Title, Found: p.Of(c)))).ToList();
        var table = ResultTable.Of("device_table", rows,
            ("every", r => r.Case.Every), ("part", r => r.Word), ("states", r => r.Case.Table.Conductances.Count), ("difference", r => r.Found.Difference), ("bound", r => r.Found.Bound),
            ("output_difference", r => r.Found.OutputDifference), ("output_bound", r => r.Found.OutputBound), ("correct_device", r => r.Found.DeviceCorrect), ("correct_table", r => r.Found.TableCorrect),
            ("changed", r => r.Found.Changed), ("may_change", r => r.Found.MayChange), ("cells_outside", r => r.Word == "write" ? Outside(r.Case) : null), ("grid_share", r => r.Word == "write" ? GridShare(r.Case) : null));
        var cells = ResultTable.Of("cells", Targets.Index(),
            ("target_s", c => c.Item), ("device_s", c => Full.Conductances[c.Index]), ("table_s", c => First.Written.Conductances[c.Index]), ("least_s", c => First.Ends[c.Index].Least), ("greatest_s", c => First.Ends[c.Index].Greatest),
            ("pulses_device", c => Full.Pulses[c.Index]), ("pulses_table", c => First.Written.Pulses[c.Index]), ("pulses_nominal", c => Nominal.Pulses[c.Index]));
        var spreads = ResultTable.Of("ramps", Spreads.Index().Where(s => s.Item is not null).SelectMany(s => s.Item!.Value.Devices.Select((d, n) => (Word: s.Index == 0 ? "set" : "reset", Pulse: n, Devices: d, Table: s.Item.Value.Table[n]))),
            ("direction", r => r.Word), ("pulse", r => r.Pulse), ("spread_devices_s", r => r.Devices), ("spread_table_s", r => r.Table));
        var shown = ReadableTable.Of(rows,
            ("of points", r => $"1/{r.Case.Every}"), ("part", r => $"{r.Title}"), ("difference", r => $"{Share(r.Found.Difference)}"), ("bound", r => $"{Share(r.Found.Bound)}"),
            ("outputs", r => $"{Share(r.Found.OutputDifference)}"), ("their bound", r => $"{Share(r.Found.OutputBound)}"), ("correct, device", r => $"{r.Found.DeviceCorrect}"), ("table", r => $"{r.Found.TableCorrect}"),
            ("classes changed", r => $"{r.Found.Changed}"), ("may change", r => $"{r.Found.MayChange}"));
        string[] verdicts = [.. Verdicts()];
        string[] flags = [.. Flags()];
        return new StudyResult
        {
            Inputs = [(Path.GetFileName(TableFolder.FileOf(Run.Get(DeviceTableSweep.Table))), Sha256(TableFolder.FileOf(Run.Get(DeviceTableSweep.Table)))), ("digits.csv.gz", DigitsFile.Sha256)],
            Card = Device.Provenance,
            Figures =
            [
                ("test_images", Images), ("ideal_correct", IdealCorrect), ("engine", Engine), ("cycle_variability", Device.Cycles.Sigma), ("read_noise", Device.ReadNoise), ("cells", Targets.Length),
                .. Parts.SelectMany(p => new (string, System.Text.Json.Nodes.JsonNode?)[] { (Key(p.Word, "output_difference"), p.Of(First).OutputDifference), (Key(p.Word, "output_bound"), p.Of(First).OutputBound) }),
                ("pulses_per_cell_device", Full.Pulses.Average()), ("pulses_per_cell_table", First.Written.Pulses.Average()),
                ("pulse_spread_device", PulseSpread(Full)), ("pulse_spread_table", PulseSpread(First.Written)), ("error_spread_device", ErrorSpread(Full)), ("error_spread_table", ErrorSpread(First.Written)),
                .. Directions.Zip(Spreads).Where(s => s.Second is { } t && t.Devices.Max() > NoSpread * Device.Greatest).Select(s => (Invariant($"{s.First}_ramp_spread_ratio"), (System.Text.Json.Nodes.JsonNode?)Ratio(s.Second!.Value).Ratio)),
            ],
            Claims = [.. Claims(), .. Distributions()],
            Tables = [table, cells, spreads],
            Shown = [shown],
            Remarks = [("verdicts", "", verdicts), ("flags", "Flag: ", flags)],
            Report = Report(shown, verdicts, flags),
            Timing = Run.Steps.Timing,
        };

        static string Key(string word, string what) => $"{word.Replace('-', '_')}_{what}";
    }

    private IEnumerable<Claim> Claims()
    {
        foreach (var (word, title, of) in Parts)
        {
            var f = of(First);
            // Where devices differ the table's bound does not hold for a write, and is not held against it.
            var isHeld = word != "write" || Device.IsOwn;
            if (word == "write")
                yield return new Claim("write-cells", "CircuitSim", "every cell ends where the table says that it can", "cells of the devices outside, same draws", Outside(First), "cells", null, isHeld ? 0 : null);
            else
                yield return new Claim($"{word}-currents", "CircuitSim", "currents of the table's cells are the devices' within the bound", $"{title}: largest difference over the largest current", f.Difference, "", null, f.Bound);
            yield return new Claim($"{word}-outputs", "CircuitSim", "outputs are those of the devices within the bound", $"{title}: largest difference over the largest ideal output", f.OutputDifference, "", null, isHeld ? f.OutputBound : null);
            yield return new Claim($"{word}-classes", "CircuitSim", "no image changes its class whose outputs are further apart than their bounds", $"{title}: images with another class", f.Changed, "images", null, isHeld ? f.MayChange : null);
        }
    }

    /// <summary>
    /// Where the cells end and behind how many pulses, as distributions: within five standard errors of both, and what the table leaves open
    /// of a mean pulse: its grid, and five standard errors of its samples, which all states may share.
    /// </summary>
    private IEnumerable<Claim> Distributions()
    {
        var samples = First.Table.Option("samples") ?? double.PositiveInfinity;
        var pulse = GridShare(First) + 5 * Device.Cycles.Sigma / Math.Sqrt(samples);
        Claim Of(string id, string statement, string method, double[] table, double[] devices, bool isMean, double open)
        {
            var (s, t) = (DeviceTableWrite.Deviation(table), DeviceTableWrite.Deviation(devices));
            var (a, b) = isMean ? (table.Average(), devices.Average()) : (s, t);
            var bound = 5 * Math.Sqrt((s * s + t * t) / (isMean ? Targets.Length : 2 * Math.Max(Targets.Length - 1, 1))) + open;
            return new(id, "CircuitSim", statement, Invariant($"{method}: table {a:0.#####}, devices {b:0.#####}, and their difference"), a - b, "", Device.IsOwn ? -bound : null, Device.IsOwn ? bound : null);
        }

        var (errors, shares, near) = ((Table: Errors(First.Written), Devices: Errors(Full)), (Table: PulseShares(First.Written), Devices: PulseShares(Full)), pulse * (Unreached(First.Written) + Unreached(Full) > 0 ? 1 : Run.Get(DeviceTableSweep.Tolerance)));
        yield return Of("write-mean", "cells end as far from their targets on average", "mean error of a conductance", errors.Table, errors.Devices, true, near);
        yield return Of("write-spread", "errors of conductances spread alike", "standard deviation of the error", errors.Table, errors.Devices, false, near);
        yield return Of("write-pulses", "cells take as many pulses", "mean of pulses over those of a nominal device", shares.Table, shares.Devices, true, pulse);
        yield return Of("write-pulse-spread", "pulses spread alike between cells", "standard deviation of pulses over those of a nominal device", shares.Table, shares.Devices, false, pulse);
    }

    private IEnumerable<string> Verdicts()
    {
        foreach (var (_, title, of) in Parts)
        {
            var f = of(First);
            yield return Invariant($"{char.ToUpperInvariant(title[0])}{title[1..]}: outputs within {Share(f.OutputDifference)} of the full devices' (bound {Share(f.OutputBound)}), {f.TableCorrect} of {Images} images correct, full devices {f.DeviceCorrect}; {f.Changed} classes differ, {f.MayChange} could.");
        }

        yield return Invariant($"Written cells end {Share(ErrorSpread(First.Written))} (standard deviation) from their targets, full devices {Share(ErrorSpread(Full))}; behind {First.Written.Pulses.Average():0.#} pulses a cell, full devices {Full.Pulses.Average():0.#}; {Outside(First)} of {Targets.Length} cells lie outside what the table leaves open.");
        yield return Invariant($"Pulses over those of a nominal device spread by {Share(PulseSpread(First.Written))} between cells of the table, by {Share(PulseSpread(Full))} between devices{(Device.HasScatter ? ": the table gives every pulse to another device, a real cell keeps its own speed" : "")}.");
        foreach (var (word, spread) in Directions.Zip(Spreads))
        {
            if (spread is { } s && s.Devices.Max() > NoSpread * Device.Greatest && Ratio(s) is var (ratio, pulse, uncertainty))
                yield return Invariant($"Behind {pulse} {word} pulses without verify the cells of the table spread {(ratio < 1 ? $"{Percent(1 - ratio)} less" : $"{Percent(ratio - 1)} more")} than the devices (5 standard errors: {Percent(uncertainty)}).");
        }
    }

    private IEnumerable<string> Flags()
    {
        foreach (var c in Cases)
        {
            var whose = c.Every == 1 ? "the table" : Invariant($"one point of {c.Every}");
            foreach (var (_, title, of) in Parts.Where(p => p.Word != "write" && p.Of(c).OutputBound > LooseRead))
                yield return Invariant($"For the {title}, {whose} is too coarse: it leaves {Share(of(c).OutputBound)} of the outputs open; measure it with more voltages.");
            if (GridShare(c) > LoosePulse)
                yield return Invariant($"For the write, {whose} is too coarse: between its states it leaves {Share(GridShare(c))} of a pulse open; measure it with more states.");
        }

        if (Device.HasScatter)
            yield return "Devices differ, and a table of ΔG draws a device anew in every pulse: what is bounded is a write of nominal devices, and this one is told, not judged.";
        if (Device.ReadNoise > 0)
            yield return Invariant($"ΔG was measured between reads that vary by {Share(Device.ReadNoise)}, and a cell of the table keeps that as if its state had moved: the write is told, not judged.");
        if (Unreached(First.Written) is > 0 and var unreached)
            yield return Invariant($"{unreached} of {Targets.Length} cells of the table are not within the tolerance behind {Run.Get(DeviceTableSweep.PulseLimit)} pulses: the pulse moves them too far or too little; measure a table with another one, or allow more pulses.");
    }

    private double GridShare(DeviceTableCase c) => Math.Max(c.Table.GridShare(true, Device.Start, Targets.Max()), c.Table.GridShare(false, Targets.Min(), Targets.Max()));

    /// <summary>Cells that the pulses have not brought within the tolerance, and that are off by as much as the pulses are.</summary>
    private int Unreached(DeviceTableWrite written) => Errors(written).Count(e => Math.Abs(e) > Run.Get(DeviceTableSweep.Tolerance));

    /// <summary>Cells of the devices that end where the table says that they cannot.</summary>
    private int Outside(DeviceTableCase c) => Enumerable.Range(0, Targets.Length).Count(k =>
        Full.Conductances[k] < c.Ends[k].Least || Full.Conductances[k] > c.Ends[k].Greatest || Full.Pulses[k] < c.Ends[k].Fewest || Full.Pulses[k] > c.Ends[k].Most);

    private double[] Errors(DeviceTableWrite written) => [.. written.Conductances.Zip(Targets, (g, t) => (g - t) / t)];

    private double ErrorSpread(DeviceTableWrite written) => DeviceTableWrite.Deviation(Errors(written));

    private double[] PulseShares(DeviceTableWrite written) => [.. written.Pulses.Zip(Nominal.Pulses, (n, nominal) => (double)n / Math.Max(nominal, 1))];

    private double PulseSpread(DeviceTableWrite written) => DeviceTableWrite.Deviation(PulseShares(written));

    /// <summary>Of the table's spread to the devices' where the table's cells spread most (at the start devices alone do), and five standard errors of it: of a deviation of n, 1/√(2 (n − 1)).</summary>
    private static (double Ratio, int Pulse, double Uncertainty) Ratio((double[] Devices, double[] Table, int Ramps) spread)
    {
        var pulse = Array.IndexOf(spread.Table, spread.Table.Max());
        var ratio = spread.Devices[pulse] > 0 ? spread.Table[pulse] / spread.Devices[pulse] : 1;
        return (ratio, pulse, 5 * ratio / Math.Sqrt(2 * (spread.Ramps - 1)));
    }

    private HtmlReport Report(ReadableTable shown, string[] verdicts, string[] flags)
    {
        var report = new HtmlReport($"What does the table of {Device.Card.Name} cost a network?")
            .Paragraph(Invariant($"Camponogara's network for Digits, {Images} test images, read and written with cells from the table, beside the full device of the same card. Cells are read from 65 × 40 bits and 65 × 11 analog weights, {WiringOptions.Describe(WiringOptions.Of(Run.Values, 1, 1, Run.Get(DeviceTableSweep.Wire)))}; weights are written with the two pulses of the table until they are within {Share(Run.Get(DeviceTableSweep.Tolerance))}, each cell by itself, the full devices as transients on {Engine}, and read without wires. Seed {Run.Get(DeviceTableSweep.Seed)}."));
        foreach (var line in verdicts.Concat(flags))
            report.Note(line);
        var bins = 1.5 * 100 * Math.Min(Errors(Full).Concat(Errors(First.Written)).Max(Math.Abs), 2 * Run.Get(DeviceTableSweep.Tolerance));
        report.Heading("Where the cells end")
            .Figure(Histogram("full devices", Full, bins), "Error of the written conductances, full devices.")
            .Figure(Histogram("the table", First.Written, bins), "The same by the table.")
            .Heading("Accuracy")
            .Figure(new LineFigure
            {
                Id = "device_table_accuracy",
                Description = "Images classified correctly against the coarseness of the table.",
                XAxis = new FigureAxis("one point kept of", IsCount: true),
                YAxis = new FigureAxis("images correct", "%", Least: 0, Greatest: 100),
                Series = [.. Parts.SelectMany(p => new[]
                {
                    new FigureSeries($"{p.Title}: table", [.. Cases.Select(c => ((double)c.Every, 100.0 * p.Of(c).TableCorrect / Images))]),
                    new FigureSeries($"{p.Title}: full devices", [.. Cases.Select(c => ((double)c.Every, 100.0 * p.Of(c).DeviceCorrect / Images))], Dashed: true),
                })],
            }.ToSvg(), "Accuracy against how much of the table is left.");
        foreach (var (word, spread) in Directions.Zip(Spreads))
        {
            if (spread is { } s)
            {
                report.Heading($"Spread between cells of a {word} ramp").Figure(new LineFigure
                {
                    Id = $"ramps_{word}",
                    Description = $"Standard deviation of the conductance between cells behind each {word} pulse.",
                    XAxis = new FigureAxis("pulse", IsCount: true),
                    YAxis = new FigureAxis("spread between cells", "S"),
                    Series = [new FigureSeries("devices", [.. s.Devices.Select((d, n) => ((double)n, d))], ShowPoints: false), new FigureSeries("table", [.. s.Table.Select((d, n) => ((double)n, d))], ShowPoints: false, Dashed: true)],
                }.ToSvg(), "A table of ΔG draws every pulse anew: what devices keep, their own speed, averages out over a ramp, and the cells spread less than the devices.");
            }
        }

        return report.Heading("All of it").Table("Relative to the largest current, conductance or ideal output", shown)
            .Table("Checks", Claim.Header, Claims().Concat(Distributions()).Select(c => c.Row))
            .Paragraph($"Card {Device.Provenance.Name}, sha256 of its file {Device.Provenance.Sha256}. CircuitSim {ProductVersion.Number}, commit {ProductVersion.Commit}.");
    }

    private XElement Histogram(string whose, DeviceTableWrite written, double ends) => new HistogramFigure
    {
        Id = $"written_{(written == Full ? "device" : "table")}",
        Description = $"How far from their targets the cells of {whose} end.",
        Values = [.. Errors(written).Select(e => 100 * e)],
        Value = new FigureAxis("error of the conductance", "%", Least: -ends, Greatest: ends),
        Bins = Bins,
        CountLabel = "cells",
    }.ToSvg();

    private static string Sha256(string file)
    {
        using var stream = File.OpenRead(file);
        return Files.Sha256.TextOf(stream);
    }

    private static string Percent(double share) => Invariant($"{100 * share:0.#} %");

    private static string Share(double share) => Math.Abs(share) is > 0 and < 1e-5 ? SiText.Scientific(share) : Invariant($"{100 * share:0.###} %");
}

using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Cli;
using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

[Collection(TrainedDigitsGroup.Name)]
public class ReadVoltageSweepTests(TrainedDigits digits)
{
    /// <summary>
    /// Without wires every cell sees its row's voltage, so its state is the sum over the images of k_off (x v/v_off − 1)^α_off t/(w_off − w_on), as
    /// far as the limit: Kvatinsky's equation, with the numbers of device-models/vteam-camponogara.lib. The classes then follow from Ohm and
    /// Kirchhoff by plain multiplication.
    /// </summary>
    [Fact]
    [Trait("Category", "slow")]
    public async Task Run_WithoutWires_IsTheClosedForm()
    {
        using var temporary = new TemporaryFolder();
        using var results = new StringWriter();
        using var diagnostics = new StringWriter();
        double[] voltages = [0.3, 0.36, 0.45];
        var code = await Task.Run(() => CommandLine.Run(
            ["sweep", "read-voltage", "--v-read", "0.3,0.36,0.45", "--wire", "0", "--out", temporary.File("out")], Terminal.ForWriters(results, diagnostics)));
        Assert.Equal((0, ""), (code, code == 0 ? "" : diagnostics.ToString()));
        Assert.Contains("Report: ", results.ToString(), StringComparison.Ordinal);
        Assert.Equal(["read-voltage.csv", "report.html", "result.json"], Directory.GetFiles(temporary.File("out")).Select(Path.GetFileName).Order());

        var document = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!;
        Assert.Equal("""{"read_voltages_v":[0.3,0.36,0.45],"read_time_s":1E-08,"card":"vteam_camponogara","wire_resistance_ohm":0,"word_wire_resistance_ohm":null,"bit_wire_resistance_ohm":null,"driver_resistance_ohm":0,"sense_resistance_ohm":0,"tile_rows":13}""",
            document["options"]!.ToJsonString());
        var table = document["tables"]!["read_voltage"]!;
        var columns = table["columns"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
        var ideal = digits.Quantized.Predict(digits.Images.Test);
        for (var k = 0; k < voltages.Length; k++)
        {
            double Cell(string column) => table["rows"]![k]![columns.IndexOf(column)]!.GetValue<double>();
            var (correct, lost, shift) = ClosedForm(voltages[k]);
            Assert.Equal(ideal.Correct, Cell("correct_fresh"));
            Assert.Equal(correct, Cell("correct_after"));
            Close.Equal(lost, Cell("lost_conductance"), 1e-9, 1e-12, "lost conductance");
            Close.Equal(shift, Cell("largest_shift"), 1e-9, 1e-15, "largest shift");
        }

        Assert.Equal(0, table["rows"]![0]![columns.IndexOf("largest_shift")]!.GetValue<double>());
        AssertFigureShowsTheTable(XElement.Parse(File.ReadAllText(temporary.File("out/report.html")).Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal)), table, columns);
    }

    /// <summary>What wires keep from a cell, they keep from its disturbance; and a shorter read disturbs less.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Run_WithWires_DisturbsLessThanWithout()
    {
        var values = new StudyValues().With(ReadVoltageSweep.Voltages, [0.2, 0.36]).With(ReadVoltageSweep.Wire, 5).With(ReadVoltageSweep.TileRows, 65);
        var table = Assert.Single(new ReadVoltageSweep().Run(new StudyRun(values, new SilentProgress())).Tables);
        Assert.Equal(0, table.Number(0, "lost_conductance"));
        Assert.Equal(table.Number(0, "correct_fresh"), table.Number(0, "correct_while_read"));
        Assert.Equal(table.Number(0, "correct_fresh"), table.Number(0, "correct_after"));
        Assert.InRange(table.Number(1, "lost_conductance"), 1e-6, 0.99 * ClosedForm(0.36).Lost);
        // The first cell of a word line sees less than its driver gives, and no cell more.
        Assert.InRange(table.Number(1, "largest_shift"), 1e-6, 0.9999 * ClosedForm(0.36).Shift);
    }

    [Theory]
    [InlineData("read voltage = 0 V must be finite and at least 1 nV.", "--v-read", "0.2,0")]
    [InlineData("the list of read voltages is empty; name at least one.", "--v-read", ",")]
    [InlineData("read voltage = 6 V must be at most vmax = 5 V, up to which card vteam_camponogara holds.", "--v-read", "6")]
    [InlineData("read time = 0 s must be finite and above zero.", "--read-time", "0")]
    [InlineData("wire resistance = -1 Ω must be finite and not negative.", "--wire", "-1")]
    [InlineData("tile rows = 0 must be at least 1.", "--tile-rows", "0")]
    [InlineData("jobs = 0 must be at least 1.", "--jobs", "0")]
    [InlineData("no device model 'hfox' in the library", "--card", "hfox")]
    public async Task Options_OutOfRange_AreRefusedBeforeAnyWork(string words, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        using var results = new StringWriter();
        using var diagnostics = new StringWriter();
        var code = await Task.Run(() => CommandLine.Run(["sweep", "read-voltage", .. arguments, "--out", temporary.File("out")], Terminal.ForWriters(results, diagnostics)));
        Assert.Equal(2, code);
        Assert.Contains(words, diagnostics.ToString(), StringComparison.Ordinal);
        Assert.Single(diagnostics.ToString().Trim().Split('\n'));
        Assert.Empty(temporary.Entries);
    }

    private (int Correct, double Lost, double Shift) ClosedForm(double voltage)
    {
        var images = digits.Images.Test;
        var encoded = new TwosComplement(4, digits.Quantized.ScaleFactor, 1e-3, 1e-5).Encode(65, 10, digits.Quantized.Codes);
        var read = new MappedLayer(encoded, voltage);
        var inputs = InputBatch.Of(images);
        var doses = new double[65];
        for (var image = 0; image < images.Count; image++)
        {
            foreach (var (row, v) in read.RowVoltages(inputs, image).Index())
                doses[row] += 0.091 * Math.Pow(Math.Max(v / 0.3 - 1, 0), 4) * 10e-9 / 3e-9;
        }

        var cells = encoded.Conductances.ToArray();
        for (var k = 0; k < cells.Length; k++)
        {
            if (cells[k] == 1e-3)
                cells[k] = 1 / (1e3 + 99e3 * Math.Min(doses[k / 40], 1));
        }

        var classes = Predictions.Of(read.Outputs(inputs, read.Currents(inputs, cells)), new ClassRule(digits.Quantized.OutputFullScale), images);
        return (classes.Correct, 1 - cells.Sum() / encoded.Conductances.ToArray().Sum(), Math.Min(doses.Max(), 1));
    }

    private static void AssertFigureShowsTheTable(XElement page, JsonNode table, List<string> columns)
    {
        var figure = FigureReader.Of(page, "read_voltage_accuracy");
        Assert.Equal(["read voltage [V]", "images classified correctly [%]"], figure.Titles);
        var written = table["rows"]!.AsArray().Select(row => FormattableString.Invariant(
            $"{row![columns.IndexOf("accuracy_after_percent")]!.GetValue<double>():G5} % at {SiText.Format(row[0]!.GetValue<double>(), "V")}"));
        Assert.Equal(written, figure.HoversBehind("after all reads: "));
    }
}

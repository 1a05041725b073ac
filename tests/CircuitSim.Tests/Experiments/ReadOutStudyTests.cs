using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class ReadOutStudyTests
{
    /// <summary>R-2R ladders of equal resistors and switches without resistance give each code exactly, and ideal op-amps follow: what is left is nothing.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public async Task Validate_CircuitsOfIdealParts_ReadWhatTheEmulatorReads()
    {
        using var temporary = new TemporaryFolder();
        var (code, results, diagnostics) = await Circuitsim.RunAsync(
            "validate", "camponogara-digits", "--engine", "builtin", "--variation-samples", "1", "--stages", "tia", "--op-amp", "ideal", "--resistor-sigma", "0", "--offset-sigma", "0", "--out", temporary.File("out"));
        // One sample of cell variation misses its claims on the mean of twenty.
        Assert.True(code is 0 or 1, diagnostics);
        var document = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!;
        var figures = document["figures"]!;
        Assert.Equal(figures["emulator_test_correct"]!.GetValue<int>(), figures["read_out_correct"]!.GetValue<int>());
        Close.Equal(0.5, figures["feedback_resistance_ohm"]!.GetValue<double>() * figures["full_scale_current_a"]!.GetValue<double>(), rtol: 1e-12);
        Close.Equal(figures["column_quantizer_full_scale_a"]!.GetValue<double>() * figures["conductance_scale"]!.GetValue<double>(), figures["full_scale_current_a"]!.GetValue<double>(), rtol: 1e-12);
        Assert.Contains("Conductances times 0.01: full scale ", results, StringComparison.Ordinal);
        foreach (var row in Rows(document, "read_out_taps").Where(r => r[0]!.GetValue<string>() != "code"))
            Assert.InRange(row[5]!.GetValue<double>(), 0, 1e-6);

        // The picture of the chain says the same as the table, and which stage is a circuit.
        var page = XElement.Parse(File.ReadAllText(temporary.File("out/report.html")).Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal));
        var chain = page.Descendants().Single(e => (string?)e.Attribute("id") == "read_out_chain");
        var titles = chain.Descendants().Where(e => e.Name.LocalName == "title").Select(e => e.Value).ToList();
        Assert.Contains("TIA: a circuit", titles);
        Assert.Contains("driver: ideal", titles);
        Assert.Contains(chain.Descendants().Where(e => e.Name.LocalName == "text"), t => t.Value == "column current");
    }

    /// <summary>Quantization alone errs by LSB/√12 where the values are spread, and by ½ LSB at most; with ideal parts nothing else errs but the wires.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public async Task Budget_IdealParts_NamesTheWires()
    {
        using var temporary = new TemporaryFolder();
        var (code, results, diagnostics) = await Circuitsim.RunAsync(
            "budget", "camponogara-digits", "--op-amp", "ideal", "--resistor-sigma", "0", "--offset-sigma", "0", "--adc-sigma", "0", "--comparator-sigma", "0", "--read-wire", "5", "--out", temporary.File("out"));
        Assert.Equal((0, ""), (code, code == 0 ? "" : diagnostics));
        var document = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!;
        var rows = Rows(document, "budget").ToDictionary(r => r[0]!.GetValue<string>(), r => r[1]!.GetValue<double>());
        Assert.Equal(["DAC", "driver", "array", "TIA", "ADC", "quantization"], rows.Keys);
        Assert.Equal("array", rows.MaxBy(r => r.Value).Key);
        Close.Equal(1 / Math.Sqrt(12), rows["quantization"], rtol: 0.05);
        foreach (var ideal in new[] { "driver", "TIA", "ADC" })
            Assert.InRange(rows[ideal], 0, 1e-6);
        Assert.StartsWith("array errs most:", document["verdicts"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(0, document["figures"]!["exceptions"]!.GetValue<int>());
        Assert.Contains("array errs most", Circuitsim.Unwrapped(results), StringComparison.Ordinal);
        Assert.Equal("budget-camponogara-digits", document["study"]?.GetValue<string>() ?? document["command"]!.GetValue<string>());
    }

    /// <summary>A study whose whole network is read: every tap of its layer, and what it comes to at the outputs.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public async Task Network_WithIdealTias_ErrsByItsConvertersAlone()
    {
        using var temporary = new TemporaryFolder();
        var (code, results, diagnostics) = await Circuitsim.RunAsync(
            "validate", "long-bits", "--size", "reduced", "--stages", "tia", "--op-amp", "ideal", "--resistor-sigma", "0", "--offset-sigma", "0", "--read-samples", "10", "--adc-bits", "10", "--out", temporary.File("out"));
        Assert.Equal((0, ""), (code, code == 0 ? "" : diagnostics));
        var document = JsonNode.Parse(File.ReadAllText(temporary.File("out/result.json")))!;
        var rows = Rows(document, "read_out_layers").ToList();
        Assert.All(rows, r => Assert.Equal(("matrix", 10), (r[0]!.GetValue<string>(), r[3]!.GetValue<int>())));
        foreach (var row in rows.Where(r => r[1]!.GetValue<string>() != "code"))
            Assert.InRange(row[6]!.GetValue<double>(), 0, 1e-6);
        // Each of 16 columns an output, weighed by its bit: ½ LSB of every one is the most that codes can do.
        Assert.InRange(document["figures"]!["read_out_largest_output_error"]!.GetValue<double>(), 1e-6, 0.02);
        Assert.Contains("Read-out (tia, 10-bit ADCs) of the only layer: outputs differ by", Circuitsim.Unwrapped(results), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stages: there is no stage 'opamp'; write ideal, circuit, or some of", "--stages", "opamp")]
    [InlineData("stages: this layer has no reference column, so nothing is subtracted; leave subtractor out.", "--stages", "tia,subtractor")]
    [InlineData("stages: ideal stages take no time", "--analysis", "transient")]
    [InlineData("ADC bits = 40 must be from 1 to 24.", "--adc-bits", "40")]
    [InlineData("ADC bits = 16 must be from 1 to 10 for a converter of the kind flash. (--adc-bits)", "--stages", "adc", "--adc", "flash", "--adc-bits", "16")]
    [InlineData("ADC bits = 0 must be from 1 to 24.", "--adc-bits", "0")]
    [InlineData("resistor sigma = 2 must be from 0 to 1.", "--resistor-sigma", "2")]
    [InlineData("read wire resistance = 1e+300 Ω must be from 0 to 1e30 Ω. (--read-wire)", "--read-wire", "1e300")]
    [InlineData("stages: none is named; write ideal, circuit, or some of", "--stages", ",")]
    [InlineData("sample time = 0 s must be finite and above zero.", "--sample-time", "0")]
    public async Task Options_ThatCannotBe_AreRefusedBeforeAnyWork(string words, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["validate", "camponogara-digits", "--engine", "builtin", .. arguments, "--out", temporary.File("out")]);
        Assert.Equal(2, code);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.Trim().Split('\n'));
        Assert.Empty(temporary.Entries);
    }

    private static IEnumerable<JsonArray> Rows(JsonNode document, string table) => document["tables"]![table]!["rows"]!.AsArray().Select(r => r!.AsArray());
}

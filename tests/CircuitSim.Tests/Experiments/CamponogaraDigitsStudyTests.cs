using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

[Trait("Category", "slow")]
public class CamponogaraDigitsStudyTests(CamponogaraDigitsRun run) : IClassFixture<CamponogaraDigitsRun>
{
    private static readonly XNamespace SvgNs = "http://www.w3.org/2000/svg";

    [Fact]
    public void Claims_OfTheDefaultRun_AllHold() =>
        Assert.DoesNotContain(CamponogaraDigitsRun.Run(new StudyValues()).Claims(), c => c.Verdict == ClaimVerdict.Missed);

    [Fact]
    public void Json_WithOneJobAndUnderAnotherCulture_HasTheSameBitsOutsideTiming()
    {
        var expected = WithoutTiming(StudyFiles.Json(new CamponogaraDigits(), run.Result.Options, run.Result.Tell()));
        var former = CultureInfo.CurrentCulture;
        // Brazil writes 1.234,5. Its separators are set by hand, so that the test bites without ICU too.
        var brazil = (CultureInfo)new CultureInfo("pt-BR").Clone();
        brazil.NumberFormat.NumberDecimalSeparator = ",";
        brazil.NumberFormat.NumberGroupSeparator = ".";
        brazil.NumberFormat.NegativeSign = "−";
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = brazil;
        try
        {
            Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
            var again = CamponogaraDigitsRun.Run(run.Result.Options.With(IntegerOption.Jobs, 1));
            Assert.Equal(expected, WithoutTiming(StudyFiles.Json(new CamponogaraDigits(), again.Options, again.Tell())));
            Assert.Equal(run.Result.NetlistText, again.NetlistText);
            using var folder = new TemporaryFolder();
            Write(again, folder);
            CultureInfo.CurrentCulture = former;
            Write(run.Result, folder, "plain");
            foreach (var file in new[] { "accuracy.csv", "scale-factor.csv", "array.cir", "report.html" })
                Assert.Equal(File.ReadAllText(Path.Combine(folder.Path, "plain", file)), File.ReadAllText(Path.Combine(folder.Path, "result", file)));
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
            CultureInfo.DefaultThreadCurrentCulture = null;
        }
    }

    [Fact]
    public void Html_IsOneSelfContainedFile()
    {
        var html = Report();
        Assert.DoesNotContain(html.Descendants(), e => e.Name.LocalName is "link" or "img" or "iframe" or "object" or "use");
        Assert.DoesNotContain(html.Descendants().Attributes(), a => a.Name.LocalName is "src" || (a.Name.LocalName == "href" && !a.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal)) || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        // One script, that of the figures, inside the page.
        Assert.Single(html.Descendants("script"));
        Assert.DoesNotContain("@import", html.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.All(html.Descendants(SvgNs + "svg"), svg => Assert.NotEmpty(svg.Element(SvgNs + "desc")!.Value));
    }

    [Fact]
    public void Html_WireFigure_DrawsExactlyTheCsv()
    {
        using var folder = new TemporaryFolder();
        Write(run.Result, folder);
        var rows = File.ReadAllLines(Path.Combine(folder.Path, "result", "accuracy.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        var drawn = Figure("accuracy");
        Assert.Equal(["wire resistance per segment [Ω], not to scale", "images classified correctly [%]"], drawn.Titles);
        foreach (var (tileRows, name) in new[] { ("65", "untiled"), ("13", "5 tiles of 13 rows") })
        {
            foreach (var (bits, readOut) in new[] { ("", "currents as they are"), ("8", "8-bit column quantizers") })
            {
                var expected = rows.Where(r => r[0] == "circuit" && r[2] == tileRows && r[3] == bits).ToList();
                var line = $"circuit, {name}, {readOut}";
                Assert.Equal(expected.Select(r => $"{Number(r[6]):G5} % at {SiText.Format(Number(r[1]), "Ω")}"), drawn.HoversBehind($"{line}: "));
                Close.Equal([.. expected.Select(r => Number(r[6]))], drawn.Heights(line), rtol: 0, atol: PixelPercent);
                Assert.Equal(expected.Select(r => r[1]), drawn.Pixels(line).Select(p => drawn.XTicks.MinBy(t => Math.Abs(t.Place - p.X)).Text));
            }
        }

        foreach (var (row, name) in new[] { (1, "ideal emulator"), (0, "float network") })
            Close.Equal([Number(rows[row][6]), Number(rows[row][6])], drawn.Heights(name), rtol: 0, atol: PixelPercent);
        Assert.Equal(drawn.LineNames, drawn.Side);
        Assert.Equal(6, drawn.Side.Length);
    }

    [Theory]
    [InlineData("scale_factor_curve", "test set", "scale_factor", "test_percent")]
    [InlineData("scale_factor_curve", "training set", "scale_factor", "train_percent")]
    [InlineData("adc_curve", "test set", "adc_bits", "accuracy_percent")]
    public void Html_LineFigures_DrawExactlyTheJson(string table, string series, string x, string y)
    {
        var drawn = Figure(table);
        Close.Equal([.. JsonColumn(table, y).Select(Number)], drawn.Heights(series), rtol: 0, atol: PixelPercent);
        double[] xs = [.. JsonColumn(table, x).Select(Number)];
        if (table == "adc_curve")
            Assert.Equal(xs, drawn.XTicks.Select(t => Number(t.Text)));
        else
            Close.Equal(xs, drawn.Places(series), rtol: 0, atol: PixelPercent / 100);
    }

    [Fact]
    public void Html_ScaleFactorCurve_MarksTheChosenOne()
    {
        Assert.Contains(Report().Descendants(SvgNs + "svg").Single(s => (string?)s.Attribute("id") == "scale_factor_curve").Descendants(SvgNs + "text"), t => t.Value == FormattableString.Invariant($"chosen on the test set: {run.Result.ScaleFactors.BestOnTest().Best.ScaleFactor:0.0000}"));
    }

    [Fact]
    public void Html_Variation_DrawsExactlyTheJson()
    {
        var drawn = Figure("variation");
        Assert.Equal(["standard deviation of a cell's conductance [%]", "images classified correctly [%]"], drawn.Titles);
        Assert.Equal(JsonColumn("variation", "sigma_percent"), drawn.XTicks.Select(t => t.Text));
        var whiskers = drawn.LineNames.ToList();
        foreach (var (column, of) in new (string, Func<double[], double>)[] { ("worst_percent", ends => ends[0]), ("best_percent", ends => ends[1]) })
            Close.Equal([.. JsonColumn("variation", column).Select(Number)], [.. whiskers.Select(w => of(drawn.Heights(w)))], rtol: 0, atol: PixelPercent);
        Close.Equal([.. JsonColumn("variation", "mean_percent").Select(Number)], [.. whiskers.Select(w => Number(w.Split("mean ")[1].Split(' ')[0]))], rtol: 1e-4, atol: 0);
    }

    [Fact]
    public void Html_VoltageLoss_ColoursExactlyTheJson()
    {
        double[] values = [.. JsonColumn("voltage_loss", "loss_percent").Select(Number)];
        var colours = Figure("voltage_loss").Picture(out var width, out var height);
        Assert.Equal((40, 65), (width, height));
        Assert.Equal(values.Select(v => Math.Clamp((int)(v / values.Max() * 256), 0, 255)), colours.Select(c => (int)c));
    }

    [Fact]
    public void Html_Confusion_SaysExactlyTheJson()
    {
        var (rows, columns, values) = (JsonColumn("confusion", "row"), JsonColumn("confusion", "column"), JsonColumn("confusion", "images"));
        Assert.Equal(100, values.Count);
        Assert.Equal(rows.Select((row, k) => $"true digit {row}, predicted digit {columns[k]}: {values[k]}"), Figure("confusion").Hovers);
    }

    [Fact]
    public void Confusion_CountsEveryTestImageOnce()
    {
        Assert.Equal(297, JsonColumn("confusion", "images").Sum(t => int.Parse(t, CultureInfo.InvariantCulture)));
        Assert.Equal(run.Result.ReferenceCase.Quantized.Correct, Enumerable.Range(0, 10).Sum(k => run.Result.ReferenceCase.Quantized.Confusion[k, k]));
    }

    [Fact]
    public void WireCases_AtZeroOhm_AreTheEmulatorTiledOrNot()
    {
        foreach (var c in run.Result.WireCases.Where(c => c.WireResistance == 0))
        {
            Assert.Equal(0, c.ChangedExact);
            Assert.True(c.CurrentError.Worst < 1e-12);
        }
    }

    [Fact]
    public void Run_ReadVoltageAboveTheThreshold_IsRefusedWithBothValues()
    {
        var e = Assert.Throws<InvalidParameterException>(() => CamponogaraDigitsRun.Run(new StudyValues().With(CamponogaraDigits.Voltage, 0.31)));
        Assert.Contains("read voltage = 310 mV must be from von = -1.5 V to voff = 300 mV, where the state does not move", e.Message, StringComparison.Ordinal);
    }

    private static void Write(CamponogaraDigitsResult result, TemporaryFolder temporary, string name = "result")
    {
        using var folder = ResultFolder.Prepare(temporary.File(name));
        StudyFiles.Write(new CamponogaraDigits(), result.Options, result.Tell(), folder);
        folder.Commit();
    }

    private static string WithoutTiming(string json)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        document.Remove("timing");
        return document.ToJsonString();
    }

    private XElement Report()
    {
        using var folder = new TemporaryFolder();
        Write(run.Result, folder);
        return XElement.Parse(File.ReadAllText(Path.Combine(folder.Path, "result", "report.html")).Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal));
    }

    /// <summary>Of an axis of 100 % over 280 pixels: a hundredth of one at the point and at both ticks.</summary>
    private const double PixelPercent = 0.03 * 100 / 280;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private FigureReader Figure(string id) => FigureReader.Of(Report(), id);

    private List<string> JsonColumn(string table, string column)
    {
        var node = JsonNode.Parse(StudyFiles.Json(new CamponogaraDigits(), run.Result.Options, run.Result.Tell()))!["tables"]![table]!;
        var index = node["columns"]!.AsArray().Select(c => c!.GetValue<string>()).ToList().IndexOf(column);
        return [.. node["rows"]!.AsArray().Select(row => row![index]!.ToJsonString())];
    }
}

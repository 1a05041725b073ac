using System.Globalization;
using System.Xml.Linq;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments.Figures;

/// <summary>What a reader of a report meets in a browser: labels apart, a zoom that shows what it was asked for, a cursor that says the data.</summary>
[Trait("Category", "slow")]
public class FiguresInBrowserTests(FiguresInBrowser browser) : IClassFixture<FiguresInBrowser>
{
    /// <summary>From the first value on the axis of times to the last [µs]: a margin of 4 % on either side.</summary>
    private const double First = -16, Last = 416;

    [ChromiumFact]
    public void Labels_OfEveryKindOfFigure_AreApartAndWholeAtBothWidths()
    {
        Assert.InRange((int)browser.Result["figures"]!, 130, 200);
        // The script has taken hold of each that has axes to move along.
        Assert.Equal((int)browser.Result["figures"]!, (int)browser.Result["living"]!);
        Assert.InRange((int)browser.Result["texts"]!, 2000, 20000);
        Assert.Empty(Texts("overlaps"));
        Assert.Empty(Texts("outside"));
    }

    [ChromiumFact]
    public void Drag_AlongTheTimes_ShowsThatPartOfThem()
    {
        // From a quarter of the axis to its half; the voltages, along which nothing was dragged, stay.
        double[] ticks = [.. Texts("ticks").Select(Number)];
        Assert.Equal([100.0, 120, 140, 160, 180, 200], ticks);
        Assert.Equal(92, At(0.25));
        Assert.Equal(200, At(0.5));
        // And once more from a fifth to two fifths of that.
        Assert.All(Texts("smaller").Select(Number), t => Assert.InRange(t, 92 + 0.2 * 108 - 0.2, 92 + 0.4 * 108 + 0.2));
        Assert.InRange(Texts("smaller").Length, 3, 8);
        Assert.InRange(Texts("smallerY").Length, 3, 8);
    }

    [ChromiumFact]
    public void Wheel_OnlyOnAChosenFigure_ZoomsAboutThePointer()
    {
        Assert.True((bool)browser.Result["ignoredWheel"]!);
        Assert.True((bool)browser.Result["tookWheel"]!);
        // Four fifths of the axis about its middle: 27.2 … 372.8 µs.
        double[] ticks = [.. Texts("wheel").Select(Number)];
        Assert.Equal([50.0, 100, 150, 200, 250, 300, 350], ticks);
    }

    [ChromiumFact]
    public void DoubleClick_ShowsTheWholeAgain() => Assert.True((bool)browser.Result["reset"]!);

    [ChromiumFact]
    public void Cursor_SaysTheDataOfEveryLine()
    {
        AssertData("whole", Nearest(At(0.5)));
        var k = Nearest(92 + 0.5 * 108);
        AssertData("middle", k);
        AssertData("next", k + 1);
        AssertData("before", k - 1);
    }

    [ChromiumFact]
    public void Cursor_OnALoop_SaysThePointUnderIt()
    {
        // Uppermost in the middle: cos = 0, sin = 1, to the points that there are.
        var reading = Texts("loop");
        Assert.Equal("loop", reading[0]);
        Assert.InRange(Value(reading[1]), -0.03, 0.03);
        Assert.InRange(Value(reading[2]), 0.9995e-3, 1e-3);
        Assert.Contains(FiguresInBrowser.Times, t => Math.Abs(Math.Cos(2e4 * t) - Value(reading[1])) < 1e-7 && Math.Abs(1e-3 * Math.Sin(2e4 * t) - Value(reading[2])) < 1e-8);
    }

    [ChromiumFact]
    public void Cursor_OnAMap_SaysTheCellUnderIt()
    {
        Assert.Equal("word line 0, bit line 15", Texts("cell")[0]);
        Close.Equal(FiguresInBrowser.Cells[15], Value(Texts("cell")[1]), rtol: 1e-5, atol: 0);
        // The lower right corner is still the last cell when only a part is shown.
        Assert.Equal("word line 11, bit line 29", Texts("corner")[0]);
        Close.Equal(FiguresInBrowser.Cells[^1], Value(Texts("corner")[1]), rtol: 1e-5, atol: 0);
        Assert.All(Texts("mapTicks").Select(Number), t => Assert.InRange(t, 14.5, 29.5));
        Assert.All(Texts("mapTicks").Select(Number), t => Assert.Equal(Math.Round(t), t));
    }

    /// <summary>From the picture's colours, 256 from 0 to 59.999 V.</summary>
    [ChromiumFact]
    public void Cursor_OnAMapOfManyCells_SaysTheValueToAColour()
    {
        var parts = Texts("picture")[0].Split(", bit line ");
        var (row, column) = (int.Parse(parts[0]["word line ".Length..], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        Assert.Equal((150, 50), (row, column));
        Assert.StartsWith("≈ ", Texts("picture")[1], StringComparison.Ordinal);
        Close.Equal(1e-3 * (row * FiguresInBrowser.ManyColumns + column), Value(Texts("picture")[1][2..]), rtol: 0, atol: 60.0 / 256);
    }

    [ChromiumFact]
    public void LogarithmicAxis_WithinADecade_HasTicksWithUnits()
    {
        // From the middle of six decades on a tenth of them: 1 kHz … 3.98 kHz.
        Assert.Equal("1 kHz", Texts("logTicks")[0]);
        Assert.All(Texts("logTicks"), t => Assert.InRange(Value(t), 999, 3990));
        Assert.InRange(Texts("logTicks").Length, 3, 8);
        var frequency = Value(Texts("log")[0]["frequency ".Length..]);
        var n = Math.Round(10 * Math.Log10(frequency));
        Close.Equal(Math.Pow(10, n / 10), frequency, rtol: 1e-7, atol: 0);
        Close.Equal(1 / (1 + n), Value(Texts("log")[1]), rtol: 1e-5, atol: 0);
    }

    [ChromiumFact]
    public void Buttons_SaveTheValuesExactlyAndThePicture()
    {
        var lines = ((string)browser.Result["csv"]!).TrimEnd().Split('\n');
        Assert.Equal("time [s],wave [V],ramp [V]", lines[0]);
        double[][] cells = [.. lines.Skip(1).Select(l => l.Split(',').Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(FiguresInBrowser.Times, cells.Select(c => c[0]));
        Assert.Equal(FiguresInBrowser.Wave, cells.Select(c => c[1]));
        Assert.Equal(FiguresInBrowser.Ramp, cells.Select(c => c[2]));
        var svg = XElement.Parse((string)browser.Result["saved"]!);
        Assert.Equal("{http://www.w3.org/2000/svg}svg", svg.Name.ToString());
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName == "metadata");
        Assert.InRange((int)browser.Result["png"]!, 10_000, 1_000_000);
        Assert.Equal("wave.png", (string)browser.Result["name"]!);
    }

    private static double At(double part) => First + part * (Last - First);

    private static int Nearest(double microseconds) => FiguresInBrowser.Times.Index().MinBy(t => Math.Abs(1e6 * t.Item - microseconds)).Index;

    private void AssertData(string reading, int k)
    {
        var texts = Texts(reading);
        Assert.StartsWith("time ", texts[0], StringComparison.Ordinal);
        Close.Equal(FiguresInBrowser.Times[k], Value(texts[0]["time ".Length..]), rtol: 1e-7, atol: 0);
        Close.Equal([FiguresInBrowser.Wave[k], FiguresInBrowser.Ramp[k]], [Value(texts[1]), Value(texts[2])], rtol: 1e-5, atol: 0);
    }

    private string[] Texts(string key) => [.. browser.Result[key]!.AsArray().Select(t => (string)t!)];

    private static double Number(string tick) => double.Parse(tick.Replace('−', '-'), CultureInfo.InvariantCulture);

    /// <summary>"−1.5 mV" in its base unit.</summary>
    private static double Value(string text)
    {
        var parts = text.Replace('−', '-').Split(' ');
        var prefix = parts.Length > 1 && parts[1].Length > 1 ? "afpnµm kMG".IndexOf(parts[1][0], StringComparison.Ordinal) : -1;
        return Number(parts[0]) * (prefix >= 0 ? Math.Pow(1000, prefix - 6) : 1);
    }
}

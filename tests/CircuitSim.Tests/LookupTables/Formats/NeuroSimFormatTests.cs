using System.Globalization;
using System.Text.Json.Nodes;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables.Formats;

[Trait("Category", "slow")]
public sealed class NeuroSimFormatTests
{
    /// <summary>Entries of the table in getParamA, formula.cpp of MLP+NeuroSim V3.0 (also Nonlinearity-NormA.htm of DNN+NeuroSim V2.1).</summary>
    [Theory]
    [InlineData(0.01, 126.268958)]
    [InlineData(0.1, 12.625807)]
    [InlineData(0.5, 2.519877)]
    [InlineData(1, 1.251653)]
    [InlineData(2, 0.609035)]
    [InlineData(3, 0.386830)]
    [InlineData(5, 0.192406)]
    [InlineData(7, 0.090139)]
    [InlineData(9, 0.022810)]
    public void Nonlinearity_OfAPublishedEntry_IsItsLabelToFiveDigits(double label, double a)
    {
        Close.Equal(label, NonlinearUpdate.Nonlinearity(1 / a), rtol: 5e-6);
        Close.Equal(-label, NonlinearUpdate.Nonlinearity(-1 / a), rtol: 5e-6);
    }

    [Fact]
    public void Nonlinearity_AcrossItsLimit_IsContinuous() =>
        Close.Equal(NonlinearUpdate.Nonlinearity(0.99999e-4), NonlinearUpdate.Nonlinearity(1.00001e-4), rtol: 1e-4);

    /// <summary>NonlinearWeight of formula.cpp: G = B (1 − exp(−P/A)) + G_min, B = (G_max − G_min)/(1 − exp(−P_max/A)).</summary>
    [Theory]
    [InlineData("ltp", DeviceKeys.SetRamp, 64)]
    [InlineData("ltd", DeviceKeys.ResetRamp, 64)]
    [InlineData("ltp", DeviceKeys.SetRamp, 600)]
    [InlineData("ltd", DeviceKeys.ResetRamp, 600)]
    public void Write_CurveOfNeuroSim_ReproducesTheRampWithThePrintedError(string side, string ramp, int pulses)
    {
        var tables = NormalTables.Device(pulses: pulses);
        var json = Parameters(tables);
        var curve = json[side]!;
        var (least, greatest, from, to) = ((double)json["g_min_s"]!, (double)json["g_max_s"]!, (double)curve["from_pulse"]!, (double)curve["to_pulse"]!);
        var a = (double)curve["a_normalised"]! * (to - from);
        var b = (greatest - least) / (1 - Math.Exp(-(to - from) / a));
        var (worst, squares, count) = (0.0, 0.0, 0);
        for (var n = (int)Math.Ceiling(from); n <= to; n++, count++)
        {
            // LTD begins at P_max.
            var p = side == "ltp" ? n - from : to - n;
            var error = Math.Abs(b * (1 - Math.Exp(-p / a)) + least - tables[ramp].Values.Span[n]) / (greatest - least);
            (worst, squares) = (Math.Max(worst, error), squares + error * error);
        }

        Close.Equal((double)curve["curve_error_largest"]!, worst, rtol: 1e-9);
        Close.Equal((double)curve["curve_error_rms"]!, Math.Sqrt(squares / count), rtol: 1e-9);
        // These ramps are exponential: what is left is the part of the range that a ramp is not followed to.
        Assert.True(worst < 1.1e-3, $"{worst}");
        Assert.Equal(Math.Round(to - from), (double)curve["pulses"]!);
    }

    /// <summary>But for the part of a pulse at which the range begins; a saturated ramp is followed to 99.9 % of its range, which bends the fit a little.</summary>
    [Theory]
    [InlineData(64, 1e-3)]
    [InlineData(600, 4e-3)]
    public void Write_ExponentialRamp_GivesItsTimeConstant(int pulses, double tolerance)
    {
        var curve = Parameters(NormalTables.Device(pulses: pulses))["ltp"]!;
        var constant = -1 / Math.Log(1 - NormalTables.Step / (NormalTables.Greatest - NormalTables.Least));
        Close.Equal(constant, (double)curve["a_normalised"]! * ((double)curve["to_pulse"]! - (double)curve["from_pulse"]!), rtol: tolerance);
    }

    /// <summary>Devices by NeuroSim's own law: labels normal about 2 and −3 with 0.2, 1.5 % of the range added to each step.</summary>
    [Fact]
    public void Write_DevicesOfNeuroSim_GivesTheirSigmasBack()
    {
        const int Pulses = 50, Ramps = 200;
        const double Cycle = 0.004, Device = 0.2;
        var random = new RandomStream(5).Child("neurosim");
        var (least, greatest) = (1e-6, 1e-5);
        double[] Ramp(double label, bool down, double cycle)
        {
            var bent = Bend(down ? -label : label);
            var ramp = new double[Pulses + 1];
            for (var n = 1; n <= Pulses; n++)
                ramp[n] = Math.Clamp(NonlinearUpdate.Part(NonlinearUpdate.Pulse(Math.Clamp(ramp[n - 1], 0, 1), bent) + 1.0 / Pulses, bent), 0, 1) + cycle * random.NextNormal();
            return [.. ramp.Select(y => least + (greatest - least) * (down ? 1 - y : y))];
        }

        var normal = NormalTables.Device(pulses: Pulses, ramps: Ramps);
        var (pulse, ramps) = (normal[DeviceKeys.SetRamp].Axes[0], normal[DeviceKeys.SetRamps].Axes[0]);
        LookupTable Nominal(string key, bool down) => new(key, key, "S", [pulse], Ramp(down ? -3 : 2, down, 0));
        LookupTable Drawn(string key, bool down) => new(key, key, "S", [ramps, pulse], Enumerable.Range(0, Ramps).SelectMany(_ => Ramp((down ? -3 : 2) + Device * random.NextNormal(), down, Cycle)).ToArray());
        var replaced = new[] { Nominal(DeviceKeys.SetRamp, false), Nominal(DeviceKeys.ResetRamp, true), Drawn(DeviceKeys.SetRamps, false), Drawn(DeviceKeys.ResetRamps, true) };
        var tables = normal with { Tables = [.. normal.Tables.Where(t => replaced.All(r => r.Key != t.Key)), .. replaced] };
        var json = Parameters(tables);
        Close.Equal(2, (double)json["ltp"]!["nonlinearity"]!, rtol: 5e-3);
        Close.Equal(-3, (double)json["ltd"]!["nonlinearity"]!, rtol: 5e-3);
        // Noise of the last pulse adds to the spread of the labels, and the range that it moves to the steps' residuals.
        Close.Equal(Device, (double)json["sigma_device_to_device"]!, rtol: 0.15);
        Close.Equal(Cycle, (double)json["sigma_cycle_to_cycle"]!, rtol: 0.05);
    }

    /// <summary>
    /// VTEAM under a constant drive: R falls evenly from pulse to pulse, so that G = 1/R is no exponential, and identical devices scatter
    /// in nothing.
    /// </summary>
    [Fact]
    public void Write_DeviceThatIsNoExponential_HasACurveErrorAndNoSigma()
    {
        var normal = NormalTables.Device(pulses: 40, ramps: 3);
        var (pulse, ramps) = (normal[DeviceKeys.SetRamp].Axes[0], normal[DeviceKeys.SetRamps].Axes[0]);
        double[] Ramp(bool down) => [.. Enumerable.Range(0, 41).Select(n => 1 / (1e4 + (1e5 - 1e4) * (down ? n : 40 - n) / 40.0))];
        LookupTable Nominal(string key, bool down) => new(key, key, "S", [pulse], Ramp(down));
        LookupTable Drawn(string key, bool down) => new(key, key, "S", [ramps, pulse], [.. Ramp(down), .. Ramp(down), .. Ramp(down)]);
        var replaced = new[] { Nominal(DeviceKeys.SetRamp, false), Nominal(DeviceKeys.ResetRamp, true), Drawn(DeviceKeys.SetRamps, false), Drawn(DeviceKeys.ResetRamps, true) };
        var json = Parameters(normal with { Tables = [.. normal.Tables.Where(t => replaced.All(r => r.Key != t.Key)), .. replaced] });
        Assert.InRange((double)json["ltp"]!["curve_error_largest"]!, 0.02, 0.2);
        Assert.True((double)json["ltp"]!["nonlinearity"]! < 0);
        Assert.Empty(Stuck(json));
        Assert.InRange((double)json["sigma_cycle_to_cycle"]!, 0, 1e-9);
        Assert.InRange((double)json["sigma_device_to_device"]!, 0, 1e-9);
    }

    /// <summary>getParamA takes the entry (int)(|NL| · 100); a label of exactly two digits may fall to the entry before.</summary>
    [Fact]
    public void Write_Lines_CarryLabelsThatTheLoaderCannotCutWrongly()
    {
        var tables = NormalTables.Device();
        var label = (double)Parameters(tables)["ltp"]!["nonlinearity"]!;
        var lines = Text(tables, "lines.txt").Split('\n');
        foreach (var name in new[] { "NL_LTP = ", "args.nonlinearityLTP = " })
        {
            var written = double.Parse(lines.Single(l => l.Contains(name, StringComparison.Ordinal)).Split('=')[1].Trim(' ', ';'), CultureInfo.InvariantCulture);
            Assert.InRange((int)(written * 100) / 100.0, label - 0.0051, label + 0.0051);
        }
    }

    [NumPyFact]
    public void Write_States_AreWhatNumPyReads()
    {
        using var folder = new TemporaryFolder();
        foreach (var document in new NeuroSimFormat().Write(NormalTables.Device()))
            File.WriteAllBytes(folder.File(document.Name), document.Content.ToArray());
        var read = NumPy.Run("""
            for name in ("mem_states_1bit.csv", "mem_states_2bit.csv", "mem_states_3bit.csv", "mem_states.csv"):
                t = np.genfromtxt(sys.argv[1] + "/" + name, delimiter=",", names=True)
                print(t.dtype.names, len(t), np.all(np.diff(t["mean"]) > 0), np.allclose(t["std"], 0.2e-6, rtol=1e-12, atol=0))
            """, folder.Path);
        Assert.Equal(new[] { 2, 4, 8, 16 }.Select(n => $"('states', 'mean', 'std') {n} True True"), read.Trim().Split('\n').Select(l => l.Trim()));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytesAndNoFaults()
    {
        var format = new NeuroSimFormat();
        var (first, second) = (format.Write(NormalTables.Device()), format.Write(NormalTables.Device()));
        Assert.Equal(first.Select(d => Convert.ToHexString(d.Content.Span)), second.Select(d => Convert.ToHexString(d.Content.Span)));
        Assert.Empty(format.Faults(first.ToDictionary(d => d.Name, d => d.Content)));
    }

    [Theory]
    [InlineData("mem_states_1bit.csv", "states,mean", "state,mean", "mem_states_1bit.csv, line 1, column 1: the header is 'state,mean,std'")]
    [InlineData("mem_states_1bit.csv", "2E-07\n1", "x\n1", "mem_states_1bit.csv, line 2, column 26: 'x' is not a finite number")]
    [InlineData("mem_states_1bit.csv", "\n1,", "\n2,", "mem_states_1bit.csv, line 3, column 1: state 2 stands where state 1 is wanted")]
    [InlineData("mem_states_1bit.csv", "\n1,7", "\n1,-7", "mem_states_1bit.csv, line 3, column 2: the mean")]
    [InlineData("mem_states_1bit.csv", "2E-07\n1", "-1\n1", "mem_states_1bit.csv, line 2, column 3: a standard deviation below zero")]
    [InlineData("mem_states_2bit.csv", "\n3,7.318525116681862E-05,2E-07\n", "\n", "mem_states_2bit.csv, line 4, column 1: ends behind 3 states; 4 are wanted")]
    [InlineData("parameters.json", "\"nonlinearity\": 1", "\"nonlinearity\": 11", "ltp.nonlinearity = 11")]
    [InlineData("parameters.json", "\"a_normalised\": 1", "\"a_normalised\": -0.02, \"x\": 1", "ltp.a_normalised = -0.02 lets the first pulse go")]
    [InlineData("parameters.json", "\"pulses\": 49", "\"pulses\": 4.8", "ltp.pulses = 4.8 must be a whole number")]
    [InlineData("parameters.json", "{", "", "parameters.json, line 2, column 11: is no JSON from here on")]
    public void Faults_EditedFile_NamesTheFileAndThePlace(string name, string old, string replacement, string expected)
    {
        var format = new NeuroSimFormat();
        var files = format.Write(NormalTables.Device()).ToDictionary(d => d.Name, d => d.Content);
        var text = System.Text.Encoding.UTF8.GetString(files[name].Span);
        Assert.Contains(old, text, StringComparison.Ordinal);
        files[name] = System.Text.Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Contains(format.Faults(files), f => f.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_MissingFile_IsNamed() =>
        Assert.Contains("mem_states.csv is missing.", new NeuroSimFormat().Faults(new Dictionary<string, ReadOnlyMemory<byte>>()));

    [Theory]
    [InlineData(1e-6, 0)]
    [InlineData(3.7, 3.7)]
    [InlineData(-20, -20)]
    [InlineData(500, 43.84)]
    [InlineData(-500, -43.84)]
    public void Fit_AnyCurve_IsItsCurvatureOrTheEndOfTheTable(double curvature, double expected) =>
        Close.Equal(expected, NonlinearUpdate.Fit([.. Enumerable.Range(0, 201).Select(k => (k / 200.0, NonlinearUpdate.Part(k / 200.0, curvature)))]), rtol: 1e-6, atol: 2e-6);

    [Fact]
    public void Write_RampOfOnePulse_SaysThatACurveNeedsPoints()
    {
        var tables = NormalTables.Device(pulses: 4);
        var pulse = tables[DeviceKeys.SetRamp].Axes[0];
        var abrupt = tables with { Tables = [.. tables.Tables.Where(t => t.Key != DeviceKeys.SetRamp), new LookupTable(DeviceKeys.SetRamp, "", "S", [pulse], [1e-6, 100e-6, 100e-6, 100e-6, 100e-6])] };
        Assert.Contains("shorter or weaker pulses", Assert.Throws<InvalidParameterException>(() => new NeuroSimFormat().Write(abrupt)).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A cell that stays where it is for 60 pulses and jumps with the last four: the curve that fits it best is so flat that NeuroSim, which
    /// steps by G ← NonlinearWeight(InvNonlinearWeight(G) + 1), would never leave the end.
    /// </summary>
    [Fact]
    public void Write_RampThatBeginsFlat_StillLeavesItsEndInNeuroSim()
    {
        var normal = NormalTables.Device(pulses: 64);
        var pulse = normal[DeviceKeys.SetRamp].Axes[0];
        var late = new LookupTable(DeviceKeys.SetRamp, "", "S", [pulse], [.. Enumerable.Range(0, 65).Select(n => 1e-6 + 99e-6 * Math.Exp(n - 64))]);
        var even = new LookupTable(DeviceKeys.ResetRamp, "", "S", [pulse], [.. Enumerable.Range(0, 65).Select(n => 1e-4 - 99e-6 * n / 64)]);
        var json = Parameters(normal with { Tables = [.. normal.Tables.Where(t => t.Key is not DeviceKeys.SetRamp and not DeviceKeys.ResetRamp), late, even] });
        Assert.Empty(Stuck(json));
        Assert.Equal(0, (double)json["ltd"]!["curve_error_largest"]!, 1e-3);
        Assert.True((double)json["ltp"]!["nonlinearity"]! < -6);
        Assert.True((double)json["ltp"]!["curve_error_largest"]! > 0.05);
    }

    /// <summary>Directions whose cell does not reach the other end by the pulses that are stated, in 32 bits as DNN+NeuroSim V2.1 computes.</summary>
    private static IEnumerable<string> Stuck(JsonNode json) => new[] { "ltp", "ltd" }.Where(side =>
    {
        var n = (int)json[side]!["pulses"]!;
        var a = (float)(double)json[side]!["a_normalised"]! * n;
        var b = 2 / (1 - MathF.Exp(-n / a));
        var w = side == "ltp" ? -1f : 1f;
        for (var k = 0; k < n; k++)
            w = Math.Clamp(b * (1 - MathF.Exp(-(-a * MathF.Log(1 - (w + 1) / b) + (side == "ltp" ? 1 : -1)) / a)) - 1, -1, 1);
        return Math.Abs(w) < 0.5 || (w < 0) == (side == "ltp");
    });

    /// <summary>1/A of a label, by bisection of the closed form.</summary>
    private static double Bend(double label)
    {
        var (low, high) = (-44.0, 44.0);
        for (var k = 0; k < 200; k++)
        {
            var middle = (low + high) / 2;
            if (NonlinearUpdate.Nonlinearity(middle) < label)
                low = middle;
            else
                high = middle;
        }

        return low;
    }

    private static JsonNode Parameters(TableSet tables) => JsonNode.Parse(Text(tables, "parameters.json"))!;

    private static string Text(TableSet tables, string name) =>
        System.Text.Encoding.UTF8.GetString(new NeuroSimFormat().Write(tables).Single(d => d.Name == name).Content.Span);
}

using System.Text;
using System.Text.Json.Nodes;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables.Formats;

[Trait("Category", "slow")]
public sealed class AihwkitFormatTests
{
    /// <summary>
    /// Fields of <c>PiecewiseStepDevice</c> and the classes around it as aihwkit 1.1.0 declares them, in its modules' places, so that what
    /// is not among them is refused as there.
    /// </summary>
    private const string Stubs = """
        import types
        def module(name, **members):
            m = types.ModuleType(name); m.__dict__.update(members); sys.modules[name] = m; return m
        def taking(name, *fields):
            def init(self, **given):
                unknown = set(given) - set(fields)
                if unknown: raise TypeError(f"{name}: unexpected {unknown}")
                self.__dict__.update(given)
            return type(name, (), {"__init__": init})
        Device = taking("PiecewiseStepDevice", "construction_seed", "corrupt_devices_prob", "corrupt_devices_range", "diffusion", "diffusion_dtod", "drift", "dw_min", "dw_min_dtod",
            "dw_min_dtod_log_normal", "dw_min_std", "enforce_consistency", "lifetime", "lifetime_dtod", "perfect_bias", "reset", "reset_dtod", "reset_std", "up_down", "up_down_dtod",
            "w_max", "w_max_dtod", "w_min", "w_min_dtod", "count_pulses", "piecewise_up", "piecewise_down", "write_noise_std", "apply_write_noise_on_set")
        module("aihwkit"); module("aihwkit.simulator")
        module("aihwkit.simulator.configs", PiecewiseStepDevice=Device, SingleRPUConfig=taking("SingleRPUConfig", "device"), InferenceRPUConfig=taking("InferenceRPUConfig", "noise_model"))
        module("aihwkit.inference", SinglePairConductanceConverter=taking("SinglePairConductanceConverter", "g_max", "g_min"),
            StateIndependentNoiseModel=taking("StateIndependentNoiseModel", "g_converter", "g_max", "prog_coeff", "prog_noise_scale", "drift_nu_mean", "drift_nu_std", "drift_scale", "t_0", "read_noise_scale", "t_read"),
            ReRamWan2022NoiseModel=taking("ReRamWan2022NoiseModel", "coeff_dic", "g_converter", "g_max", "noise_scale", "coeff_g_max_reference"))
        sys.path.insert(0, sys.argv[1])
        import circuitsim_aihwkit as d
        """;

    /// <summary>update_once of rpu_piecewisestep_device.cpp and populate of rpu_pulsed_device.cpp, aihwkit 1.1.0, without its noise.</summary>
    private static double Step(JsonNode device, double w, bool up)
    {
        var upDown = (double)device["up_down"]!;
        var (upBias, downBias) = upDown > 0 ? (0.0, -upDown) : (upDown, 0.0);
        var scale = (double)device["dw_min"]! * (1 + (up ? upBias : downBias));
        var nodes = device[up ? "piecewise_up" : "piecewise_down"]!.AsArray().Select(n => (double)n!).ToArray();
        var (least, greatest) = ((double)device["w_min"]!, (double)device["w_max"]!);
        var scaled = Math.Max((w - least) / (greatest - least) * (nodes.Length - 1), 0);
        var index = Math.Min((int)scaled, nodes.Length - 2);
        var t = Math.Min(scaled - index, 1);
        return (up ? 1 : -1) * scale * ((1 - t) * nodes[index] + t * nodes[index + 1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.4)]
    [InlineData(0)]
    public void Write_NodesByTheLoadersUpdate_TakeTheMeanStepWithinThePrintedError(double resetScale)
    {
        var tables = Bent(resetScale);
        var document = Document(tables);
        var device = document["device"]!;
        var bound = (double)document["step_error_largest"]! * (double)device["dw_min"]!;
        var worst = 0.0;
        var axis = tables[DeviceKeys.SetMean].Axes[0];
        for (var k = 0; k < axis.Count; k++)
        {
            var w = 2.0 * k / (axis.Count - 1) - 1;
            var unit = 2 / (axis.Greatest - axis.Least);
            worst = Math.Max(worst, Math.Abs(Step(device, w, up: true) - unit * tables[DeviceKeys.SetMean].Values.Span[k]));
            worst = Math.Max(worst, Math.Abs(Step(device, w, up: false) - unit * tables[DeviceKeys.ResetMean].Values.Span[k]));
        }

        Close.Equal(bound, worst, rtol: 1e-6, atol: 1e-15);
        // A parabola of 62 pieces: (1/62)²/8 · |f″| of the range, and of 4 · its height.
        Assert.InRange(worst / (double)device["dw_min"]!, 1e-5, 2e-3);
    }

    /// <summary>Of normal pulses: 0.2 µS about steps whose mean over the range is 1 µS, 2 % of which is the devices' own (eight ramps).</summary>
    [Fact]
    public void Write_Noise_IsSplitIntoCyclesAndDevices()
    {
        var device = Document(NormalTables.Device())["device"]!;
        var (cycles, devices) = ((double)device["dw_min_std"]!, (double)device["dw_min_dtod"]!);
        Close.Equal(0.2, Math.Sqrt(cycles * cycles + devices * devices), rtol: 1e-9);
        // The ramps run as if by 0.92 … 1.06 times as many pulses.
        double[] speeds = [.. Enumerable.Range(0, 8).Select(r => 1 + 0.02 * (r - 4))];
        var mean = speeds.Average();
        Close.Equal(Math.Sqrt(speeds.Sum(s => (s - mean) * (s - mean)) / 7) / mean, devices, rtol: 1e-2);
    }

    /// <summary>A spread with a peak, whose parabola of least squares would fall below zero, as VTEAM's often does.</summary>
    [Fact]
    public void Write_SpreadWithAPeak_NeverBecomesNegative()
    {
        var tables = NormalTables.Device(states: 101);
        var peak = tables[DeviceKeys.SetDeviation].Axes[0].Points.ToArray().Select(g => 1e-6 * Math.Exp(-Math.Pow((g - 80e-6) / 8e-6, 2))).ToArray();
        tables = tables with { Tables = [.. tables.Tables.Where(t => !t.Key.Contains("_std_", StringComparison.Ordinal)), .. new[] { DeviceKeys.SetDeviation, DeviceKeys.ResetDeviation }.Select(k => new LookupTable(k, k, "S", tables[k].Axes, peak))] };
        var noise = Document(tables)["inference"]!;
        Assert.Equal((3, 5), (noise["prog_coeff_us"]!.AsArray().Count, noise["wan2022_coeff_us"]!.AsArray().Count));
        Assert.True((double)noise["prog_error_rms_us"]! > 0.05);
        Assert.Empty(new AihwkitFormat().Faults(new AihwkitFormat().Write(tables).ToDictionary(d => d.Name, d => d.Content)));
    }

    [NumPyFact]
    public void Write_PythonFile_BuildsWhatAihwkitDeclares()
    {
        using var folder = Folder(NormalTables.Device());
        Assert.Equal("63 63 0.0202 0.0 True True True True", NumPy.Run(Stubs + """

            t = d.training_config().device
            n = d.inference_config().noise_model
            x = np.linspace(0.01, 1, 50)
            print(len(t.piecewise_up), len(t.piecewise_down), round(t.dw_min, 4), n.drift_nu_mean, np.isclose(n.g_converter.g_max, 100), np.isclose(n.g_converter.g_min, 1),
                np.allclose(np.polyval(n.prog_coeff[::-1], x), 0.2), np.allclose(np.polyval(d.wan2022_noise_model().coeff_dic[1.0][::-1], x), 0.2))
            """, folder.Path).Trim());
    }

    /// <summary>The rules of read_from_file in aihwkit's examples/21_fit_device_data.py: bins over the range of both columns.</summary>
    [NumPyFact]
    public void Write_FitFile_GivesTheExampleOfAihwkitTheMeanSteps()
    {
        using var folder = Folder(NormalTables.Device(pulses: 400));
        var read = NumPy.Run("""
            import csv
            with open(sys.argv[1] + "/fit.csv", newline="", encoding="utf-8-sig") as f:
                rows = [(float(r["u"]), float(r["d"])) for r in csv.DictReader(f, fieldnames=["u", "d"])]
            assert np.allclose(np.loadtxt(sys.argv[1] + "/fit.csv", delimiter=","), rows)
            up, down = np.array(rows).T
            low, high = max(up.min(), down.min()), min(up.max(), down.max())
            centre = low + (high - low) * (np.arange(10) + 0.5) / 10
            for data, step in ((up, 0.0404 * (1 - centre) / 2), (down, 0.0404 * (1 + centre) / 2)):
                count, _ = np.histogram(data, bins=10, range=[low, high])
                steps = (high - low) / 10 / count
                inner = steps[2:-2] / step[2:-2]
                print(np.all(np.isfinite(steps)), np.all((inner > 0.75) & (inner < 1.33)))
            """, folder.Path);
        Assert.Equal(["True True", "True True"], read.Trim().Split('\n').Select(l => l.Trim()));
    }

    [Fact]
    public void Write_RampThatJumps_LeavesTheFitFileOut()
    {
        var tables = NormalTables.Device(pulses: 4);
        Assert.DoesNotContain(new AihwkitFormat().Write(tables), d => d.Name == "fit.csv");
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytesAndNoFaults()
    {
        var format = new AihwkitFormat();
        var (first, second) = (format.Write(NormalTables.Device()), format.Write(NormalTables.Device()));
        Assert.Equal(first.Select(d => Convert.ToHexString(d.Content.Span)), second.Select(d => Convert.ToHexString(d.Content.Span)));
        Assert.Empty(format.Faults(first.ToDictionary(d => d.Name, d => d.Content)));
    }

    [Fact]
    public void Write_PulseThatDoesNothing_SaysWhatToTake()
    {
        var tables = NormalTables.Device();
        var still = new[] { DeviceKeys.SetMean, DeviceKeys.ResetMean }.Select(k => new LookupTable(k, k, "S", tables[k].Axes, new double[tables[k].Values.Length]));
        tables = tables with { Tables = [.. tables.Tables.Where(t => t.Key is not DeviceKeys.SetMean and not DeviceKeys.ResetMean), .. still] };
        Assert.Contains("longer or stronger", Assert.Throws<InvalidParameterException>(() => new AihwkitFormat().Write(tables)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aihwkit.json", "\"dw_min\": 0", "\"dw_min\": -0", "aihwkit.json: device.dw_min")]
    [InlineData("aihwkit.json", "\"w_min\": -1", "\"w_min\": 0.5", "the interval of weights must hold 0")]
    [InlineData("aihwkit.json", "\"up_down\": ", "\"up_down\": 7, \"x\": ", "device.x is no parameter of PiecewiseStepDevice")]
    [InlineData("aihwkit.json", "\"dw_min_std\": 0", "\"dw_min_std\": -0", "device.dw_min_std")]
    [InlineData("aihwkit.json", "\"piecewise_up\": [", "\"piecewise_up\": [ 1,", "piecewise_up has 64 nodes and piecewise_down 63")]
    [InlineData("aihwkit.json", "\"piecewise_down\": [", "\"piecewise_down\": [ -1,", "device.piecewise_down[0] = -1 turns the direction")]
    [InlineData("aihwkit.json", "\"prog_coeff_us\": [", "\"prog_coeff_us\": [ -9,", "inference.prog_coeff_us gives a spread of")]
    [InlineData("aihwkit.json", "\"device\"", "\"devise\"", "aihwkit.json: a value is missing, or of another kind")]
    [InlineData("fit.csv", "-1,1\n", "up,down\n", "fit.csv, line 1, column 1: 'up' is not a finite number")]
    [InlineData("fit.csv", "-1,1\n", "-1,1,1\n", "fit.csv, line 1, column 1: has 3 values")]
    [InlineData("fit.csv", "-1,1\n", "-1,200\n", "fit.csv, line 1, column 2: a weight beyond")]
    [InlineData("fit.csv", "-1,1\n", "-1,1\n-1,nan\n", "fit.csv, line 2, column 4: 'nan'")]
    public void Faults_EditedFile_NamesTheFileAndThePlace(string name, string old, string replacement, string expected)
    {
        var format = new AihwkitFormat();
        var files = format.Write(NormalTables.Device()).ToDictionary(d => d.Name, d => d.Content);
        var text = Encoding.UTF8.GetString(files[name].Span);
        Assert.Contains(old, text, StringComparison.Ordinal);
        files[name] = Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Contains(format.Faults(files), f => f.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_FitWithAnEmptyBin_IsNamed()
    {
        var format = new AihwkitFormat();
        var files = format.Write(NormalTables.Device()).ToDictionary(d => d.Name, d => d.Content);
        files["fit.csv"] = "-1,1\n0.9,-0.9\n1,-1\n"u8.ToArray();
        Assert.Contains(format.Faults(files), f => f.Contains("fit.csv, column 1: no value lies in bin 2 of 10", StringComparison.Ordinal));
    }

    /// <summary>Parabolas for mean steps, so that lines between nodes have an error.</summary>
    private static TableSet Bent(double resetScale)
    {
        var tables = NormalTables.Device();
        var axis = tables[DeviceKeys.SetMean].Axes[0];
        double Part(double g) => (g - NormalTables.Least) / (NormalTables.Greatest - NormalTables.Least);
        double[] up = [.. axis.Points.ToArray().Select(g => NormalTables.Step * (1 - Part(g) * Part(g)))], down = [.. axis.Points.ToArray().Select(g => -resetScale * NormalTables.Step * Part(g) * Part(g))];
        return tables with
        {
            Tables =
            [
                .. tables.Tables.Where(t => t.Key is not DeviceKeys.SetMean and not DeviceKeys.ResetMean), new LookupTable(DeviceKeys.SetMean, "", "S", [axis], up), new LookupTable(DeviceKeys.ResetMean, "", "S", [axis], down),
            ],
        };
    }

    private static JsonNode Document(TableSet tables) => JsonNode.Parse(new AihwkitFormat().Write(tables).Single(d => d.Name == "aihwkit.json").Content.Span)!;

    private static TemporaryFolder Folder(TableSet tables)
    {
        var folder = new TemporaryFolder();
        foreach (var document in new AihwkitFormat().Write(tables))
            File.WriteAllBytes(folder.File(document.Name), document.Content.ToArray());
        return folder;
    }
}

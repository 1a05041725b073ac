using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Experiments.Runs;
using CircuitSim.Files;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary><c>circuitsim array export --subckt</c>: an array in a designer's own netlist.</summary>
public partial class ArraySubcircuitTests
{
    private static readonly string Arrays = Path.Combine(Repository.Root, "netlists", "arrays");

    [Theory]
    [InlineData("--wire-c applies only with --subckt.", "--wire-c", "1f")]
    [InlineData("--bench applies only with --subckt.", "--bench", "bench.cir")]
    [InlineData("--pulse applies only with --bench.", "--subckt", "a", "--pulse", "1n,1n")]
    [InlineData("--v-read applies with --subckt only beside --bench.", "--subckt", "a", "--v-read", "1")]
    [InlineData("--card does not apply with --curvature.", "--subckt", "a", "--card", "vteam_magic", "--curvature", "1")]
    [InlineData("the pulse is two times, parted by a comma: its top and its edges; write for example --pulse 10n,0.1n.", "--subckt", "a", "--bench", "bench.cir", "--pulse", "1n")]
    [InlineData("pulse edge = 0 s must be finite and above zero.", "--subckt", "a", "--bench", "bench.cir", "--pulse", "1n,0")]
    [InlineData("cell-c = -1 F must be finite and not negative. (--cell-c)", "--subckt", "a", "--cell-c", "-1")]
    [InlineData("wire-c = -1 F must be finite and not negative. (--wire-c)", "--subckt", "a", "--wire-c", "-1")]
    [InlineData("subcircuit 'my array' cannot be written", "--subckt", "my array")]
    [InlineData("no device model 'hfox' in the library", "--subckt", "a", "--card", "hfox")]
    [InlineData("cell (0, 0): resistance = 41.69 Ω must", "--subckt", "a", "--card", "vteam_magic", "--r-high", "100", "--r-low", "10", "--seed", "1")]
    [InlineData("put both files into one folder.", "--subckt", "a", "--bench", "other/bench.cir")]
    public async Task Export_WhatCannotBe_IsOneLineAndNoFile(string words, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        arguments = [.. arguments.Select(a => a.EndsWith("bench.cir", StringComparison.Ordinal) ? folder.File(a) : a)];
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["array", "export", "--rows", "2", "--columns", "2", .. arguments, "--out", folder.File("a.inc")]);
        Assert.Equal(2, code);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public async Task Export_SubcircuitWithoutAName_IsCalledArray()
    {
        using var folder = new TemporaryFolder();
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["array", "export", "--rows", "2", "--columns", "2", "--subckt", "--wire-c", "1f", "--cell-c", "0.5f", "--out", folder.File("a.inc")]);
        Assert.True(code == 0, diagnostics);
        Assert.Contains("\n.subckt array\n", File.ReadAllText(folder.File("a.inc")), StringComparison.Ordinal);
    }

    /// <summary>A pulse that is long behind every time constant ends at the currents of the array solver, whose code is another.</summary>
    [Theory]
    [InlineData("--wire 2 --driver 100 --sense 30 --wire-c 1f --cell-c 0.5f", "0.1 0.2 -0.15 0 0.3", "0 0 0 0")]
    [InlineData("--wire 3 --drive both --sense-ends both --wire-c 2f", "0.1 0.2 -0.15 0 0.3", "0 0.1 0 0")]
    [InlineData("--wire-word 0 --wire-bit 5 --cell-c 1f", "float 0.2 0.1 0 0.3", "0 float 0 0")]
    [InlineData("--wire 0", "0.1 0.2 -0.15 0 0.3", "0 0 0 0")]
    [InlineData("--wire 4 --curvature 3 --wire-c 1f", "0.5 1 -0.5 0.2 0.3", "0 0 0 0")]
    public async Task Bench_OfAnyArray_EndsAtTheCurrentsOfSolve(string options, string rows, string columns)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("rows.csv"), rows);
        File.WriteAllText(folder.File("columns.csv"), columns);
        string[] array = ["--rows", "5", "--columns", "4", "--r-low", "2k", "--voltages", folder.File("rows.csv"), "--bit-voltages", folder.File("columns.csv"), .. options.Split(' ')];
        await RunOk(["array", "export", .. array, "--subckt", "array", "--out", folder.File("array.inc"), "--bench", folder.File("bench.cir")]);
        await RunOk(["array", "solve", .. array[..10], .. Without(options, "--wire-c", "--cell-c"), "--out", folder.File("out")]);
        var solved = NpzFile.Read(folder.File("out/solution.npz"))[0].Values.ToArray();
        var measured = Measure(folder.File("bench.cir"), reltol: 1e-7);
        for (var j = 0; j < 4; j++)
            Close.Equal(solved[j], measured.GetValueOrDefault($"i_{j}"), rtol: 1e-6, atol: 1e-12, where: $"current {j}");

        static string[] Without(string options, params string[] names)
        {
            var words = options.Split(' ');
            return [.. words.Where((w, k) => !names.Contains(w) && !(k > 0 && names.Contains(words[k - 1])))];
        }
    }

    /// <summary>
    /// One cell between its segments, word and bit line: G x + C x′ = b of two nodes. A ramp leaves the charge behind by the first moment of
    /// its answer, G⁻¹ C G⁻¹ b (Elmore), whatever the edges; and a whole pulse moves no charge into a capacitance.
    /// </summary>
    [Fact]
    public async Task Bench_OneCellWithCapacitances_LagsByItsFirstMoment()
    {
        const double R = 100, Cell = 1e3, Wire = 20e-12, Across = 1e-12, Width = 100e-9, Edge = 1e-9, V = 0.2;
        using var folder = new TemporaryFolder();
        await RunOk(["array", "export", "--rows", "1", "--columns", "1", "--r-low", "1k", "--r-high", "1k", "--wire", "100", "--wire-c", "20p", "--cell-c", "1p",
            "--subckt", "one", "--out", folder.File("one.inc"), "--bench", folder.File("bench.cir"), "--pulse", "100n,1n"]);
        var text = File.ReadAllText(folder.File("bench.cir")).Replace(".end\n", ".measure tran up integ i(Vs_0) from=0 to=102n\n.end\n", StringComparison.Ordinal);
        File.WriteAllText(folder.File("bench.cir"), text);
        var measured = Measure(folder.File("bench.cir"), reltol: 1e-6);
        var current = V / (2 * R + Cell);
        var (w, b) = (V - R * current, R * current);
        // G m = C x: the currents that the charges of the steady state would be, in the divider of the cell and its two wires.
        var (iw, ib) = ((Wire + Across) * w - Across * b, (Wire + Across) * b - Across * w);
        var moment = R * (ib * (R + Cell) + iw * R) / (2 * R + Cell);
        Close.Equal(current, measured["i_0"], rtol: 1e-6, where: "current");
        Close.Equal(current * (Width + Edge / 2) - moment / R, measured["up"], rtol: 1e-5, where: "charge to the end of the top");
        Assert.True(moment / R > 0.02 * current * Width);
        Close.Equal(current * (Width + Edge), measured["charge_0"], rtol: 1e-5, where: "charge of the pulse");
    }

    [Fact]
    public async Task Export_EveryCapacitance_IsThere()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("cells.csv"), "1m 0 2m\n1m 1m 1m\n");
        await RunOk(["array", "export", "--cells", folder.File("cells.csv"), "--wire-c", "1f", "--cell-c", "0.5f", "--subckt", "array", "--out", folder.File("array.inc")]);
        var definition = Assert.Single(SpiceReader.Read("x\n" + File.ReadAllText(folder.File("array.inc"))).Netlist.Subcircuits);
        Assert.Equal(["in_0", "in_1", "out_0", "out_1", "out_2"], definition.Ports.Select(p => p.Name));
        var names = definition.Elements.Select(e => e.Name).ToHashSet();
        for (var k = 0; k < 6; k++)
            Assert.Superset(new HashSet<string> { $"Cw_{k / 3}_{k % 3}", $"Cb_{k / 3}_{k % 3}", $"Cm_{k / 3}_{k % 3}" }, names);
        Assert.Equal((18, 5, 12), (definition.Elements.Count(e => e is Capacitor), names.Count(n => n.StartsWith("Rm", StringComparison.Ordinal)), names.Count(n => n[0] == 'R' && n[1] != 'm')));
        Assert.DoesNotContain("Rm_0_1", names);
    }

    /// <summary>The states of the exported memristors against the engine's own, which solves VTEAM's integral exactly; a part of them is reset.</summary>
    [Fact]
    public async Task Bench_MemristorsThatRun_MoveAsThoseOfTheEngine()
    {
        using var folder = new TemporaryFolder();
        string[] array = ["--rows", "3", "--columns", "3", "--r-low", "5k"];
        await RunOk(["array", "export", .. array, "--subckt", "cells", "--card", "vteam_magic", "--wire-c", "1f", "--out", folder.File("cells.inc"),
            "--bench", folder.File("bench.cir"), "--pulse", "5n,0.1n", "--v-read", "0.6"]);
        await RunOk(["array", "solve", .. array, "--nodes", "--out", folder.File("out")]);
        var conductances = NpzFile.Read(folder.File("out/solution.npz")).Single(a => a.Name == "conductances").Values.ToArray();
        var text = File.ReadAllText(folder.File("bench.cir"));
        var circuit = new ArrayCircuit(CrossbarWiring.Uniform(3, 3, 2) with { SegmentCapacitance = 1e-15 });
        var draft = new CircuitDraft();
        draft.Add(DeviceModelLibrary.Find("vteam_magic").Card);
        circuit.AddTo(draft, new double[9]);
        for (var k = 0; k < 9; k++)
            draft.Add(new Memristor($"m_{k}", circuit.WordNode(k / 3, k % 3), circuit.BitNode(k / 3, k % 3), "vteam_magic", InitialResistance: 1 / conductances[k]));
        var native = SpiceWriter.ToText(draft.ToNetlist("engine's own"), new SpiceWriterOptions { Dialect = SpiceDialect.Native });
        var requests = string.Concat(Enumerable.Range(0, 9).Select(k => $".measure tran x_{k} find {{0}}{k}{{1}} at=10n\n"));
        // The same sources, columns and transient around each.
        var lines = text.Split('\n');
        var around = string.Join('\n', lines.Where(l => l.StartsWith('V') || l.StartsWith(".tran", StringComparison.Ordinal) || l.StartsWith(".measure", StringComparison.Ordinal)));
        File.WriteAllText(folder.File("native.cir"), native.Replace(".end\n", $"{around}\n.options statetol=1e-6\n{string.Format(CultureInfo.InvariantCulture, requests, "w(m_", ")/3n")}.end\n", StringComparison.Ordinal));
        var expected = Measure(folder.File("native.cir"), reltol: 1e-5);
        var saved = string.Concat(Enumerable.Range(0, 9).Select(k => $".save v(Xarray.Xm_{k / 3}_{k % 3}.x)\n.measure tran x_{k} find v(Xarray.Xm_{k / 3}_{k % 3}.x) at=10n\n"));
        File.WriteAllText(folder.File("live.cir"), text.Replace(".end\n", $"{saved}.end\n", StringComparison.Ordinal));
        var measured = Measure(folder.File("live.cir"));
        var moved = 0;
        for (var k = 0; k < 9; k++)
        {
            Close.Equal(expected[$"x_{k}"], measured[$"x_{k}"], rtol: 1e-3, where: $"state {k}");
            moved += expected[$"x_{k}"] > (1 / conductances[k] - 1e3) / 299e3 + 0.05 ? 1 : 0;
        }

        Assert.Equal(9, moved);
        for (var j = 0; j < 3; j++)
            Close.Equal(expected[$"charge_{j}"], measured[$"charge_{j}"], rtol: 1e-3, where: $"charge {j}");
    }

    [NgspiceTheory]
    [InlineData("--wire 2 --wire-c 1f --cell-c 0.5f")]
    [InlineData("--wire-word 1 --wire-bit 0 --drive both --driver 100 --wire-c 10f")]
    [InlineData("--curvature 2 --cell-c 1f")]
    [InlineData("--r-low 5k --card vteam_magic --wire-c 1f")]
    public async Task Bench_PlainNgspice_MeasuresTheSame(string options)
    {
        using var folder = new TemporaryFolder();
        await RunOk(["array", "export", "--rows", "4", "--columns", "3", .. options.Split(' '), "--subckt", "array", "--out", folder.File("array.inc"), "--bench", folder.File("bench.cir"), "--v-read", "0.6", "--pulse", "5n,0.1n"]);
        var (expected, measured) = (RunNgspice(folder.Path, "bench.cir"), Measure(folder.File("bench.cir")));
        Assert.Equal(6, measured.Count);
        foreach (var (name, value) in measured)
            Close.Equal(expected[name], value, rtol: 2e-3, where: name);
    }

    /// <summary>The files of the help's examples, and the array beside the amplifiers: each is what its first line makes.</summary>
    [Fact]
    public async Task Example_ItsOwnCommand_WritesTheSameText()
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(Path.Combine(Arrays, "array-8x4.inc")).ReplaceLineEndings("\n");
        var command = Command().Match(text).Groups[1].Value;
        const string Stated = "netlists/arrays/array-8x4.inc";
        Assert.EndsWith($" --out {Stated}", command, StringComparison.Ordinal);
        await RunOk([.. command.Split(' ').Select(word => word == Stated ? folder.File("array.inc") : word)]);
        Assert.Equal(text, File.ReadAllText(folder.File("array.inc")).Replace(folder.File("array.inc"), Stated, StringComparison.Ordinal));
    }

    /// <summary>
    /// Ends and settling times of four amplifiers behind an array, on both engines to 1e-3 as they print them. They are not all alike: more
    /// current slews for longer.
    /// </summary>
    [NgspiceFact]
    [Trait("Category", "slow")]
    public void Example_ArrayWithAmplifiers_SettlesAlikeInNgspice()
    {
        var (expected, measured) = (RunNgspice(Arrays, "array-with-tia.cir"), Measure(Path.Combine(Arrays, "array-with-tia.cir")));
        Assert.Equal(8, measured.Count);
        foreach (var (name, value) in measured)
            Close.Equal(expected[name], value, rtol: 1e-3, where: name);
        var bySize = Enumerable.Range(0, 4).OrderBy(j => -measured[$"final_{j}"]).ToList();
        Assert.All(bySize.Zip(bySize.Skip(1)), pair => Assert.True(measured[$"settle_{pair.First}"] < measured[$"settle_{pair.Second}"]));
        // No less than the slew rate allows.
        Assert.All(bySize, j => Assert.InRange(measured[$"settle_{j}"], -measured[$"final_{j}"] / 30e6, 30e-9));
    }

    [Fact]
    public async Task Export_MorePortsThanNgspiceTakes_IsNoted()
    {
        using var folder = new TemporaryFolder();
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["array", "export", "--rows", "1000", "--columns", "1", "--subckt", "array", "--out", folder.File("array.inc")]);
        Assert.Equal((0, "note: ngspice (39) takes no subcircuit of more than 1000 ports; for it, export a tile.\n"), (code, diagnostics));
    }

    /// <summary>On the built-in engine.</summary>
    private static Dictionary<string, double> Measure(string file, double? reltol = null)
    {
        var reading = NetlistFile.Read(file);
        var netlist = reltol is { } tight ? reading.Netlist with { Options = reading.Netlist.Options with { RelativeTolerance = tight, VoltageTolerance = 1e-10, CurrentTolerance = 1e-16 } } : reading.Netlist;
        var (runs, failures) = new NetlistRun(NetlistFlattening.Flatten(netlist), [new BuiltInSimulator()], (_, _) => null, keepWaveforms: false).Execute();
        Assert.Empty(failures);
        return Assert.Single(runs).Measured.ToDictionary(m => m.Name, m => m.Value ?? double.NaN, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The text of the file itself.</summary>
    private static Dictionary<string, double> RunNgspice(string folder, string file)
    {
        using var process = Process.Start(new ProcessStartInfo(NgspiceLocation.Find()!, ["-n", "-b", file]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return MeasuredLine().Matches(text).ToDictionary(m => m.Groups[1].Value, m => double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture), StringComparer.OrdinalIgnoreCase);
    }

    private static async Task RunOk(string[] arguments)
    {
        var (code, _, diagnostics) = await Circuitsim.RunAsync(arguments[0] == "circuitsim" ? arguments[1..] : arguments);
        Assert.True(code == 0, diagnostics);
    }

    [GeneratedRegex(@"^\* .*?: (circuitsim array export .*)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^(\w+) +=  *(\S+)", RegexOptions.Multiline)]
    private static partial Regex MeasuredLine();
}

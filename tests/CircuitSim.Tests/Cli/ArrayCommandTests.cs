using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Files;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Cli;

/// <summary><c>circuitsim array</c> from what is typed to what is written.</summary>
public class ArrayCommandTests
{
    private static readonly string[] SmallArray = ["--rows", "5", "--columns", "4", "--wire", "3", "--driver", "20", "--sense", "7", "--seed", "9"];

    [Theory]
    [InlineData(2, "wire resistance = -1 Ω must be finite and not negative. (--wire)", "solve", "--wire", "-1")]
    [InlineData(2, "word-line wire resistance = -1 Ω must be finite and not negative. (--wire-word)", "solve", "--wire-word", "-1")]
    [InlineData(2, "bit-line wire resistance = 1e+40 Ω must be at most 1e30 Ω. (--wire-bit)", "effective", "--wire-bit", "1e40")]
    [InlineData(2, "--unit: 'mho' is not one of siemens, ohm.", "solve", "--cells", "cells.csv", "--unit", "mho")]
    [InlineData(2, "curvature = -1 1/V must be finite and not negative. (--curvature)", "solve", "--curvature", "-1")]
    [InlineData(2, "dissection solves arrays of ohmic cells alone; take another method, or the curvature 0. (--method)", "solve", "--curvature", "2", "--method", "dissection")]
    [InlineData(2, "driver resistance = -5 Ω must be finite and not negative. (--driver)", "export", "--driver", "-5")]
    [InlineData(2, "rows = 0 must be at least 1.", "solve", "--rows", "0")]
    [InlineData(2, "columns = 5000 must be at most 4096; tile the array.", "draw", "--columns", "5000")]
    [InlineData(2, "--rows: 'many' is not a whole number.", "solve", "--rows", "many")]
    [InlineData(2, "r-low = 0 Ω must be finite and above zero.", "effective", "--r-low", "0")]
    [InlineData(2, "wire resistance = 1e+40 Ω must be at most 1e30 Ω.", "solve", "--wire", "1e40")]
    [InlineData(2, "read voltage = 1e+200 V must be between -1e30 V and 1e30 V.", "solve", "--v-read", "1e200")]
    [InlineData(2, "S must be at most 1e30 S.", "solve", "--r-low", "1e-300", "--r-high", "1e-299")]
    [InlineData(3, "array solver did not converge in", "solve", "--wire", "1e8", "--method", "lines")]
    [InlineData(3, "choose dissection", "effective", "--wire", "1e8", "--method", "lines")]
    [InlineData(2, "r-high = 10 Ω must be at least r-low = 1 kΩ.", "solve", "--r-high", "10")]
    [InlineData(2, "--drive: 'left' is not one of one, both.", "solve", "--drive", "left")]
    [InlineData(2, "--method: 'magic' is not one of auto, lines, coarse, dissection.", "effective", "--method", "magic")]
    [InlineData(2, "--bins: 'sum' is not one of max, mean.", "draw", "--bins", "sum")]
    [InlineData(2, "jobs = 0 must be at least 1.", "solve", "--jobs", "0")]
    [InlineData(2, "cells.txt: the file of conductances must end in .npy, .npz or .csv.", "solve", "--cells", "cells.txt")]
    [InlineData(2, "is too large for a netlist (at most 1048576 cells); export a tile of it, or use array solve.", "export", "--rows", "1025", "--columns", "1024")]
    [InlineData(4, "no-such-cells.csv: no such file. Check the path.", "solve", "--cells", "no-such-cells.csv")]
    [InlineData(4, "no-such-voltages.npz: no such file. Check the path.", "draw", "--voltages", "no-such-voltages.npz")]
    public async Task Array_BadInput_IsOneLineWithItsExitCodeAndNoOutput(int code, string words, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(["array", .. arguments, "--out", temporary.File("out")]);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
        Assert.Single(diagnostics.Split('\n'), line => line.StartsWith("circuitsim: ", StringComparison.Ordinal));
        Assert.Empty(temporary.Entries);
    }

    [Theory]
    [InlineData(2, "cells.csv: conductances has shape [2 × 3], but [4 × 3] rows and columns are asked for; leave them out to take the file's.", "1e-3,1e-4,0\n1e-5,1e-3,2e-3\n", "--rows", "4")]
    [InlineData(2, "conductance of cell (0, 1) = 1e+300 S must be at most 1e30 S.", "1e-3,1e300\n")]
    [InlineData(3, "Cells or wires of very different conductance cost this method's digits", "1e-4,1e12\n1e-4,1e-4\n", "--method", "lines")]
    [InlineData(2, "conductance of cell (1, 0) = -1 mS must be finite and not negative; 0 is an open cell.", "1e-3,1e-4\n-1e-3,1e-4\n")]
    [InlineData(2, "resistance of cell (0, 1) = 0 Ω must be finite and above zero.", "1e3,0\n", "--unit", "ohm")]
    [InlineData(4, "cells.csv: line 1: 'open' is not a number", "1e3,open\n", "--unit", "ohm")]
    [InlineData(4, "cells.csv: line 3 has 1 numbers, the first row has 2; every row needs as many.", "# S\n1e-3,1e-4\n1e-3\n")]
    [InlineData(4, "cells.csv: line 2: 'g1' is not a number; start a line of words with #.", "g0,g1\n1e-3,g1\n")]
    [InlineData(4, "cells.csv: line 1: column 2 is empty; every one needs a number.", "1e-3,,1e-4\n")]
    [InlineData(4, "cells.csv: holds no numbers.", "# nothing\n")]
    public async Task Solve_BadFileOfCells_SaysWhatAndWhere(int code, string words, string text, params string[] more)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cells.csv"), text);
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--cells", temporary.File("cells.csv"), .. more]);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_VoltagesOfAnotherShape_NamesBothShapes()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("voltages.csv"), "0.1\n0.2\n");
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["array", "solve", .. SmallArray, "--voltages", temporary.File("voltages.csv")]);
        Assert.Equal(2, code);
        Assert.Contains("voltages has shape [2 × 1]; expected [5], one voltage for each row of the array.", diagnostics, StringComparison.Ordinal);
    }

    /// <summary>One cell without wires: Ohm's law, 2 mS at 200 mV.</summary>
    [Theory]
    [InlineData("voltage_mv\n200\n", "g [mS]\n2\n", "siemens")]
    [InlineData("V1 [mV]\n200\n", "R_kohm\n0.5\n", "ohm")]
    public async Task Solve_UnitsInTheNamesOfColumns_AreTheNumbers(string voltages, string cells, string unit)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("voltages.csv"), voltages);
        File.WriteAllText(temporary.File("cells.csv"), cells);
        var (code, results, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--cells", temporary.File("cells.csv"), "--unit", unit, "--voltages", temporary.File("voltages.csv"), "--wire", "0", "--json"]);
        Assert.True(code == 0, diagnostics);
        Close.Equal(400e-6, System.Text.Json.Nodes.JsonNode.Parse(results)!["figures"]!["total_current_a"]!.GetValue<double>(), rtol: 1e-9);
    }

    [Fact]
    public async Task Solve_FolderInPlaceOfAFile_SaysSo()
    {
        using var temporary = new TemporaryFolder();
        foreach (var folder in new[] { temporary.File("cells"), temporary.File("cells.csv"), temporary.File("cells.npz") })
        {
            Directory.CreateDirectory(folder);
            var (code, _, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--cells", folder]);
            Assert.Equal((4, $"circuitsim: {folder}: cannot be read: it is a folder. Name a file in it.\n"), (code, diagnostics));
        }
    }

    [Fact]
    public async Task Solve_ArchiveOfOtherNames_ListsThem()
    {
        using var temporary = new TemporaryFolder();
        NpzFile.Write(temporary.File("cells.npz"), [new NpzArray("a", [1], new double[1]), new NpzArray("b", [1], new double[1])]);
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--cells", temporary.File("cells.npz")]);
        Assert.Equal(2, code);
        Assert.Contains("holds a, b; name one of them conductances, or save it alone.", diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_NodesWithoutFolder_IsAUsageError()
    {
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["array", "solve", .. SmallArray, "--nodes"]);
        Assert.Equal(2, code);
        Assert.Contains("--nodes applies only with --out.", diagnostics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--unit applies only with --cells.", "solve", "--unit", "ohm")]
    [InlineData("--seed does not apply with --cells.", "solve", "--cells", "cells.csv", "--seed", "1")]
    [InlineData("--r-low does not apply with --cells.", "effective", "--cells", "cells.csv", "--r-low", "1k")]
    [InlineData("--v-read does not apply with --voltages.", "draw", "--voltages", "voltages.csv", "--v-read", "0.1")]
    [InlineData("--out: 'effective.csv' is to be a NumPy archive; let its name end in .npz.", "effective", "--out", "effective.csv")]
    [InlineData("--out: 'array.npz' is to be a netlist; let its name end in .cir.", "export", "--out", "array.npz")]
    public async Task Array_OptionThatCannotApply_IsRefused(string words, params string[] arguments)
    {
        var (code, results, diagnostics) = await Circuitsim.RunAsync(["array", .. arguments]);
        Assert.Equal(2, code);
        Assert.StartsWith($"circuitsim: {words}\n", diagnostics, StringComparison.Ordinal);
        Assert.Empty(results);
    }

    [Theory]
    [InlineData("1k", 1000)]
    [InlineData("1e2", 100)]
    public async Task Solve_CountsAsOtherNumbers_AreRead(string rows, int count)
    {
        var (code, results, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--rows", rows, "--columns", "2"]);
        Assert.True(code == 0, diagnostics);
        Assert.Contains($"{count} × 2", results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_FirstExampleOfItsHelp_PrintsAndWritesNothing()
    {
        var (code, results, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--rows", "128", "--columns", "128", "--wire", "2"]);
        Assert.True(code == 0, diagnostics);
        foreach (var quantity in new[] { "method", "iterations", "error of a current at most", "time", "total current", "worst IR drop" })
            Assert.Contains(quantity, results, StringComparison.Ordinal);
        Assert.DoesNotContain("Written", results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("array solve --cells cells.npz --voltages voltages.csv --drive both --out results/read --nodes", "results/read/solution.npz")]
    [InlineData("array solve --cells cells.npz --voltages rows.csv --bit-voltages columns.csv --out results/write", "results/write/currents.csv")]
    [InlineData("array solve --rows 32 --columns 16 --r-low 5k --r-high 50k --driver 100 --v-read 100m --seed 7 --out read", "read/currents.csv")]
    [InlineData("array solve --rows 64 --columns 64 --wire 5 --v-read 1 --curvature 3 --out curved", "curved/currents.csv")]
    [InlineData("array draw --rows 64 --columns 64 --wire 5 --sense-ends both --out drawn", "drawn/report.html")]
    [InlineData("array export --cells cells.csv --voltages voltages.csv --driver 100 --sense 50 --out read.cir", "read.cir")]
    [InlineData("array export --rows 8 --columns 8 --v-read 1 --curvature 3 --out curved.cir", "curved.cir")]
    [InlineData("array export --subckt array --rows 16 --columns 8 --wire-c 1f --cell-c 0.5f --out array.inc --bench bench.cir", "bench.cir")]
    [InlineData("array export --subckt cells --rows 4 --columns 4 --card vteam_magic --out cells.inc --bench write.cir --v-read 1 --pulse 5n,0.1n", "write.cir")]
    [InlineData("array effective --cells cells.npz --drive both --driver 100 --method lines --out effective.npz", "effective.npz")]
    [InlineData("array effective --cells cells.npz --voltages rows.csv --bit-voltages columns.csv --out floating.npz", "floating.npz")]
    public async Task Array_ExamplesOfItsHelp_WriteTheirFiles(string line, string written)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cells.csv"), "1e-3,0\n10u,1m\n");
        File.WriteAllText(temporary.File("voltages.csv"), "0.2,0.1\n");
        File.WriteAllText(temporary.File("rows.csv"), "1.2,float\n");
        File.WriteAllText(temporary.File("columns.csv"), "0.6\n0\nfloat\n");
        NpzFile.Write(temporary.File("cells.npz"), [new NpzArray("g", [2, 3], new[] { 1e-3, 1e-4, 0, 0, 1e-5, 1e-3 })]);
        // Names of files are those in the temporary folder.
        var arguments = line.Split(' ');
        for (var k = 1; k < arguments.Length; k++)
            arguments[k] = arguments[k - 1] is "--cells" or "--voltages" or "--bit-voltages" or "--out" or "--bench" ? temporary.File(arguments[k]) : arguments[k];
        await RunOk(arguments);
        Assert.True(File.Exists(temporary.File(written)));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    public async Task Array_EveryCellOpen_CarriesNoCurrentAndStillWrites(string wire)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cells.csv"), "0,0\n0,0\n");
        string[] array = ["--cells", temporary.File("cells.csv"), "--wire", wire];
        await RunOk(["array", "solve", .. array, "--nodes", "--out", temporary.File("out")]);
        Assert.Equal([0.0, 0.0], NpzFile.Read(temporary.File("out/solution.npz"))[0].Values.ToArray());
        await RunOk(["array", "draw", .. array, "--out", temporary.File("drawn")]);
        await RunOk(["array", "effective", .. array, "--out", temporary.File("effective.npz")]);
        await RunOk(["array", "export", .. array, "--out", temporary.File("array.cir")]);
    }

    [Fact]
    public async Task Solve_OneCell_IsTheSeriesOfItsResistances()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cells.csv"), "1e-3\n");
        await RunOk(["array", "solve", "--cells", temporary.File("cells.csv"), "--wire", "2", "--driver", "100", "--sense", "50", "--v-read", "0.5", "--out", temporary.File("out")]);
        var line = File.ReadAllLines(temporary.File("out/currents.csv"))[1].Split(',');
        Close.Equal(0.5 / (100 + 2 + 1000 + 2 + 50), double.Parse(line[1], CultureInfo.InvariantCulture), rtol: 1e-10, where: "current");
        Close.Equal(0.5e-3, double.Parse(line[2], CultureInfo.InvariantCulture), rtol: 1e-15, where: "ideal current");
    }

    /// <summary>
    /// The array in the documentation of badcrossbar (Joksas and Mehonic, SoftwareX 12, 100617, 2020), with segments that differ by direction;
    /// currents as its badcrossbar.compute gives them at commit 1c42e09.
    /// </summary>
    [Fact]
    public async Task Solve_ArrayOfBadcrossbar_GivesItsCurrents()
    {
        using var temporary = new TemporaryFolder();
        var arrays = Path.Combine(Repository.Root, "netlists/arrays");
        var (code, results, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--cells", Path.Combine(arrays, "badcrossbar-resistances.csv"), "--unit", "ohm",
            "--voltages", Path.Combine(arrays, "badcrossbar-voltages.csv"), "--wire-word", "0.5", "--wire-bit", "0.25", "--out", temporary.File("out")]);
        Assert.Equal((0, ""), (code, diagnostics));
        string[] expected = ["11.61579", "9.20812", "15.15297", "25.97365", "9.83167"];
        for (var j = 0; j < expected.Length; j++)
            Assert.Matches(FormattableString.Invariant($@"(?m)^  {j} +{Regex.Escape(expected[j])} "), results);
        Close.Equal([.. expected.Select(e => 1e-3 * double.Parse(e, CultureInfo.InvariantCulture))], NpzFile.Read(temporary.File("out/solution.npz"))[0].Values.Span, rtol: 0, atol: 0.5e-8, where: "current");
    }

    [Theory]
    [InlineData("345 903\n652 inf\n", "siemens", "line 2: 'inf' is not a number")]
    [InlineData("345 903\n652 401\n", "siemens", "cells.csv: all numbers are above 1 S and look like ohms; give --unit ohm.")]
    [InlineData("1m 2m\n0.5 1u\n", "ohm", "cells.csv: all numbers are below 1 Ω and look like siemens; leave --unit ohm out.")]
    [InlineData("1m 2m\n0 1\n", "siemens", "")]
    [InlineData("345 903\n0.5 inf\n", "ohm", "")]
    public async Task Solve_NumbersOfTheOtherUnit_AreNoted(string cells, string unit, string note)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cells.csv"), cells);
        var (_, _, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--cells", temporary.File("cells.csv"), "--unit", unit, "--wire", "0"]);
        Assert.Equal(note.Length > 0, diagnostics.Length > 0);
        Assert.Contains(note, diagnostics, StringComparison.Ordinal);
    }

    /// <summary>An open cell and a finite one in ohms, from a text and an archive.</summary>
    [Fact]
    public async Task Solve_ResistancesWithOpenCells_AreTheirConductances()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cells.csv"), "2k inf\n");
        NpzFile.Write(temporary.File("cells.npz"), [new NpzArray("other", [1], new double[1]), new NpzArray("resistances", [1, 2], new[] { 2e3, double.PositiveInfinity })]);
        foreach (var file in new[] { "cells.csv", "cells.npz" })
        {
            await RunOk(["array", "solve", "--cells", temporary.File(file), "--unit", "ohm", "--nodes", "--force", "--out", temporary.File("out")]);
            Assert.Equal([0.5e-3, 0], NpzFile.Read(temporary.File("out/solution.npz")).Single(a => a.Name == "conductances").Values.ToArray());
        }
    }

    /// <summary>The exported array with a behavioral source in place of every cell, on the general engine.</summary>
    [Theory]
    [InlineData("0.1 1.2 -0.5 0 0.8", "0 0 0 0")]
    [InlineData("float 1.2 float 0 0.3", "0 float 0 0")]
    public async Task Solve_CellsThatCurve_AreThoseOfTheEngine(string rows, string columns)
    {
        const double B = 3;
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("voltages.csv"), $"{rows}\n");
        File.WriteAllText(temporary.File("columns.csv"), $"{columns}\n");
        string[] array = [.. SmallArray, "--voltages", temporary.File("voltages.csv"), "--bit-voltages", temporary.File("columns.csv")];
        await RunOk(["array", "solve", .. array, "--curvature", "3", "--nodes", "--out", temporary.File("out")]);
        await RunOk(["array", "export", .. array, "--out", temporary.File("array.cir")]);
        var solved = NpzFile.Read(temporary.File("out/solution.npz")).ToDictionary(a => a.Name, a => a.Values.ToArray());
        var curved = Regex.Replace(File.ReadAllText(temporary.File("array.cir")), @"(?m)^Rm_(\S+) (\S+) (\S+) (\S+)$",
            m => FormattableString.Invariant($"Bm_{m.Groups[1]} {m.Groups[2]} {m.Groups[3]} I={{sinh({B}*V({m.Groups[2]},{m.Groups[3]}))/({B}*{m.Groups[4]})}}"));
        Assert.Equal(20, curved.Split("\nBm_").Length - 1);
        var options = ".options reltol=1e-10 vntol=1e-13 abstol=1e-16\n.end";
        var point = new BuiltInSimulator().SolveOperatingPoint(SpiceReader.Read(curved.Replace("\n.end", "\n" + options, StringComparison.Ordinal)).Netlist);
        for (var k = 0; k < 20; k++)
        {
            var (word, bit) = (point.Voltage(new NodeId($"w_{k / 4}_{k % 4}")), point.Voltage(new NodeId($"b_{k / 4}_{k % 4}")));
            Close.Equal(word, solved["word_line_voltages_v"][k], rtol: 0, atol: 1e-8, where: $"word line {k}");
            Close.Equal(bit, solved["bit_line_voltages_v"][k], rtol: 0, atol: 1e-8, where: $"bit line {k}");
            var law = solved["conductances"][k] / B * Math.Sinh(B * (word - bit));
            Close.Equal(law, solved["cell_currents_a"][k], rtol: 1e-6, atol: 1e-12, where: $"cell {k}");
        }

        // Kirchhoff's current law of every bit line; a floating one gives nothing away.
        for (var j = 0; j < 4; j++)
            Close.Equal(Enumerable.Range(0, 5).Sum(i => solved["cell_currents_a"][4 * i + j]), solved["column_currents_a"][j], rtol: 1e-8, atol: 1e-12, where: $"column {j}");
    }

    [Theory]
    [InlineData("one", "one", "0.1 200m -0.15 0 0.3", "0 0 0 0")]
    [InlineData("both", "one", "0.1 200m -0.15 0 0.3", "0 0 0 0")]
    [InlineData("one", "both", "0.1 200m -0.15 0 0.3", "0 0 0 0")]
    [InlineData("one", "one", "float 1.2 float 0 0.3", "0 float 0 0")]
    [InlineData("both", "both", "400m 1.2 400m 0.4 FLOAT", "800m,800m,0,float")]
    public async Task Export_SolvedByTheEngine_GivesTheCurrentsAndVoltagesOfSolve(string drive, string sensing, string rows, string columns)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("voltages.csv"), $"# V\n{rows}\n");
        File.WriteAllText(temporary.File("columns.csv"), $"{columns}\n");
        string[] array = [.. SmallArray, "--drive", drive, "--sense-ends", sensing, "--voltages", temporary.File("voltages.csv"), "--bit-voltages", temporary.File("columns.csv")];
        await RunOk(["array", "solve", .. array, "--nodes", "--out", temporary.File("out")]);
        await RunOk(["array", "export", .. array, "--out", temporary.File("array.cir")]);

        var solved = NpzFile.Read(temporary.File("out/solution.npz")).ToDictionary(a => a.Name, a => a.Values.ToArray());
        var netlist = SpiceReader.Read(File.ReadAllText(temporary.File("array.cir"))).Netlist;
        var point = new BuiltInSimulator().SolveOperatingPoint(netlist);
        var floats = columns.Split(' ', ',').Select(word => word == "float").ToArray();
        for (var j = 0; j < 4; j++)
            Close.Equal(floats[j] ? 0 : point.Current(CrossbarNetlist.SenseSource(j)), solved["column_currents_a"][j], rtol: 0, atol: 1e-13, where: $"current {j}");
        for (var k = 0; k < 20; k++)
        {
            var (word, bit) = (point.Voltage(new NodeId($"w_{k / 4}_{k % 4}")), point.Voltage(new NodeId($"b_{k / 4}_{k % 4}")));
            Close.Equal(word, solved["word_line_voltages_v"][k], rtol: 0, atol: 1e-10, where: $"word-line node {k}");
            Close.Equal(bit, solved["bit_line_voltages_v"][k], rtol: 0, atol: 1e-10, where: $"bit-line node {k}");
            Close.Equal(solved["conductances"][k] * (word - bit), solved["cell_currents_a"][k], rtol: 0, atol: 1e-13, where: $"cell {k}");
        }
    }

    [NgspiceFact]
    public async Task Export_PlainNgspice_GivesTheCurrentsOfSolve()
    {
        using var temporary = new TemporaryFolder();
        await RunOk(["array", "solve", .. SmallArray, "--out", temporary.File("out")]);
        await RunOk(["array", "export", .. SmallArray, "--out", temporary.File("array.cir")]);
        var solved = NpzFile.Read(temporary.File("out/solution.npz"))[0].Values.ToArray();
        using var ngspice = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(NgspiceLocation.Find()!, ["-b", temporary.File("array.cir")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = ngspice.StandardError.ReadToEndAsync();
        var output = await ngspice.StandardOutput.ReadToEndAsync();
        await ngspice.WaitForExitAsync();
        Assert.True(ngspice.ExitCode == 0, await errors);
        // Index, swept value, then as many currents as fit on a line of 80: ngspice prints seven digits and breaks the table.
        var printed = output.Split('\n').Where(l => l.StartsWith("0\t", StringComparison.Ordinal))
            .SelectMany(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Skip(2)).Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        Close.Equal(solved, printed, rtol: 1e-6, where: "current");
    }

    [Fact]
    public async Task Solve_FloatingRowWithoutCells_IsNamed()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cells.csv"), "1e-3,1e-3\n0,0\n");
        File.WriteAllText(temporary.File("voltages.csv"), "0.2\nfloat\n");
        var (code, _, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--cells", temporary.File("cells.csv"), "--voltages", temporary.File("voltages.csv")]);
        Assert.Equal(3, code);
        Assert.Contains("word line 1 is left floating and no cell that conducts ties it to a line with a voltage", diagnostics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "columns.csv: bit_voltages has shape [1 × 3]; expected [4], one voltage for each column of the array.", "0,float,0\n")]
    [InlineData(4, "columns.csv: line 1: 'open' is not a number", "0,open,0,0\n")]
    public async Task Solve_BadFileOfBitVoltages_SaysWhatAndWhere(int code, string words, string text)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("columns.csv"), text);
        var (actual, _, diagnostics) = await Circuitsim.RunAsync(["array", "solve", .. SmallArray, "--bit-voltages", temporary.File("columns.csv")]);
        Assert.Equal(code, actual);
        Assert.Contains(words, diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_ItsOwnArchiveAsInput_GivesTheSameBits()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("voltages.csv"), "0.1 float 0.2 0.3 -0.1\n");
        File.WriteAllText(temporary.File("columns.csv"), "0.1 0 float 0\n");
        await RunOk(["array", "solve", .. SmallArray, "--voltages", temporary.File("voltages.csv"), "--bit-voltages", temporary.File("columns.csv"), "--nodes", "--out", temporary.File("first")]);
        var archive = temporary.File("first/solution.npz");
        await RunOk(["array", "solve", "--wire", "3", "--driver", "20", "--sense", "7", "--cells", archive, "--voltages", archive, "--bit-voltages", archive, "--nodes", "--jobs", "1", "--out", temporary.File("second")]);
        Assert.Equal(File.ReadAllBytes(archive), File.ReadAllBytes(temporary.File("second/solution.npz")));
        Assert.Equal(File.ReadAllText(temporary.File("first/currents.csv")), File.ReadAllText(temporary.File("second/currents.csv")));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("lines")]
    [InlineData("dissection")]
    public async Task Effective_TimesTheVoltages_GivesTheCurrentsOfSolve(string method)
    {
        using var temporary = new TemporaryFolder();
        await RunOk(["array", "solve", .. SmallArray, "--v-read", "0.25", "--out", temporary.File("out")]);
        await RunOk(["array", "effective", .. SmallArray, "--method", method, "--out", temporary.File("effective.npz")]);
        var currents = NpzFile.Read(temporary.File("out/solution.npz"))[0].Values.ToArray();
        var matrix = Assert.Single(NpzFile.Read(temporary.File("effective.npz")));
        Assert.Equal("effective_conductances_s", matrix.Name);
        Assert.Equal([5, 4], matrix.Shape);
        double[] product = [.. Enumerable.Range(0, 4).Select(j => Enumerable.Range(0, 5).Sum(i => 0.25 * matrix.Values.Span[i * 4 + j]))];
        Close.Equal(currents, product, rtol: 0, atol: 1e-9 * currents.Max(), where: "current");
    }

    [Fact]
    public async Task SolveAndEffective_NearShort_AreEliminatedAndSayTheirBound()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cells.csv"), "1e-4,1e15\n1e-4,1e-4\n");
        foreach (var command in new[] { "solve", "effective" })
        {
            var (code, results, diagnostics) = await Circuitsim.RunAsync(
                ["array", command, "--cells", temporary.File("cells.csv"), "--wire", "2", "--out", temporary.File(command + ".npz")]);
            Assert.Equal(0, code);
            Assert.Empty(diagnostics);
            Assert.Contains("dissection", results, StringComparison.Ordinal);
            Assert.Matches("error of (a current|an entry) at most .*e-14", results);
        }
    }

    [Fact]
    public async Task Solve_RoundingLeavesMoreThanTheTolerance_SaysSoAndIsOk()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("cells.csv"), "1e-4,1e6\n1e-4,1e-4\n");
        var (code, results, diagnostics) = await Circuitsim.RunAsync(["array", "solve", "--cells", temporary.File("cells.csv"), "--wire", "2", "--method", "lines"]);
        Assert.Equal(0, code);
        Assert.Contains("lines", results, StringComparison.Ordinal);
        Assert.Matches("^note: rounding leaves a bound of .*e-9; 1.0e-10 was asked for.\n$", diagnostics);
    }

    [Fact]
    public async Task Effective_LinesFloating_LeavesTheirRowsAndColumnsZeroAndGivesTheCurrentsOfSolve()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.File("voltages.csv"), "0.25,float,0.25,-0.1,float\n");
        File.WriteAllText(temporary.File("columns.csv"), "0,0,float,0\n");
        string[] array = [.. SmallArray, "--voltages", temporary.File("voltages.csv"), "--bit-voltages", temporary.File("columns.csv")];
        await RunOk(["array", "solve", .. array, "--out", temporary.File("out")]);
        await RunOk(["array", "effective", .. array, "--out", temporary.File("effective.npz")]);
        var currents = NpzFile.Read(temporary.File("out/solution.npz"))[0].Values.ToArray();
        var matrix = NpzFile.Read(temporary.File("effective.npz"))[0].Values.ToArray();
        double[] voltages = [0.25, 5, 0.25, -0.1, 5];
        double[] product = [.. Enumerable.Range(0, 4).Select(j => Enumerable.Range(0, 5).Sum(i => voltages[i] * matrix[i * 4 + j]))];
        Close.Equal(currents, product, rtol: 0, atol: 1e-9 * currents.Max(Math.Abs), where: "current");
        for (var k = 0; k < matrix.Length; k++)
            Assert.Equal(k / 4 is 1 or 4 || k % 4 == 2, matrix[k] == 0);
    }

    [Fact]
    public async Task Draw_LargeArray_WritesBinnedMapsOnBothScales()
    {
        using var temporary = new TemporaryFolder();
        await RunOk(["array", "draw", "--rows", "520", "--columns", "20", "--bins", "mean", "--out", temporary.File("out")]);
        Assert.Equal(["report.html", "result.json"], Directory.EnumerateFiles(temporary.File("out")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        var text = File.ReadAllText(temporary.File("out/report.html"));
        Assert.Contains("Each square is the mean of 2 × 1 cells (rows × columns).", text, StringComparison.Ordinal);
        var page = XDocument.Parse(text.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        foreach (var id in new[] { "ir_drop", "ir_drop_log", "cell_current", "cell_current_log" })
        {
            var map = FigureReader.Of(page, id);
            Assert.Equal(260 * 20, map.Picture(out var width, out var height).Length);
            Assert.Equal((20, 260), (width, height));
            // The axis counts word lines, not squares.
            Assert.Equal(["0", "100", "200", "300", "400", "500"], map.YTicks.Select(t => t.Text));
        }
    }

    private static async Task RunOk(string[] arguments)
    {
        var (code, _, diagnostics) = await Circuitsim.RunAsync(arguments);
        Assert.True(code == 0, diagnostics);
    }
}

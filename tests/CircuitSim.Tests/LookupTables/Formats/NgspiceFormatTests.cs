using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CircuitSim.Devices;
using CircuitSim.LookupTables;
using CircuitSim.LookupTables.Formats;
using CircuitSim.Ngspice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.LookupTables.Formats;

public sealed class NgspiceFormatTests
{
    /// <summary>The card of device-models/vteam-magic.lib; I = V/R(w), so that a table over G is exact between its points, too.</summary>
    private static readonly Vteam Magic = new(new VteamParameters
    {
        ROn = 1e3,
        ROff = 300e3,
        KOn = -216.2,
        KOff = 0.091,
        AlphaOn = 4,
        AlphaOff = 4,
        VOn = -1.5,
        VOff = 0.3,
        WOn = 0,
        WOff = 3e-9,
        Form = CurrentVoltageForm.Linear,
    });

    [NgspiceFact]
    public void Write_RunByNgspice_IsTheWholeIVOfVteam()
    {
        var tables = With((g, v) => Magic.Current(v, Magic.StateForResistance(1 / g)), 1 / Magic.HighResistance, 1 / Magic.LowResistance, states: 101, voltages: 41);
        var bound = Bound(tables);
        Assert.True(bound < 1e-15, $"{bound}");
        double[] states = [0, 0.1, 0.37, 0.735, 0.99, 1];
        foreach (var (v, currents) in Sweep(tables, states))
        {
            for (var k = 0; k < states.Length; k++)
            {
                var g = 1 / Magic.HighResistance + states[k] * (1 / Magic.LowResistance - 1 / Magic.HighResistance);
                Close.Equal(Magic.Current(v, Magic.StateForResistance(1 / g)), currents[k], rtol: 1e-9, atol: 1e-12, where: $"{v} V at {states[k]}");
            }
        }
    }

    /// <summary>A cell that bends in both directions: I = G sinh(2V)/2 · (1 + x²/4).</summary>
    [NgspiceFact]
    public void Write_CurveThatBends_IsReproducedWithinTheStatedError()
    {
        const double Least = 1e-6, Greatest = 1e-4;
        static double Current(double g, double v) => g * Math.Sinh(2 * v) / 2 * (1 + Math.Pow((g - Least) / (Greatest - Least), 2) / 4);
        var tables = With(Current, Least, Greatest, states: 21, voltages: 21);
        var (bound, worst) = (Bound(tables), 0.0);
        double[] states = [0.024, 0.275, 0.525, 0.775, 0.976];
        foreach (var (v, currents) in Sweep(tables, states))
        {
            for (var k = 0; k < states.Length; k++)
                worst = Math.Max(worst, Math.Abs(currents[k] - Current(Least + states[k] * (Greatest - Least), v)));
        }

        Assert.InRange(worst, 0.5 * bound, bound);
    }

    [NumPyFact]
    public void Write_Table_IsWhatNumPyReads()
    {
        var tables = NormalTables.Device(states: 31);
        using var folder = Folder(tables);
        var read = NumPy.Run("""
            lines = [l for l in open(sys.argv[1] + "/i_v_w.tbl") if not l.startswith("*")]
            nx, ny = int(lines[0]), int(lines[1])
            x, y = (np.array(l.split(), float) for l in lines[2:4])
            rows = np.loadtxt(lines[4:])
            print(nx, ny, rows.shape, x[0], x[-1], y[0], y[-1], np.allclose(rows, np.outer(1e-6 + y * 99e-6, x), rtol=1e-12, atol=1e-20))
            """, folder.Path);
        Assert.Equal("41 31 (31, 41) -1.0 1.0 0.0 1.0 True", read.Trim());
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytesAndNoFaults()
    {
        var format = new NgspiceFormat();
        var (first, second) = (format.Write(NormalTables.Device(states: 31)), format.Write(NormalTables.Device(states: 31)));
        Assert.Equal(first.Select(d => Convert.ToHexString(d.Content.Span)), second.Select(d => Convert.ToHexString(d.Content.Span)));
        Assert.Empty(format.Faults(first.ToDictionary(d => d.Name, d => d.Content)));
    }

    [Theory]
    [InlineData("i_v_w.tbl", "\n41\n3\n", "\n41\n4\n", "i_v_w.tbl, line 5, column 1: has 3 points; 4 are stated")]
    [InlineData("i_v_w.tbl", "\n41\n3\n", "\n41\n3.5\n", "i_v_w.tbl, line 3, column 1: one whole number from 2 up is wanted")]
    [InlineData("i_v_w.tbl", "\n0 0.5 1\n", "\n0 0.5 0.5\n", "i_v_w.tbl, line 5: value 3, 0.5, does not rise above 0.5")]
    [InlineData("i_v_w.tbl", "\n0 0.5 1\n", "\n0 0.5 1,0\n", "i_v_w.tbl, line 5, column 7: '1,0' is not a finite number")]
    [InlineData("i_v_w.tbl", "\n0 0.5 1\n", "\n0 0.5 1\n1 2 3\n", "i_v_w.tbl, line 6, column 1: has 3 values; 41 are stated")]
    [InlineData("i_v_w.tbl", "\n0 0.5 1\n", "\n0 0.5 1\n1 2 3\n", "row 4 is the last; exactly 3 are wanted, and more can crash ngspice")]
    [InlineData("memristor.cir", "order=2", "order=3", "memristor.cir, line 4, column 1: the model must have order=2")]
    [InlineData("memristor.cir", "table2d (", "table3d (", "memristor.cir: has no .model of table2d")]
    public void Faults_EditedFile_NamesTheFileAndThePlace(string name, string old, string replacement, string expected)
    {
        var format = new NgspiceFormat();
        var files = format.Write(NormalTables.Device(states: 3)).ToDictionary(d => d.Name, d => d.Content);
        var text = Encoding.UTF8.GetString(files[name].Span);
        Assert.Contains(old, text, StringComparison.Ordinal);
        files[name] = Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Contains(format.Faults(files), f => f.Contains(expected, StringComparison.Ordinal));
    }

    /// <summary>Every current at voltages on and between the table's points, one cell for each state, in one run of ngspice.</summary>
    private static List<(double V, double[] Currents)> Sweep(TableSet tables, double[] states)
    {
        using var folder = Folder(tables);
        var g = tables[DeviceKeys.Current].Axes[0];
        var netlist = new StringBuilder("* I-V of held cells\n.include memristor.cir\n.options reltol=1e-6\nv1 te 0 0\n");
        for (var k = 0; k < states.Length; k++)
            netlist.Append(CultureInfo.InvariantCulture, $"vm{k} te t{k} 0\nx{k} t{k} 0 memristor_held g={g.Least + states[k] * (g.Greatest - g.Least):R}\n");
        netlist.Append(CultureInfo.InvariantCulture, $".control\nset numdgt=15\ndc v1 -1 1 0.0125\nwrdata out.txt {string.Join(' ', states.Select((_, k) => $"i(vm{k})"))}\nquit\n.endc\n.end\n");
        File.WriteAllText(folder.File("iv.cir"), netlist.ToString());
        using var process = Process.Start(new ProcessStartInfo(NgspiceLocation.Find()!, ["-b", "iv.cir"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(File.Exists(folder.File("out.txt")), output + error.Result);
        return [.. File.ReadLines(folder.File("out.txt")).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray())
            .Select(n => (n[0], Enumerable.Range(0, states.Length).Select(k => n[2 * k + 1]).ToArray()))];
    }

    private static double Bound(TableSet tables)
    {
        var circuit = Encoding.UTF8.GetString(new NgspiceFormat().Write(tables).Single(d => d.Name == "memristor.cir").Content.Span);
        return double.Parse(Regex.Match(circuit, "at most ([^ ]+) A from the curve").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static TableSet With(Func<double, double, double> current, double least, double greatest, int states, int voltages)
    {
        var (g, v) = (TableAxis.Even(DeviceKeys.Conductance, "conductance", "S", least, greatest, states), TableAxis.Even(DeviceKeys.Voltage, "voltage", "V", -1, 1, voltages));
        var values = g.Points.ToArray().SelectMany(x => v.Points.ToArray().Select(y => current(x, y))).ToArray();
        return NormalTables.Device(states: 3) with { Tables = [new LookupTable(DeviceKeys.Current, "current", "A", [g, v], values)] };
    }

    private static TemporaryFolder Folder(TableSet tables)
    {
        var folder = new TemporaryFolder();
        foreach (var document in new NgspiceFormat().Write(tables))
            File.WriteAllBytes(folder.File(document.Name), document.Content.ToArray());
        return folder;
    }
}

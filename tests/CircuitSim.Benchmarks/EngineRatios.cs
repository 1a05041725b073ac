using System.Diagnostics;
using System.Globalization;
using System.Text;
using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Files;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;

namespace CircuitSim.Benchmarks;

/// <summary>
/// The general engine against ngspice (whole processes, start-up included) and SciPy (in process), on arrays of 1 kΩ to
/// 100 kΩ, log-uniform, 2 Ω per segment, and on circuits with transistors and with many nodes.
/// </summary>
internal static class EngineRatios
{
    internal const double Wire = 2;

    public static bool Run(IReadOnlyList<Ngspice> ngspices, IReadOnlyList<Blas> blases)
    {
        Console.WriteLine("engine: CPU of whole processes, ngspice / CircuitSim, medians of 3. Debian's ngspice is built without KLU; most of its time on arrays is reordering.");
        var folder = Directory.CreateTempSubdirectory("circuitsim-ratios-").FullName;
        try
        {
            PublishedCommandLine.Publish(folder);
            var holds = true;
            bool Against(string what, string netlist, double? withoutKlu, double? withKlu) => Compare(ngspices, folder, what, netlist, withoutKlu, withKlu);
            holds &= Against("64 x 64 array, operating point, lines first (as CircuitSim writes it)", ArrayText(64), 10, 2);
            holds &= Against("64 x 64 array, operating point, cell by cell (the order matters to ngspice's reordering)", CellByCell(64), 10, 2);
            holds &= Against("96 x 96 array, operating point", ArrayText(96), 30, 2);
            holds &= Against("128 x 128 array, operating point", ArrayText(128), null, 3);
            holds &= Against("256 x 256 array, operating point", ArrayText(256), null, 5);
            holds &= Against("100-stage inverter chain, transient of 2 us", InverterChain(100), 3, 3);
            holds &= Against("RC ladder of 10,000 nodes, transient of 1,000 points", RcLadder(10_000), 4, 4);
            holds &= Against("ring of 100 BJT inverters, transient of 1 us", BipolarRing(100), 1, 1);
            holds &= Against("ring of 101 BJT inverters from uic (ngspice finds no operating point of it)", BipolarRing(101).Replace(".tran 0.1n 1u", ".tran 0.1n 1u uic", StringComparison.Ordinal), 1, 1);
            holds &= Against("741 follower, transient of 2 ms", OperationalAmplifier(), 1, 1);
            holds &= StartUp(folder);
            holds &= GrowthExponent();
            holds &= AgainstSciPy(folder, blases);
            return holds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="withoutKlu">Bound against builds without KLU; null where they would take minutes.</param>
    private static bool Compare(IReadOnlyList<Ngspice> ngspices, string folder, string what, string netlist, double? withoutKlu, double? withKlu)
    {
        var file = Path.Combine(folder, "circuit.cir");
        File.WriteAllText(file, netlist, Encoding.ASCII);
        var own = OtherProgram.Measure(3, PublishedCommandLine.Command(folder, "run", file, "--out", Path.Combine(folder, "out")));
        var holds = true;
        foreach (var ngspice in ngspices)
        {
            if ((ngspice.HasKlu ? withKlu : withoutKlu) is not { } bound)
                continue;
            File.WriteAllText(file, ngspice.Prepare(netlist), Encoding.ASCII);
            var other = OtherProgram.Measure(3, ngspice.Batch(Path.Combine(folder, "out.raw"), file));
            holds &= Criterion.AtLeast($"{what}, {ngspice.Version}", other.CpuSeconds / own.CpuSeconds, bound, string.Create(CultureInfo.InvariantCulture,
                $"{other.CpuSeconds:0.00} s / {own.CpuSeconds:0.000} s; memory {other.PeakMegabytes:0} / {own.PeakMegabytes:0} MB"));
        }

        return holds;
    }

    private static bool StartUp(string folder)
    {
        var file = Path.Combine(folder, "three.cir");
        File.WriteAllText(file, "divider\nV1 a 0 1\nR1 a b 1k\nR2 b 0 1k\n.op\n.end\n", Encoding.ASCII);
        double Milliseconds(params string[] arguments) => 1e3 * OtherProgram.Measure(9, PublishedCommandLine.Command(folder, arguments)).CpuSeconds;
        return Criterion.AtMost("circuitsim --version [ms]", Milliseconds("--version"), 40, "")
            & Criterion.AtMost("operating point of three elements [ms]", Milliseconds("run", file), 50, "");
    }

    private static bool GrowthExponent()
    {
        int[] sides = [16, 32, 64, 128, 256];
        var points = new List<(double LogUnknowns, double LogSeconds)>();
        var detail = new StringBuilder();
        foreach (var side in sides)
        {
            var netlist = Array(side).Netlist;
            var seconds = SolveSeconds(netlist, side <= 64 ? 15 : 5);
            points.Add((Math.Log(2.0 * side * side), Math.Log(seconds)));
            detail.Append(CultureInfo.InvariantCulture, $"{side}²: {1e3 * seconds:0.#} ms  ");
        }

        var (_, slope) = MathNet.Numerics.Fit.Line([.. points.Select(p => p.LogUnknowns)], [.. points.Select(p => p.LogSeconds)]);
        return Criterion.AtMost("growth exponent of the operating point in unknowns, 16² … 256²", slope, 1.2, detail.ToString());
    }

    private static bool AgainstSciPy(string folder, IReadOnlyList<Blas> blases)
    {
        const int Side = 128;
        var (netlist, conductances, voltages) = Array(Side);
        var input = Path.Combine(folder, "array.npz");
        NpzFile.Write(input, [new NpzArray("conductances", [Side, Side], conductances), new NpzArray("row_voltages", [Side], voltages), new NpzArray("wire_ohm", [1], new[] { Wire })]);
        var own = SolveSeconds(netlist, 7);
        var holds = true;
        foreach (var blas in blases)
        {
            var scipy = double.Parse(blas.Run("spsolve.py", input, "5", Path.Combine(folder, "currents.npz")), CultureInfo.InvariantCulture);
            holds &= Criterion.AtMost($"128 x 128 array, engine / SciPy spsolve on {blas}, in process", own / scipy, 2,
                string.Create(CultureInfo.InvariantCulture, $"{1e3 * own:0} ms / {1e3 * scipy:0} ms"));
        }

        var point = new BuiltInSimulator().SolveOperatingPoint(netlist);
        double[] engine = [.. Enumerable.Range(0, Side).Select(j => point.Current(CrossbarNetlist.SenseSource(j)))];
        var solver = new CrossbarSolver(CrossbarWiring.Uniform(Side, Side, Wire));
        solver.Factor(conductances);
        var currents = new double[Side];
        solver.Solve(voltages, currents);
        var reference = NpzFile.Read(Path.Combine(folder, "currents.npz")).Single().Values.ToArray();
        holds &= Criterion.AtMost("128 x 128 array, engine against array solver, relative to the largest current", Difference(engine, currents), 1e-10, "");
        holds &= Criterion.AtMost("128 x 128 array, engine against SciPy, relative to the largest current", Difference(engine, reference), 1e-10, "");

        var file = Path.Combine(folder, "circuit.cir");
        File.WriteAllText(file, ArrayText(Side), Encoding.ASCII);
        var process = OtherProgram.Measure(1, PublishedCommandLine.Command(folder, "run", file));
        return holds & Criterion.AtMost("128 x 128 array, peak memory of the whole process [MB]", process.PeakMegabytes, 300,
            string.Create(CultureInfo.InvariantCulture, $"{process.CpuSeconds:0.00} s CPU with start-up and reading the netlist"));
    }

    /// <summary>Median CPU seconds of an operating point, from the netlist to all voltages, after a warm-up.</summary>
    private static double SolveSeconds(Netlist netlist, int runs) => SolveSeconds(new BuiltInSimulator(), netlist, runs);

    internal static double SolveSeconds(ICircuitSimulator simulator, Netlist netlist, int runs)
    {
        simulator.SolveOperatingPoint(netlist);
        using var process = Process.GetCurrentProcess();
        var seconds = new double[runs];
        for (var k = 0; k < runs; k++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            simulator.SolveOperatingPoint(netlist);
            process.Refresh();
            seconds[k] = (process.TotalProcessorTime - before).TotalSeconds;
        }

        return Math.Max(OtherProgram.Median(seconds), 1e-5);
    }

    private static double Difference(double[] a, double[] b) =>
        a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / a.Max(Math.Abs);

    internal static (Netlist Netlist, double[] Conductances, double[] Voltages) Array(int side)
    {
        var random = new RandomStream(1).Child("benchmark array");
        double[] conductances = [.. Enumerable.Range(0, side * side).Select(_ => 1 / (1e3 * Math.Pow(100, random.NextUniform())))];
        double[] voltages = [.. Enumerable.Range(0, side).Select(_ => random.NextUniform())];
        var netlist = new Netlist
        {
            Title = $"{side} x {side} array",
            Elements = CrossbarNetlist.Elements(CrossbarWiring.Uniform(side, side, Wire), conductances, voltages),
            Analyses = [new OperatingPointAnalysis()],
            Saves = [.. Enumerable.Range(0, side).Select(j => new SaveRequest(new CircuitSim.Netlists.Expressions.BranchCurrentExpression(CrossbarNetlist.SenseSource(j))))],
        };
        return (netlist, conductances, voltages);
    }

    private static string ArrayText(int side) =>
        SpiceWriter.ToText(Array(side).Netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice });

    /// <summary>The same circuit with the elements of each cell side by side.</summary>
    private static string CellByCell(int side)
    {
        var netlist = Array(side).Netlist;
        // Rm_i_j, Rw_i_j and Rb_i_j belong to cell (i, j); sources come first, as they have no second index.
        static (int, int) Cell(Element e) => e.Name.Split('_') is [_, var i, var j]
            ? (int.Parse(i, CultureInfo.InvariantCulture), int.Parse(j, CultureInfo.InvariantCulture))
            : (-1, 0);
        return SpiceWriter.ToText(netlist with { Elements = [.. netlist.Elements.OrderBy(Cell)] }, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice });
    }

    private static string InverterChain(int stages)
    {
        var text = new StringBuilder($"chain of {stages} inverters\n");
        text.Append("Vdd vdd 0 3.3\nVin n0 0 PULSE(0 3.3 1n 0.1n 0.1n 6n 14n)\n");
        for (var k = 0; k < stages; k++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"Mn{k} n{k + 1} n{k} 0 0 nch w=4u l=0.5u\nMp{k} n{k + 1} n{k} vdd vdd pch w=10u l=0.5u\nC{k} n{k + 1} 0 20f\n");
        }

        text.Append(".model nch NMOS(level=1 vto=0.7 kp=110u lambda=0.05 cgso=0.2n cgdo=0.2n)\n.model pch PMOS(level=1 vto=-0.75 kp=45u lambda=0.06 cgso=0.2n cgdo=0.2n)\n");
        text.Append(CultureInfo.InvariantCulture, $".save v(n1) v(n{stages})\n.tran 0.05n 2u\n.end\n");
        return text.ToString();
    }

    private static string BipolarRing(int stages)
    {
        var text = new StringBuilder($"ring of {stages} inverters\nVcc vcc 0 3\nIk n0 0 pulse(0 2m 0 0.1n 0.1n 2n)\n");
        for (var k = 0; k < stages; k++)
            text.Append(CultureInfo.InvariantCulture, $"Rb{k} n{k} b{k} 2k\nQ{k} n{(k + 1) % stages} b{k} 0 qn\nRc{k} vcc n{(k + 1) % stages} 1k\n");
        text.Append(".model qn npn(is=0.5f bf=80 br=1 tf=0.1n tr=2n cje=0.4p cjc=0.3p rb=100)\n.save v(n0)\n.tran 0.1n 1u\n.end\n");
        return text.ToString();
    }

    /// <summary>The conformance circuit at the default tolerances, for some 80 slews.</summary>
    private static string OperationalAmplifier()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "conformance", "tran-bjt-741.cir"))
            .Where(line => !line.StartsWith(".options", StringComparison.Ordinal))
            .Select(line => line.Replace(".tran 50n 24u", ".save v(out)\n.tran 50n 2m", StringComparison.Ordinal));
        return string.Join('\n', lines) + "\n";
    }

    private static string RcLadder(int nodes)
    {
        var text = new StringBuilder($"RC ladder of {nodes} nodes\nV1 n0 0 PULSE(0 1 1n 1n 1n 1 2)\n");
        for (var k = 0; k < nodes; k++)
            text.Append(CultureInfo.InvariantCulture, $"R{k} n{k} n{k + 1} 1\nC{k} n{k + 1} 0 1p\n");
        text.Append(CultureInfo.InvariantCulture, $".save v(n1) v(n100)\n.tran 1n 1u\n.end\n");
        return text.ToString();
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;

namespace CircuitSim.Benchmarks;

/// <summary>
/// The array solver against SciPy (in process) and ngspice (the whole process), and against what the memory of the machine
/// allows. Cells 1 kΩ to 100 kΩ, log-uniform; from conductances to currents with all lines factored anew; bound 1e-10.
/// One thread unless said.
/// </summary>
internal static class ArrayRatios
{
    private const double Driver = 5, Sense = 5;

    public static bool Run(IReadOnlyList<Ngspice> ngspices, IReadOnlyList<Blas> blases)
    {
        Console.WriteLine("array: CPU seconds, medians. Debian's ngspice is built without KLU; most of its time on arrays is reordering.");
        var folder = Directory.CreateTempSubdirectory("circuitsim-ratios-").FullName;
        try
        {
            var holds = true;
            foreach (var side in new[] { 64, 128, 256 })
                holds &= AgainstSciPy(folder, blases, side);
            holds &= AgainstNgspice(folder, ngspices);
            holds &= AgainstMemory();
            holds &= TwoThreads(512);
            holds &= TwoThreads(1024);
            holds &= Iterations();
            holds &= Effective(folder, blases, 785, 33, 10);
            holds &= Effective(folder, blases, 256, 256, 50);
            foreach (var b in new[] { 1.0, 3, 6 })
                holds &= Nonlinear(b);
            return holds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool AgainstSciPy(string folder, IReadOnlyList<Blas> blases, int side)
    {
        var array = new Sample(side, side, 2);
        var file = array.Write(folder);
        var solver = new CrossbarSolver(array.Wiring);
        var currents = new double[side];
        var outcome = default(CrossbarOutcome);
        var own = CpuSeconds(() =>
        {
            solver.Factor(array.Conductances);
            outcome = solver.Solve(array.Voltages, currents);
        });
        var holds = true;
        foreach (var blas in blases)
        {
            var scipy = double.Parse(blas.Run("array.py", file, "solve", side < 200 ? "3" : "1"), CultureInfo.InvariantCulture);
            holds &= Criterion.AtLeast($"{side} x {side}, one solve, SciPy spsolve on {blas} / ours", scipy / own, 1000,
                    Text($"{1e3 * scipy:0} ms / {1e3 * own:0.000} ms; {outcome.Method}, {outcome.Iterations} iterations, bound {outcome.CurrentErrorBound:0.0E+0}"))
                & Criterion.AtMost($"{side} x {side}, currents against SciPy", Difference(Doubles(file + ".result"), currents), 1e-10, "");
        }

        return holds;
    }

    private static bool AgainstNgspice(string folder, IReadOnlyList<Ngspice> ngspices)
    {
        var array = new Sample(64, 64, 2);
        var netlist = new Netlist { Title = "array", Elements = CrossbarNetlist.Elements(array.Wiring, array.Conductances, array.Voltages) };
        var text = SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice });
        if (!text.Contains(".op", StringComparison.Ordinal))
            text = text.Replace(".end", ".op\n.end", StringComparison.Ordinal);
        var file = Path.Combine(folder, "array.cir");
        var solver = new CrossbarSolver(array.Wiring);
        var own = CpuSeconds(() =>
        {
            solver.Factor(array.Conductances);
            solver.Solve(array.Voltages, new double[64]);
        });
        var holds = true;
        foreach (var ngspice in ngspices)
        {
            File.WriteAllText(file, ngspice.Prepare(text), Encoding.ASCII);
            var other = OtherProgram.Measure(1, ngspice.Batch(Path.Combine(folder, "array.raw"), file));
            holds &= Criterion.AtLeast($"64 x 64, one solve, {ngspice.Version} .op / ours", other.CpuSeconds / own, ngspice.HasKlu ? 1e3 : 1e4, Text($"{other.CpuSeconds:0.00} s / {1e3 * own:0.000} ms"));
        }

        return holds;
    }

    /// <summary>
    /// Bytes per crosspoint: 104 per iteration (g, d, z, p in and p, t out along bit lines; t, d, p, u, z in and u, z out
    /// along word lines), 48 to take and factor the conductances, 48 to start, 80 to close.
    /// </summary>
    private static bool AgainstMemory()
    {
        var bytesPerSecond = AxpyBytesPerSecond(1);
        Console.WriteLine(Text($"axpy, one thread: {bytesPerSecond / 1e9:0.0} GB/s; two threads: {AxpyBytesPerSecond(2) / 1e9:0.0} GB/s"));
        double Seconds(int side, out CrossbarOutcome outcome)
        {
            var array = new Sample(side, side, 1);
            var solver = new CrossbarSolver(array.Wiring);
            var last = default(CrossbarOutcome);
            var seconds = CpuSeconds(() =>
            {
                solver.Factor(array.Conductances);
                last = solver.Solve(array.Voltages, new double[side]);
            });
            outcome = last;
            return seconds;
        }

        var seconds = Seconds(1024, out var outcome);
        var needed = 1024.0 * 1024 * (104 * outcome.Iterations + 176) / bytesPerSecond;
        var holds = Criterion.AtMost("1024 x 1024 at 1 ohm, time / time of its memory traffic", seconds / needed, 1.8,
            Text($"{1e3 * seconds:0} ms / {1e3 * needed:0} ms; {outcome.Method}, {outcome.Iterations} iterations, bound {outcome.CurrentErrorBound:0.0E+0}"));
        var larger = Seconds(2048, out outcome);
        return holds & Criterion.AtMost("2048 x 2048 / 1024 x 1024", larger / seconds, 6,
            Text($"{1e3 * larger:0} ms; {outcome.Method}, {outcome.Iterations} iterations, bound {outcome.CurrentErrorBound:0.0E+0}"));
    }

    private static bool TwoThreads(int side)
    {
        var array = new Sample(side, side, 1);
        double Seconds(int threads)
        {
            var solver = new CrossbarSolver(array.Wiring, new CrossbarSolverOptions { Threads = threads });
            solver.Factor(array.Conductances);
            return WallSeconds(() => solver.Solve(array.Voltages, new double[side]));
        }

        // Interleaved, best of each within a run: what another process takes away from one it takes from the other, too.
        var runs = new (double Gain, double Axpy)[5];
        for (var run = 0; run < runs.Length; run++)
        {
            var (one, two, axpyOne, axpyTwo) = (double.MaxValue, double.MaxValue, 0.0, 0.0);
            for (var round = 0; round < 3; round++)
            {
                (one, two) = (Math.Min(one, Seconds(1)), Math.Min(two, Seconds(2)));
                (axpyOne, axpyTwo) = (Math.Max(axpyOne, AxpyBytesPerSecond(1)), Math.Max(axpyTwo, AxpyBytesPerSecond(2)));
            }

            runs[run] = (one / two, axpyTwo / axpyOne);
        }

        return Criterion.AtLeast($"{side} x {side}, gain of two threads / that of axpy, median of {runs.Length} runs", OtherProgram.Median([.. runs.Select(r => r.Gain / r.Axpy)]), 0.85,
            string.Join("  ", runs.Select(r => Text($"{r.Gain:0.00} / {r.Axpy:0.00}"))) + ", wall clock");
    }

    /// <summary>Wires from 1 to 50 Ω per segment: all alike, then log-uniform, the largest ten times the smallest.</summary>
    private static bool Iterations()
    {
        return MostIterations("most iterations with the coarse grid, 512 … 2048, 1 … 50 ohm", [512, 1024, 2048], 1, 20)
            & MostIterations("the same, 512 … 1024, segments that differ by ten", [512, 1024], 10, 21);

        static bool MostIterations(string name, int[] sides, double spread, int bound)
        {
            var most = 0;
            var detail = new StringBuilder();
            foreach (var side in sides)
            {
                foreach (var wire in new[] { 1.0, 10, 50 })
                {
                    var array = new Sample(side, side, wire, spread);
                    var solver = new CrossbarSolver(array.Wiring, new CrossbarSolverOptions { Method = CrossbarMethod.CoarseCorrection });
                    solver.Factor(array.Conductances);
                    var outcome = solver.Solve(array.Voltages, new double[side]);
                    most = Math.Max(most, outcome.Iterations);
                    detail.Append(CultureInfo.InvariantCulture, $"{side}/{wire}: {outcome.Iterations}  ");
                }
            }

            return Criterion.AtMost(name, most, bound, detail.ToString());
        }
    }

    private static bool Effective(string folder, IReadOnlyList<Blas> blases, int rows, int columns, double bound)
    {
        var array = new Sample(rows, columns, 2);
        var file = array.Write(folder);
        EffectiveConductance? effective = null;
        var own = CpuSeconds(() => effective = EffectiveConductance.Compute(array.Wiring, array.Conductances));
        var holds = true;
        foreach (var blas in blases)
        {
            var scipy = double.Parse(blas.Run("array.py", file, "adjoint", "1"), CultureInfo.InvariantCulture);
            holds &= Criterion.AtLeast($"{rows} x {columns}, effective conductance, SciPy factor and adjoint solves on {blas} / ours", scipy / own, bound, Text($"{1e3 * scipy:0} ms / {1e3 * own:0.0} ms"));
        }

        return holds & Criterion.AtMost($"{rows} x {columns}, effective conductance against SciPy", Difference(Doubles(file + ".result"), effective!.Values.ToArray()), 1e-10, "");
    }

    private static bool Nonlinear(double b)
    {
        var array = new Sample(128, 128, 2);
        var linear = new CrossbarSolver(array.Wiring);
        var linearSeconds = CpuSeconds(() =>
        {
            linear.Factor(array.Conductances);
            linear.Solve(array.Voltages, new double[128]);
        });
        HyperbolicSineCell[] cells = [.. array.Conductances.Select(g => new HyperbolicSineCell(g / b, b))];
        var solver = new NonlinearCrossbarSolver<HyperbolicSineCell>(array.Wiring, cells);
        var outcome = default(NonlinearOutcome);
        var seconds = CpuSeconds(() => outcome = solver.Solve(array.Voltages, new double[128]));
        return Criterion.AtMost(Text($"128 x 128, cells a sinh({b} v), nonlinear / linear solve"), seconds / linearSeconds, 6,
            Text($"{1e3 * seconds:0.00} ms / {1e3 * linearSeconds:0.00} ms; {outcome.NewtonSteps} steps, {outcome.Iterations} iterations, bound {outcome.CurrentErrorBound:0.0E+0}"));
    }

    /// <summary>y += a x on arrays that no cache holds: two reads and a write per element.</summary>
    private static double AxpyBytesPerSecond(int threads)
    {
        const int Length = 1 << 23;
        var (x, y) = (new double[Length], new double[Length]);
        var seconds = WallSeconds(() => Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            var (first, count) = (part * (Length / threads), Length / threads);
            Axpy(x.AsSpan(first, count), y.AsSpan(first, count));
        }));
        return 24.0 * Length / seconds;
    }

    private static void Axpy(ReadOnlySpan<double> x, Span<double> y)
    {
        var from = MemoryMarshal.Cast<double, Vector<double>>(x);
        var to = MemoryMarshal.Cast<double, Vector<double>>(y);
        for (var k = 0; k < to.Length; k++)
            to[k] += new Vector<double>(1.000001) * from[k];
    }

    /// <summary>
    /// CPU seconds of one call: median of five batches, each long enough for the clock. Short work is called for half a second
    /// before: code that runs often is compiled a second time, in the background, and would be measured half and half.
    /// </summary>
    public static double CpuSeconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        var once = double.MaxValue;
        do
        {
            var start = watch.Elapsed.TotalSeconds;
            work();
            once = Math.Min(once, watch.Elapsed.TotalSeconds - start);
        }
        while (watch.Elapsed.TotalSeconds < 0.5);
        var calls = Math.Max(1, (int)(0.3 / once));
        using var process = Process.GetCurrentProcess();
        var samples = new double[5];
        for (var k = 0; k < samples.Length; k++)
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            for (var call = 0; call < calls; call++)
                work();
            process.Refresh();
            samples[k] = (process.TotalProcessorTime - before).TotalSeconds / calls;
        }

        return OtherProgram.Median(samples);
    }

    /// <summary>Wall-clock seconds of one call: the best of several.</summary>
    private static double WallSeconds(Action work)
    {
        work();
        var best = double.MaxValue;
        for (var k = 0; k < 7; k++)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static double Difference(double[] expected, double[] actual) =>
        expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / expected.Max(Math.Abs);

    private static double[] Doubles(string file) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>An array with random cells and voltages; with a spread above 1, of segments that differ as much.</summary>
    private sealed class Sample
    {
        private readonly double wire;

        public Sample(int rows, int columns, double wire, double spread = 1)
        {
            this.wire = wire;
            Wiring = CrossbarWiring.Uniform(rows, columns, wire, Driver, Sense);
            var random = new RandomStream(1).Child("benchmark array");
            Conductances = [.. Enumerable.Range(0, rows * columns).Select(_ => 1 / (1e3 * Math.Pow(100, random.NextUniform())))];
            Voltages = [.. Enumerable.Range(0, rows).Select(_ => random.NextUniform())];
            if (spread > 1)
                Wiring = Wiring with { WordLineSegments = Segments(rows * (columns + 1)), BitLineSegments = Segments((rows + 1) * columns) };

            ResistanceMap Segments(int count) =>
                ResistanceMap.PerPlace([.. Enumerable.Range(0, count).Select(_ => wire * Math.Pow(spread, random.NextUniform(-0.5, 0.5)))]);
        }

        public CrossbarWiring Wiring { get; }

        public double[] Conductances { get; }

        public double[] Voltages { get; }

        public string Write(string folder)
        {
            double[] all = [Wiring.Rows, Wiring.Columns, wire, Driver, Sense, .. Conductances, .. Voltages];
            var file = Path.Combine(folder, $"array-{Wiring.Rows}-{Wiring.Columns}.bin");
            File.WriteAllBytes(file, MemoryMarshal.AsBytes(all.AsSpan()).ToArray());
            return file;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using CircuitSim.Files;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Ngspice;
using CircuitSim.Numerics;
using CircuitSim.Tests.Netlists;
using CircuitSim.Tests.Support;
using MathNet.Numerics.LinearAlgebra;
using static CircuitSim.Tests.Netlists.Circuits;

namespace CircuitSim.Tests.Ngspice;

public sealed class NgspiceSimulatorTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private NgspiceSimulator Simulator => new(new NgspiceOptions
    {
        Executable = NgspiceLocation.Find(),
        TemporaryFolder = folder.Path,
        Timeout = TimeSpan.FromMinutes(2),
    });

    public void Dispose() => folder.Dispose();

    [NgspiceFact]
    public void FindAvailability_WhereItIsInstalled_HasItsVersion()
    {
        var found = Simulator.FindAvailability();
        Assert.True(found.IsAvailable, found.Remedy);
        Assert.Matches(@"^\d+", found.Version);
    }

    [NgspiceFact]
    public void OperatingPoint_OfADivider_IsTheClosedFormAndLeavesNoFiles()
    {
        var op = Simulator.SolveOperatingPoint(Divider());
        Close.Equal(7.5, op.Voltage(new NodeId("MID")), 1e-14);
        Close.Equal(-2.5e-3, op.Current("v1"), 1e-14);
        Assert.Empty(folder.Entries);
    }

    [NgspiceFact]
    public void OperatingPoint_OfALadderOfTenRungs_IsTheRatioOfFibonacciNumbers()
    {
        // Series and shunt resistors all equal: seen from the end, the voltages are F(1), F(3), F(5) …
        var elements = new List<Element> { V("V1", "n0", "0", 6765) };
        for (var i = 1; i <= 10; i++)
            elements.AddRange([R($"Rs{i}", $"n{i - 1}", $"n{i}", 50), R($"Rp{i}", $"n{i}", "0", 50)]);
        var op = Simulator.SolveOperatingPoint(Of([.. elements]));
        var (f, g) = (1.0, 1.0);
        for (var i = 10; i >= 1; i--)
        {
            Close.Equal(6765 * f / 10946, op.Voltage(new NodeId($"n{i}")), 1e-13, where: $"n{i}");
            (f, g) = (f + g, f + 2 * g);
        }
    }

    [NgspiceFact]
    public void OperatingPoint_OfNestedSubcircuits_NamesWhatIsInsideByItsPath()
    {
        var netlist = Of(X("X1", "outer", "in"), I("Ibias", "0", "in", 1e-3)) with
        {
            Subcircuits =
            [
                Sub("outer", ["p"], X("Xa", "inner", "p", "mid"), V("Vm", "mid", "0", 0.5)),
                Sub("inner", ["p", "n"], R("R1", "p", "q", 100), V("Vx", "q", "r", 0), R("R2", "r", "n", 200)),
            ],
        };
        var op = Simulator.SolveOperatingPoint(netlist);
        Close.Equal(0.8, op.Voltage(new NodeId("in")), 1e-13);
        Close.Equal(0.7, op.Voltage(new NodeId("X1.Xa.q")), 1e-13);
        Close.Equal(1e-3, op.Current("X1.Xa.Vx"), 1e-13);
        Close.Equal(1e-3, op.Current("x1.vm"), 1e-13);
        Assert.Equal(["X1.Xa.q", "X1.Xa.r", "X1.mid", "in"], op.Nodes.Select(n => n.Name).Order(StringComparer.Ordinal));
    }

    [NgspiceFact]
    public void OperatingPoint_WithNamesOfEveryAllowedKind_HasThemAll()
    {
        var op = Simulator.SolveOperatingPoint(Of(
            V("V_1a", "Vdd!", "0", 1), R("R1", "Vdd!", "a+", 1), R("R2", "a+", "a-1", 1), R("R3", "a-1", "1e3", 1), R("r4", "1e3", "_x", 1), R("R5", "_x", "00", 1),
            R("R6", "00", "0", 1), V("Vall", "temp", "0", 1), R("Rtemp", "temp", "0", 1)));
        Assert.Equal(7, op.Nodes.Count);
        Close.Equal(1.0 / 6, op.Voltage(new NodeId("00")), 1e-14);
    }

    [NgspiceFact]
    public void OperatingPoint_OfValuesOverThirtyDecades_KeepsTheirDigits()
    {
        var op = Simulator.SolveOperatingPoint(Of(
            V("V1", "a", "0", 1), R("R1", "a", "b", 1e15), R("R2", "b", "0", 1e15), R("R3", "a", "c", 1), R("R4", "c", "0", 1e-15)));
        Close.Equal(0.5, op.Voltage(new NodeId("b")), 1e-14);
        Close.Equal(1e-15, op.Voltage(new NodeId("c")), 1e-14);
    }

    [NgspiceTheory]
    [InlineData(2, 1e-12)]
    [InlineData(0.1, 1e-11)]
    public void OperatingPoint_OfAnArray_AgreesWithADenseFactorization(double wire, double rtol)
    {
        var random = new RandomStream(7);
        var volts = Enumerable.Range(0, 10).Select(_ => random.NextUniform(0, 0.2)).ToArray();
        var cells = Enumerable.Range(0, 100).Select(_ => 1e3 * Math.Pow(100, random.NextUniform())).ToArray();
        var netlist = Circuits.Array(volts, cells, wire, 100);
        var op = Simulator.SolveOperatingPoint(netlist);
        var expected = DenseVoltages(netlist);

        var worst = 0.0;
        for (var j = 0; j < 10; j++)
        {
            var current = expected[new NodeId($"b_9_{j}")] / wire;
            worst = Math.Max(worst, Math.Abs(op.Current($"Vs_{j}") / current - 1));
            Close.Equal(current, op.Current($"Vs_{j}"), rtol, where: $"i(Vs_{j})");
        }

        foreach (var (node, voltage) in expected)
            Close.Equal(voltage, op.Voltage(node), rtol, where: node.Name);
        log.WriteLine($"wire {SiText.Format(wire, "Ω")}: largest relative difference of a column current {SiText.Scientific(worst)}");
    }

    [NgspiceFact]
    [Trait("Category", "slow")]
    public void OperatingPoint_OfTheDigitsArray_KeepsKirchhoffsLawOverAll()
    {
        var random = new RandomStream(11);
        var volts = Enumerable.Range(0, 65).Select(_ => random.NextUniform(0, 0.2)).ToArray();
        var cells = Enumerable.Range(0, 65 * 40).Select(_ => random.NextUniform() < 0.5 ? 1e3 : 1e5).ToArray();
        var watch = Stopwatch.StartNew();
        var op = Simulator.SolveOperatingPoint(Circuits.Array(volts, cells, 2, 100));
        log.WriteLine($"65 x 40: {SiText.Format(watch.Elapsed.TotalSeconds, "s")}");
        Close.Equal(0, op.Branches.Sum(op.Current), 0, atol: 1e-12 * op.Branches.Sum(b => Math.Abs(op.Current(b))));
    }

    [NgspiceFact]
    public void OperatingPoint_WithAFloatingIsland_NamesANodeOfItInsteadOfTrustingGmin()
    {
        var e = Assert.Throws<SingularMatrixException>(() => Simulator.SolveOperatingPoint(Of(
            V("V1", "a", "0", 1), R("R1", "a", "0", 1), R("R2", "IslandA", "IslandB", 1))));
        Assert.StartsWith("Island", e.Unknown, StringComparison.Ordinal);
        Assert.Empty(folder.Entries);
    }

    [NgspiceFact]
    public void OperatingPoint_WithALoopOfVoltageSources_NamesOneOfThem()
    {
        var e = Assert.Throws<SingularMatrixException>(() => Simulator.SolveOperatingPoint(Of(
            V("Vfirst", "a", "0", 1), V("Vsecond", "a", "0", 2), R("R1", "a", "0", 1))));
        Assert.Contains(e.Unknown, new[] { "Vfirst", "Vsecond" });
        Assert.Contains("closes a loop of voltage sources", e.Message, StringComparison.Ordinal);
    }

    /// <summary>As it stands, ngspice 39 would let the diode of three areas break down at the current of one.</summary>
    [NgspiceFact]
    public void OperatingPoint_OfADiodeOfThreeAreasInBreakdown_IsThatOfThreeDiodes()
    {
        var op = Simulator.SolveOperatingPoint(SpiceReader.Read(
            "t\nV1 a 0 5.2\nV2 b 0 5.2\nD1 0 a d area=3\nD2 0 b d\nD3 0 b d\nD4 0 b d\n.model d d(bv=5)\n.end\n").Netlist);
        Assert.True(op.Current("V1") < -1);
        Close.Equal(op.Current("V2"), op.Current("V1"), 1e-9);
    }

    [NgspiceFact]
    public void OperatingPoint_AlreadyCancelled_StartsNothing()
    {
        Assert.Throws<OperationCanceledException>(() => Simulator.SolveOperatingPoint(Divider(), new CancellationToken(canceled: true)));
        Assert.Empty(folder.Entries);
    }

    [NgspiceFact]
    public void WrittenArray_UnderPlainNgspice_PrintsItsColumnCurrentsAndNoList()
    {
        var netlist = Circuits.Array([0.2, 0.1], [1e3, 1e5, 1e5, 1e3, 2e3, 3e3, 1e3, 1e3], 2, 100);
        string[] sources = ["Vs_0", "Vs_1", "Vs_2", "Vs_3"];
        File.WriteAllText(folder.File("array.cir"), SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice, PrintedCurrents = sources }));
        var op = Simulator.SolveOperatingPoint(netlist);
        var printed = RunPlain("-b", "array.cir");
        foreach (var source in sources)
            Assert.Contains(op.Current(source).ToString("0.000000e+00", CultureInfo.InvariantCulture), printed, StringComparison.Ordinal);
        Assert.DoesNotContain("Resistor", printed, StringComparison.Ordinal);
    }

    [NgspiceFact]
    public void RawFile_OfOneRunInAsciiAndBinary_HoldsTheSamePlots()
    {
        const string Circuit = "rc\nV1 in 0 DC 1 AC 1 PULSE(0 1 0 1u 1u 1 2)\nR1 in out 1k\nC1 out 0 1n\n.op\n.ac dec 5 1k 1meg\n.tran 0.1u 5u\n";
        File.WriteAllText(folder.File("binary.cir"), Circuit + ".end\n");
        File.WriteAllText(folder.File("ascii.cir"), Circuit + ".options filetype=ascii\n.end\n");
        RunPlain("-n", "-b", "-r", "binary.raw", "binary.cir");
        RunPlain("-n", "-b", "-r", "ascii.raw", "ascii.cir");
        var binary = RawFile.Read(folder.File("binary.raw"));
        var ascii = RawFile.Read(folder.File("ascii.raw"));

        Assert.Equal(["AC Analysis", "Operating Point", "Transient Analysis"], binary.Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(binary.Select(p => (p.Name, p.IsComplex, p.Points)), ascii.Select(p => (p.Name, p.IsComplex, p.Points)));
        foreach (var (b, a) in binary.Zip(ascii))
        {
            Assert.Equal(b.Vectors.Select(v => (v.Name, v.Unit)), a.Vectors.Select(v => (v.Name, v.Unit)));
            foreach (var (bv, av) in b.Vectors.Zip(a.Vectors))
            {
                Close.Equal(bv.Real, av.Real, 1e-15, where: $"{b.Name} {bv.Name}");
                if (bv.Imaginary is not null && bv.Name != "frequency")
                    Close.Equal(bv.Imaginary, av.Imaginary!, 1e-15, where: $"{b.Name} imaginary {bv.Name}");
            }
        }
    }

    private string RunPlain(params string[] arguments)
    {
        var start = new ProcessStartInfo(NgspiceLocation.Find(), arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    /// <summary>Nodal analysis with the source nodes eliminated, by a dense LU: nothing shared with an engine of ours.</summary>
    private static Dictionary<NodeId, double> DenseVoltages(Netlist netlist)
    {
        var known = netlist.Elements.OfType<VoltageSource>().ToDictionary(v => v.Positive, v => v.Voltage.OperatingPointValue);
        known[NodeId.Ground] = 0;
        var unknown = netlist.Elements.SelectMany(e => e.Nodes).Where(n => !known.ContainsKey(n)).Distinct().Select((n, k) => (n, k)).ToDictionary(p => p.n, p => p.k);
        var matrix = Matrix<double>.Build.Dense(unknown.Count, unknown.Count);
        var right = Vector<double>.Build.Dense(unknown.Count);
        foreach (var r in netlist.Elements.OfType<Resistor>())
        {
            Stamp(r.Positive, r.Negative, 1 / r.Resistance.Number);
            Stamp(r.Negative, r.Positive, 1 / r.Resistance.Number);
        }

        var solution = matrix.LU().Solve(right);
        return unknown.ToDictionary(p => p.Key, p => solution[p.Value]);

        void Stamp(NodeId at, NodeId other, double g)
        {
            if (!unknown.TryGetValue(at, out var row))
                return;
            matrix[row, row] += g;
            if (unknown.TryGetValue(other, out var column))
                matrix[row, column] -= g;
            else
                right[row] += g * known[other];
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Benchmarks;

/// <summary>
/// Reads of whole layers: every segment of 2 Ω and 1 fF, cells log-uniform over a decade, two-stage op-amps in drivers, TIAs and
/// subtractors, R-2R ladders; 300 ns in time.
/// </summary>
internal static class LayerRatios
{
    private const int DigitsImages = 297;

    public static bool Run()
    {
        Console.WriteLine("layer: CPU seconds; ngspice as a whole process, CircuitSim in process.");
        var holds = AgainstNgspice();
        holds &= AtRest("Digits' 65 x 40 layer, all 297 images at rest", 65, 40, hasSubtractors: false, DigitsImages, 20);
        holds &= InTime("Digits' 65 x 40 layer, 297 images in time (from 20)", 65, 40, hasSubtractors: false, 20, DigitsImages, 720);
        holds &= AtRest("MNIST's 785 x 33 layer, an image at rest (of 10)", 785, 33, hasSubtractors: true, 10, 6);
        holds &= InTime("MNIST's 785 x 33 layer, an image in time (of 2)", 785, 33, hasSubtractors: true, 2, 1, 60);
        return holds;
    }

    private static bool AgainstNgspice()
    {
        var circuit = Circuit(65, 40, everyWire: true, hasSubtractors: false);
        var transient = new LayerTransient(circuit, Timing);
        var netlist = transient.NetlistOf(circuit.Inputs(Codes(65, 0)));
        var own = Cpu(() => transient.Read(Codes(65, 0)), 3);
        var folder = Directory.CreateTempSubdirectory("circuitsim-ratios-").FullName;
        try
        {
            var file = Path.Combine(folder, "circuit.cir");
            File.WriteAllText(file, SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice }), Encoding.ASCII);
            var other = OtherProgram.Measure(1, "ngspice", "-n", "-b", "-r", Path.Combine(folder, "out.raw"), file);
            return Criterion.AtLeast("65 x 40 layer in time, ngspice / CircuitSim", other.CpuSeconds / own, 10, string.Create(CultureInfo.InvariantCulture, $"{other.CpuSeconds:0.00} s / {own:0.00} s"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool AtRest(string what, int rows, int columns, bool hasSubtractors, int images, double bound)
    {
        var circuit = Circuit(rows, columns, everyWire: false, hasSubtractors);
        OperatingPointSession session = null!;
        var options = SimulatorOptions.Default with { RelativeTolerance = 1e-10, VoltageTolerance = 1e-12, CurrentTolerance = 1e-16 };
        var start = Cpu(() => session = new OperatingPointSession((circuit.Netlist with { Options = options }).Flatten()), 1);
        var image = 0;
        var one = Cpu(() =>
        {
            foreach (var (source, value) in circuit.Inputs(Codes(rows, image++)))
                session.SetSource(source, value);
            session.Solve();
        }, images);
        var all = images == DigitsImages ? start + images * one : one;
        return Criterion.AtMost(what, all, bound, string.Create(CultureInfo.InvariantCulture, $"start {start:0.00} s, {1e3 * one:0.0} ms an image, {session.Unknowns} unknowns by port admittance"));
    }

    private static bool InTime(string what, int rows, int columns, bool hasSubtractors, int images, int counted, double bound)
    {
        var circuit = Circuit(rows, columns, everyWire: true, hasSubtractors);
        LayerTransient transient = null!;
        var start = Cpu(() => transient = new LayerTransient(circuit, Timing), 1);
        var image = 0;
        var one = Cpu(() => transient.Read(Codes(rows, image++)), images);
        return Criterion.AtMost(what, start + counted * one, bound, string.Create(CultureInfo.InvariantCulture, $"start {start:0.00} s, {one:0.00} s an image"));
    }

    private static LayerTiming Timing => new() { Stop = 300e-9, RowTolerance = 1e-3, CurrentTolerance = 0.2e-6, VoltageTolerance = 2e-3 };

    private static double Cpu(Action action, int times)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        for (var k = 0; k < times; k++)
            action();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / times;
    }

    private static int[] Codes(int rows, int image)
    {
        var random = new RandomStream(2).Child("image", image);
        return [.. Enumerable.Range(0, rows).Select(_ => random.NextInt32(17))];
    }

    private static LayerCircuit Circuit(int rows, int columns, bool everyWire, bool hasSubtractors)
    {
        const double ReadVoltage = 0.2;
        var amplifier = OperationalAmplifier.Cmos1V8 with { PositiveSupply = 0.9, NegativeSupply = -0.9 };
        var random = new RandomStream(1).Child("layer", rows);
        return new LayerCircuit(new LayerParts
        {
            Wiring = CrossbarWiring.Uniform(rows, columns, EngineRatios.Wire) with { SegmentCapacitance = 1e-15 },
            Cells = [.. Enumerable.Range(0, rows * columns).Select(_ => 100e-6 / (ReadVoltage * rows) * Math.Pow(10, -random.NextUniform()))],
            EveryWire = everyWire,
            Dacs = Many(rows, () => new R2RLadder(5, 2 * ReadVoltage, 10e3, 50)),
            Drivers = Many(rows, () => new FollowerDriver { Amplifier = amplifier }),
            Terminations = Many(columns, () => new TransimpedanceAmplifier { FeedbackResistance = 10e3, FeedbackCapacitance = 200e-15, Amplifier = amplifier }),
            Subtractors = hasSubtractors ? Many(columns - 1, () => new DifferenceAmplifier { InputResistance = 100e3, Amplifier = amplifier }) : [],
        });

        static T[] Many<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Experiments;
using CircuitSim.Experiments.Studies;
using CircuitSim.Files;

namespace CircuitSim.Benchmarks;

/// <summary>
/// The 10,000 test images of MNIST through both wired layers of the 784-32-10 network, 785 × 33 and 33 × 11, one tile each:
/// from conductances to accuracy on one thread, against SciPy on the same arrays. Both sides find the images in their own
/// form of a matrix, and the assembly of SciPy's nodal matrices is not timed.
/// </summary>
internal static class MnistRatios
{
    private const double Wire = 0.05, ReadVoltage = 0.2;

    /// <summary>Images that SciPy solves one by one; what they cost is scaled to all.</summary>
    private const int Sampled = 500;

    public static bool Run()
    {
        var data = Environment.GetEnvironmentVariable("CIRCUITSIM_DATA") is { Length: > 0 } named ? named : "data";
        if (!ImageSetFolder.IsComplete(Path.Combine(data, ImageSet.Mnist.Name), ImageSet.Mnist))
        {
            Console.WriteLine($"MISSED  mnist: no images in {data}; fetch them with `circuitsim data get mnist`, or name their folder in CIRCUITSIM_DATA");
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("circuitsim-ratios-").FullName;
        try
        {
            return AgainstSciPy(data, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool AgainstSciPy(string data, string folder)
    {
        var images = MnistFile.ReadTest(Path.Combine(data, ImageSet.Mnist.Name), ImageSet.Mnist);
        var (network, remark) = MnistNetwork.Obtain(data, 1, null, CancellationToken.None);
        Console.WriteLine(Text($"mnist: {images.Count} images, {MnistNetwork.Name} ({remark}), R_on 1 kΩ, ratio 100, wires {Wire} Ω; CPU seconds, one thread"));
        var encoding = new OffsetColumn(1e-3, 1e-5);
        var read = MappedNetwork.Of(network.ToNetwork(), (_, weights) => encoding.Encode(weights), ReadVoltage);
        var inputs = InputBatch.Of(images);
        Predictions? predictions = null;
        var own = ArrayRatios.CpuSeconds(() =>
        {
            double[][] effective = [.. read.Layers.Select(EffectiveOf)];
            predictions = Predictions.Of(read.Outputs(inputs, effective), network.Rule, images);
        });

        var file = Path.Combine(folder, "mnist.npz");
        Write(file, read, images);
        var oneByOne = Measure(file, "images", Sampled);
        var holds = Criterion.AtLeast("MNIST, SciPy with one factor and a right-hand side per image / ours", oneByOne.For(images.Count) / own, 500,
            Text($"{oneByOne.For(images.Count):0.0} s, scaled from {Sampled} images ({oneByOne.Fixed:0.00} s + {1e3 * oneByOne.PerImage:0.0} ms each) / {1e3 * own:0.0} ms; {predictions!.Correct} correct, {network.Predict(images).Correct} without wires"));
        holds &= Criterion.AtMost(Text($"MNIST, classes of {Sampled} images that differ from SciPy's"), Differing(file, predictions), 0, "");

        var adjoint = Measure(file, "adjoint", images.Count);
        holds &= Criterion.AtLeast("MNIST, SciPy with adjoint solves and one product / ours", adjoint.For(images.Count) / own, 5,
            Text($"{adjoint.Fixed:0.000} s + {adjoint.PerImage * images.Count:0.000} s / {1e3 * own:0.0} ms"));
        return holds & Criterion.AtMost(Text($"MNIST, classes of {images.Count} images that differ from SciPy's"), Differing(file, predictions), 0, "");
    }

    private static double[] EffectiveOf(MappedLayer layer) =>
        RowTiling.Untiled(layer.Weights.Rows).Effective(CrossbarWiring.Uniform(layer.Weights.Rows, layer.Columns, Wire), layer.Weights.Conductances, unused: 0);

    private static void Write(string file, MappedNetwork read, LabelledImages images)
    {
        List<NpzArray> arrays =
        [
            new("pixels", [images.Count, images.Features], images.Inputs.ToArray()),
            new("wire_ohm", [1], new[] { Wire }),
            new("read_voltage", [1], new[] { ReadVoltage }),
        ];
        for (var l = 0; l < read.Layers.Count; l++)
        {
            var layer = read.Layers[l].Weights;
            arrays.Add(new(Text($"g{l + 1}"), [layer.Rows, layer.Columns], layer.Conductances.ToArray()));
            arrays.Add(new(Text($"d{l + 1}"), [layer.Outputs, layer.Columns], layer.CurrentDecode.ToArray()));
        }

        NpzFile.Write(file, arrays);
    }

    private static Cost Measure(string file, string task, int count)
    {
        var words = OtherProgram.RunScript("mnist.py", file, task, count.ToString(CultureInfo.InvariantCulture)).Split(' ');
        return new Cost(double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private static int Differing(string file, Predictions predictions)
    {
        var classes = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file + ".classes"));
        var differing = 0;
        for (var image = 0; image < classes.Length; image++)
            differing += classes[image] == predictions.Classes[image] ? 0 : 1;
        return differing;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <param name="Fixed">CPU seconds before the first image.</param>
    /// <param name="PerImage">CPU seconds.</param>
    private readonly record struct Cost(double Fixed, double PerImage)
    {
        public double For(int images) => Fixed + images * PerImage;
    }
}

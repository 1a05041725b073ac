using System.Globalization;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Onnx;
using CircuitSim.Encodings;
using CircuitSim.Files;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Examples;

/// <summary>Example files of many numbers, drawn from a fixed seed: too large to keep, quick to make again.</summary>
internal static class DrawnExamples
{
    private const int Inputs = 128, Outputs = 64, Hidden = 32, Classes = 10, Samples = 1000, FewSamples = 100;

    private static readonly RandomStream Stream = new RandomStream(1).Child("examples");

    /// <summary>Weights from a normal distribution, uniform inputs.</summary>
    public static IReadOnlyList<ExampleFile> Matrix { get; } =
    [
        Single("W", () => Normal("weights", Inputs * Outputs, 1), Inputs, Outputs),
        InputFile,
    ];

    /// <summary>Two layers with a rectifier between them; their classes are what the exact network says.</summary>
    public static IReadOnlyList<ExampleFile> Network { get; } =
    [
        Single("W1", () => W1, Inputs, Hidden), Single("b1", () => B1, Hidden),
        Single("W2", () => W2, Hidden, Classes), Single("b2", () => B2, Classes),
        InputFile,
        new("examples/X.csv", stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach (var row in X.Chunk(Inputs).Take(FewSamples))
                writer.WriteLine(string.Join(',', row.Select(x => ((float)x).ToString(CultureInfo.InvariantCulture))));
        }),
        new("examples/y.npy", stream => NpyFile.Write(stream, new("y", [Samples], Labels()))),
        new("examples/network.npz", stream => NpzFile.Write(stream,
        [
            new("weights_0", [Inputs, Hidden], W1), new("bias_0", [Hidden], B1), new("weights_1", [Hidden, Classes], W2), new("bias_1", [Classes], B2),
        ])),
        new("examples/model.onnx", stream => OnnxFile.Write(stream, Graph(), [null, Inputs])),
    ];

    private static ExampleFile InputFile => Single("X", () => X, Samples, Inputs);

    private static double[] X => Rounded("inputs", Samples * Inputs, stream => stream.NextUniform());

    private static double[] W1 => Normal("first layer", Inputs * Hidden, 1 / Math.Sqrt(Inputs));

    /// <summary>Hidden units lie around zero, so that no class wins by their mean.</summary>
    private static double[] B1
    {
        get
        {
            var rows = W1.Chunk(Hidden).ToArray();
            return [.. Enumerable.Range(0, Hidden).Select(j => (double)(float)(-0.5 * rows.Sum(row => row[j])))];
        }
    }

    private static double[] W2 => Normal("second layer", Hidden * Classes, 1 / Math.Sqrt(Hidden));

    private static double[] B2 => Normal("second bias", Classes, 0.1);

    /// <summary>The cells of a text as an archive.</summary>
    public static ExampleFile Cells(string text) => new("examples/cells.npz", stream =>
    {
        double[][] rows = [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Number).ToArray())];
        NpzFile.Write(stream, [new("cells", [rows.Length, rows[0].Length], rows.SelectMany(r => r).ToArray())]);
    });

    private static double Number(string text) => SiText.TryParse(text, out var value) ? value : throw new FormatException(text);

    private static Network Graph() => Emulation.Networks.Network.InARow(
        ("hidden", new DenseOperator(new WeightMatrix(Inputs + 1, Hidden, [.. W1, .. B1]))),
        ("relu", ActivationOperator.Relu),
        ("classes", new DenseOperator(new WeightMatrix(Hidden + 1, Classes, [.. W2, .. B2]))));

    private static double[] Labels() =>
        [.. Graph().Apply(new Tensor([Samples, Inputs], X)).Values.ToArray().Chunk(Classes).Select(y => (double)Array.IndexOf(y, y.Max()))];

    private static ExampleFile Single(string name, Func<double[]> values, params int[] shape) =>
        new($"examples/{name}.npy", stream => NpyFile.WriteSingle(stream, new(name, shape, values())));

    private static double[] Normal(string purpose, int count, double sigma) => Rounded(purpose, count, stream => sigma * stream.NextNormal());

    /// <summary>Numbers that float32 holds, which is how they are written.</summary>
    private static double[] Rounded(string purpose, int count, Func<RandomStream, double> draw)
    {
        var stream = Stream.Child(purpose);
        return [.. Enumerable.Range(0, count).Select(_ => (double)(float)draw(stream))];
    }
}

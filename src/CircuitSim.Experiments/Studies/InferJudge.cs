using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Files;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>The ideal outputs of all blocks, and the labels if there are any: what reads are held against.</summary>
internal sealed class InferJudge
{
    private readonly IReadOnlyList<Tensor> ideal;
    private readonly int[]? labels;
    private readonly ClassRule rule;

    /// <param name="labelsFile">Empty for none.</param>
    /// <exception cref="CircuitSimException">The labels cannot be read, or do not fit inputs and outputs.</exception>
    public InferJudge(string labelsFile, int count, IReadOnlyList<Tensor> ideal)
    {
        this.ideal = ideal;
        foreach (var block in ideal)
        {
            foreach (var y in block.Values.Span)
                FullScale = Math.Max(FullScale, Math.Abs(InvalidParameterException.RequireFinite(y, "", "output of the ideal network")));
        }

        rule = new ClassRule(FullScale);
        labels = labelsFile.Length > 0 ? ReadLabels(labelsFile, count, Outputs) : null;
        IdealCorrect = ideal.Select((_, k) => Correct(k, ideal[k].Values.Span)).Sum();
    }

    /// <summary>The largest magnitude of an ideal output.</summary>
    public double FullScale { get; }

    public bool HasLabels => labels is not null;

    /// <summary>Of all inputs; none where there are no labels.</summary>
    public IReadOnlyList<int> Labels => labels ?? [];

    /// <summary>Inputs that the ideal network classifies as labelled.</summary>
    public int IdealCorrect { get; }

    /// <summary>Of one input.</summary>
    public int Outputs => ideal[0].Count / ideal[0].Batch;

    public IReadOnlyList<Tensor> Ideal => ideal;

    /// <param name="outputs">Of block <paramref name="index"/>.</param>
    /// <param name="against">Null for the ideal outputs.</param>
    public InferError Of(int index, double[] outputs, double[]? against)
    {
        var reference = against ?? ideal[index].Values.Span;
        double squares = 0, largest = 0;
        for (var k = 0; k < outputs.Length; k++)
        {
            var error = FullScale > 0 ? Math.Abs(outputs[k] - reference[k]) / FullScale : Math.Abs(outputs[k]);
            (squares, largest) = (squares + error * error, Math.Max(largest, error));
        }

        return !double.IsFinite(squares)
            ? throw InvalidParameterException.Because("variation", "the outputs are so far from the ideal ones that no double says how far; choose less variation, or resistances and weights less far apart.")
            : new InferError(squares, largest, outputs.Length, Correct(index, outputs));
    }

    private int Correct(int index, ReadOnlySpan<double> outputs)
    {
        if (labels is null)
            return 0;
        // All blocks but the last are as large as the first.
        var (start, correct) = (index * ideal[0].Batch, 0);
        for (var n = 0; n < ideal[index].Batch; n++)
            correct += rule.Classify(outputs.Slice(n * Outputs, Outputs)) == labels[start + n] ? 1 : 0;
        return correct;
    }

    private static int[] ReadLabels(string file, int count, int outputs)
    {
        var array = ArrayFile.Read(file, "labels");
        if (array.Values.Length != count || array.Shape.Count(n => n != 1) > 1)
            throw InvalidParameterException.WrongShape("labels", Tensor.ShapeText(array.Shape), Invariant($"[{count}], one class for each input"));
        return [.. array.Values.ToArray().Select((value, n) => double.IsInteger(value) && value >= 0 && value < outputs
            ? (int)value
            : throw DataFileException.Corrupt(file, Invariant($"label {n} is {SiText.Exact(value)}; classes are whole numbers from 0 to {outputs - 1}, one for each output.")))];
    }
}

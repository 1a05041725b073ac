using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Onnx;
using CircuitSim.Encodings;
using CircuitSim.Files;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Studies;

/// <summary>A user's network and inputs, from files.</summary>
/// <param name="Network">Of dense layers, or any that a file holds.</param>
/// <param name="Inputs">[inputs × …], as the network takes them.</param>
/// <param name="IsOne">Whether the file held one input, without a dimension that counts them.</param>
/// <param name="Batch">How many inputs the network takes at a time; null for any number.</param>
internal sealed record InferNetwork(Network Network, Tensor Inputs, bool IsOne, int? Batch = null)
{
    /// <summary>Nodes that are told one by one.</summary>
    private const int MostWords = 15;

    /// <summary>Reads what the options name.</summary>
    /// <exception cref="CircuitSimException">Nothing is named, a file cannot be read, or shapes do not fit.</exception>
    public static InferNetwork Read(StudyRun run)
    {
        if (run.Get(Infer.Inputs).Length == 0)
            throw InvalidParameterException.Because("inputs", "a network needs inputs, and no file of them is named; give an array of samples × inputs as .npy, .npz or .csv.");
        var inputs = ReadFinite(run.Get(Infer.Inputs), "inputs");
        var file = run.Get(Infer.Network);
        if (file.Length == 0)
            return OfLayers(run, inputs, OfFiles(run));
        if (file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            return OfModel(run, OnnxFile.Read(file), inputs);
        if (!file.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            throw InvalidParameterException.Because("network", $"{file}: the file of a network must end in .npz or .onnx.");
        var arrays = NpzFile.Read(file).ToDictionary(a => a.Name);
        // Nodes by name and kind: a kind begins with a capital, a layer of PyTorch's own archives does not.
        if (arrays.Keys.Any(name => name.Split('.') is [_, [>= 'A' and <= 'Z', ..], ..]))
            return OfModel(run, NetworkFile.Read(file), inputs);
        if (!arrays.ContainsKey("circuitsim_network"))
            return OfLayers(run, inputs, OfArchive(file, arrays));
        RequireWhole(run);
        var trained = TrainedNetworkFile.Read(file).Network;
        return Fitted(trained.ToNetwork(), inputs, trained.Sizes[0]);
    }

    /// <summary>As words say it, e.g. "128 → 64 → relu → 10".</summary>
    public string Describe() => Network.Nodes.Count > MostWords ? Invariant($"a network of {Network.Nodes.Count} nodes") : string.Join(" → ", Network.Nodes.Select((n, k) => n.Operator is DenseOperator { Matrices: [var w] }
        ? Invariant($"{(k == 0 ? Invariant($"{w.Rows - 1} → ") : "")}{w.Outputs}")
        : n.Operator.Kind.ToLowerInvariant()));

    /// <summary>Inputs take the shape that the model states, where they have it but for sizes of 1, or are flat.</summary>
    private static InferNetwork OfModel(StudyRun run, OnnxModel model, NpzArray given)
    {
        RequireWhole(run);
        var inputs = new Tensor(given.Shape, given.Values);
        if (inputs.Count == 0)
            throw InvalidParameterException.Because("inputs", $"inputs have shape {inputs}: there are none.");
        var stated = model.InputShapes.Count == 1 && model.InputShapes[0] is { Count: > 0 } shape ? shape : [null];
        int? batch = stated[0] is > 0 and var fixedBatch ? fixedBatch : null;
        if (stated.Count == 1 || stated.Skip(1).Any(n => n is not > 0))
            return new InferNetwork(model.Network.Folded(), inputs.Shape.Count > 1 ? inputs : inputs.Reshaped(1, inputs.Count), inputs.Shape.Count < 2, batch);
        int[] each = [.. stated.Skip(1).Select(n => n!.Value)];
        var (numbers, count) = (each.Aggregate(1L, (product, n) => Math.Min(product * n, int.MaxValue)), inputs.Shape.Count > 1 ? inputs.Shape[0] : 1);
        if (count * numbers != inputs.Count && inputs.Shape.SequenceEqual(each))
            count = 1;
        var isOne = inputs.Shape.Count < 2 || inputs.Shape.SequenceEqual(each);
        // As many numbers are not enough: channels that stand last would be taken for rows.
        int[] own = [.. inputs.Shape.Skip(isOne ? 0 : 1)];
        var fits = own.Length == 1 || each.Length == 1 || own.Where(n => n != 1).SequenceEqual(each.Where(n => n != 1));
        return fits && count * numbers == inputs.Count && count % (batch ?? 1) == 0
            ? new InferNetwork(model.Network.Folded(), inputs.Reshaped([count, .. each]), isOne, batch)
            : throw InvalidParameterException.WrongShape("inputs", inputs.ToString(), $"[{(batch is > 1 ? Invariant($"a multiple of {batch}") : "inputs")}{string.Concat(each.Select(n => Invariant($" × {n}")))}]");
    }

    private static void RequireWhole(StudyRun run)
    {
        if (run.Get(Infer.Activation) is not null || run.Get(Infer.Transpose))
            throw InvalidParameterException.Because("network", $"{run.Get(Infer.Network)}: this network has its own activations and order of indices; leave those out.");
    }

    private static InferNetwork OfLayers(StudyRun run, NpzArray inputs, List<(NpzArray Weights, NpzArray? Bias)> layers)
    {
        var (nodes, asked, isTransposed) = (new List<(string, INetworkOperator)>(), 0, run.Get(Infer.Transpose));
        foreach (var (l, (weights, bias)) in layers.Index())
        {
            if (weights.Shape is not [> 0 and var first, > 0 and var second])
                throw InvalidParameterException.WrongShape(weights.Name, Tensor.ShapeText(weights.Shape), "[inputs × outputs], at least one of each");
            var (rows, outputs) = isTransposed ? (second, first) : (first, second);
            if (l == 0)
                asked = FeaturesOf(inputs, rows, outputs);
            if (asked != rows)
            {
                // Weights that would fit the other way round come before inputs that would.
                var (what, remedy) = asked == outputs ? ("transpose", $", and only the other order fits; {(isTransposed ? "do not " : "")}transpose it.")
                    : l == 0 && IsTransposed(inputs, rows) ? ("inputs", Invariant($"; the inputs have shape {Tensor.ShapeText(inputs.Shape)}, and are taken as [inputs × {rows} numbers of each]: transpose them."))
                    : ("weights", ".");
                throw InvalidParameterException.Because(what, Invariant($"{weights.Name} has shape {Tensor.ShapeText(weights.Shape)}, and what it multiplies has {asked} numbers: W is taken as {(isTransposed ? "[outputs × inputs]" : "[inputs × outputs]")}{remedy}"));
            }

            nodes.Add((Invariant($"layer {l + 1}"), new DenseOperator(Matrix(weights, bias, rows, outputs, isTransposed))));
            if (l < layers.Count - 1 && (run.Get(Infer.Activation) ?? ActivationOperator.Relu) is var activation && activation != Infer.NoActivation)
                nodes.Add((Invariant($"activation {l + 1}"), activation));
            asked = outputs;
        }

        var network = Network.InARow(nodes);
        return Fitted(network, inputs, network.Matrices[0].Weights.Rows - 1);
    }

    /// <summary>Numbers of one input: the last dimension's, or of pictures all of them, where that fits the weights one way or the other.</summary>
    private static int FeaturesOf(NpzArray inputs, int rows, int outputs)
    {
        var last = inputs.Shape.Count > 0 ? inputs.Shape[^1] : 1;
        var all = inputs.Shape.Count > 2 && inputs.Shape[0] > 0 ? inputs.Values.Length / inputs.Shape[0] : last;
        return last != rows && (all == rows || all == outputs) ? all : last;
    }

    /// <summary>Inputs as a dense network takes them: one is a row, pictures are flattened.</summary>
    private static InferNetwork Fitted(Network network, NpzArray given, int features)
    {
        var inputs = new Tensor(given.Shape, given.Values);
        var count = given.Shape.Count > 1 ? given.Shape[0] : 1;
        return inputs.Count == 0 ? throw InvalidParameterException.Because("inputs", $"inputs have shape {inputs}: there are none.")
            : inputs.Count == (long)count * features ? new InferNetwork(network, inputs.Reshaped(count, features), given.Shape.Count < 2)
            : given.Shape.Count > 1 && given.Shape[^1] == features ? new InferNetwork(network, inputs, false)
            : throw InvalidParameterException.WrongShape("inputs", inputs.ToString(), Invariant($"[inputs × {features}]{(IsTransposed(given, features) ? "; transpose them" : "")}"));
    }

    /// <summary>Whether inputs lie in columns where rows are wanted.</summary>
    private static bool IsTransposed(NpzArray inputs, int features) => inputs.Shape is [var first, var second] && first == features && second != features;

    private static List<(NpzArray, NpzArray?)> OfFiles(StudyRun run)
    {
        var (weights, biases) = (run.Get(Infer.Weights), run.Get(Infer.Bias));
        if (weights.Count == 0)
            throw InvalidParameterException.Because("weights", "no network is named; give a file of weights for each layer (.npy, .npz, .csv), or one of a network (.npz, .onnx).");
        if (biases.Count > 0 && biases.Count != weights.Count)
            throw InvalidParameterException.Because("bias", Invariant($"bias: {biases.Count} files, but {weights.Count} of weights; name one for each layer, or none at all."));
        return [.. weights.Select((file, l) => (ReadFinite(file, "weights") with { Name = Path.GetFileName(file) }, biases.Count > 0 ? ReadFinite(biases[l], "bias") with { Name = Path.GetFileName(biases[l]) } : null))];
    }

    /// <summary>weights_0, bias_0, weights_1 and so on.</summary>
    private static List<(NpzArray, NpzArray?)> OfArchive(string file, Dictionary<string, NpzArray> arrays)
    {
        var layers = new List<(NpzArray, NpzArray?)>();
        while (arrays.Remove(Invariant($"weights_{layers.Count}"), out var weights))
        {
            arrays.Remove(Invariant($"bias_{layers.Count}"), out var bias);
            layers.Add((Finite(weights, file), bias is null ? null : Finite(bias, file)));
        }

        const string layout = "layers are weights_0, bias_0, weights_1 and so on, each W [inputs × outputs]";
        return layers.Count == 0 ? throw DataFileException.Corrupt(file, $"has no array weights_0; {layout}.")
            : arrays.Count > 0 ? throw DataFileException.Corrupt(file, $"has an array {DataFileException.Shown(arrays.Keys.First())} that belongs to no layer; {layout}.")
            : layers;
    }

    private static WeightMatrix Matrix(NpzArray weights, NpzArray? bias, int rows, int outputs, bool isTransposed)
    {
        if (bias is not null && (bias.Values.Length != outputs || bias.Shape.Count(n => n != 1) > 1))
            throw InvalidParameterException.WrongShape(bias.Name, Tensor.ShapeText(bias.Shape), Invariant($"[{outputs}], one for each output of {weights.Name}"));
        var values = new double[checked((rows + 1) * outputs)];
        for (var k = 0; k < rows * outputs; k++)
            values[k] = isTransposed ? weights.Values.Span[k % outputs * rows + k / outputs] : weights.Values.Span[k];
        bias?.Values.Span.CopyTo(values.AsSpan(rows * outputs));
        return new WeightMatrix(rows + 1, outputs, values);
    }

    private static NpzArray ReadFinite(string file, string name) => Finite(ArrayFile.Read(file, name), file);

    private static NpzArray Finite(NpzArray array, string file)
    {
        var values = array.Values.Span;
        for (var k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
                throw DataFileException.Corrupt(file, Invariant($"number {k} of {array.Name} is {SiText.Exact(values[k])}; every one must be finite."));
        }

        return array;
    }
}

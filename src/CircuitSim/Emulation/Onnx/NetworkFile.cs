using CircuitSim.Emulation.Networks;
using CircuitSim.Files;

namespace CircuitSim.Emulation.Onnx;

/// <summary>
/// Networks as files: ONNX (.onnx), or NumPy's archives (.npz) for networks whose nodes stand in a row. An archive has for each node, in
/// the order of their computing, entries <c>name.Kind.what</c>, by ONNX's names for kinds, attributes and constants:
/// <code>
/// input                                 sizes of the input, 0 where left open; may be left out
/// conv1.Conv.W, .B                      [filters × channels × height × width], [filters]
/// conv1.Conv.kernel_shape, .pads, …     attributes that are numbers, one or more
/// relu1.Relu                            a node without any of these: an empty array
/// lstm.LSTM.direction=bidirectional     attributes that are words, in the name; the array is empty
/// lstm.LSTM.output                      which of its outputs goes on, 0 where left out
/// dense.Gemm.B, .C                      [inputs × outputs], [outputs]
/// </code>
/// Weights are doubles there and as exact as in memory, where ONNX holds floats, which is what other programs run.
/// </summary>
public static class NetworkFile
{
    /// <summary>Of a name that a file may have.</summary>
    private const int MostNodes = 100_000;

    /// <exception cref="DataFileException">Missing, unreadable, damaged, of another ending, or of operators that are not computed.</exception>
    public static OnnxModel Read(string path) => Ending(path) switch
    {
        ".onnx" => OnnxFile.Read(path),
        ".npz" => ReadArchive(path),
        _ => throw DataFileException.Corrupt(path, "is no network: its name must end in .onnx or .npz."),
    };

    /// <param name="inputShape">Of the network's input, null for a size that is left open.</param>
    /// <exception cref="DataFileException">The file cannot be written.</exception>
    /// <exception cref="InvalidParameterException">Another ending, an operator that no file states, or (.npz) nodes that do not stand in a row.</exception>
    public static void Write(string path, Network network, params IReadOnlyList<int?> inputShape)
    {
        switch (Ending(path))
        {
            case ".onnx":
                OnnxFile.Write(path, network, inputShape);
                break;
            case ".npz":
                NpzFile.Write(path, Arrays(network, inputShape).ToArray());
                break;
            default:
                throw InvalidParameterException.Because("path", $"{path}: a network's name must end in .onnx or .npz.");
        }
    }

    /// <summary>As <see cref="Write"/> does for .npz.</summary>
    public static void WriteArchive(Stream stream, Network network, params IReadOnlyList<int?> inputShape) => NpzFile.Write(stream, Arrays(network, inputShape).ToArray());

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static IEnumerable<NpzArray> Arrays(Network network, IReadOnlyList<int?> inputShape)
    {
        if (inputShape.Count > 0)
            yield return Numbers("input", [.. inputShape.Select(n => (double)(n ?? 0))]);
        var last = network.Inputs is [var input] ? input : throw NotInARow();
        foreach (var (n, node) in network.Nodes.Index())
        {
            var next = n + 1 < network.Nodes.Count ? network.Nodes[n + 1].Inputs : network.Outputs;
            var output = next.Count > 0 ? node.Outputs.ToList().IndexOf(next[0]) : -1;
            if (node.Inputs.Count == 0 || node.Inputs[0] != last || node.Inputs.Skip(1).Any(name => name.Length > 0 && !network.Constants.ContainsKey(name)) || output < 0)
                throw NotInARow();
            last = next[0];
            var description = OperatorDescription.Of(node.Operator, node.Inputs.Count);
            var name = $"{new string([.. node.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_')])}.{description.Kind}";
            var written = false;
            foreach (var slot in description.Inputs)
            {
                if ((slot.Constant ?? (slot.Own > 0 && slot.Own < node.Inputs.Count ? network.Constants.GetValueOrDefault(node.Inputs[slot.Own]) : null)) is not { } constant)
                    continue;
                written = true;
                yield return new NpzArray($"{name}.{slot.Name}", constant.Shape, constant.Values);
            }

            foreach (var (attribute, value) in description.Attributes)
            {
                written = true;
                yield return value switch
                {
                    double number => Numbers($"{name}.{attribute}", [number]),
                    Tensor tensor => Numbers($"{name}.{attribute}", tensor.Values.ToArray()),
                    long whole => Numbers($"{name}.{attribute}", [whole]),
                    long[] wholes => Numbers($"{name}.{attribute}", [.. wholes.Select(w => (double)w)]),
                    string[] words => Numbers($"{name}.{attribute}={string.Join(',', words)}", []),
                    _ => Numbers($"{name}.{attribute}={value}", []),
                };
            }

            if (output > 0)
                yield return Numbers($"{name}.output", [output]);
            else if (!written)
                yield return Numbers(name, []);
        }

        if (network.Outputs.Count != 1 || network.Outputs[0] != last)
            throw NotInARow();
    }

    private static InvalidParameterException NotInARow() =>
        InvalidParameterException.Because("network", "the nodes of the network do not stand in a row; write it as .onnx.");

    private static NpzArray Numbers(string name, double[] values) => new(name, [values.Length], values);

    /// <summary>States the archive's nodes as ONNX would, so that both are built and judged in one place.</summary>
    private static OnnxModel ReadArchive(string path)
    {
        var entries = NpzFile.Read(path).Select(a => (Words: a.Name.Split('.', 3), Array: a)).ToArray();
        IReadOnlyList<int?>? inputShape = entries.FirstOrDefault(e => e.Words is ["input"]).Array is { } input ? [.. input.Values.ToArray().Select(n => n > 0 && n <= int.MaxValue ? (int?)n : null)] : null;
        var nodes = entries.Where(e => e.Words.Length > 1).GroupBy(e => (Name: e.Words[0], Kind: e.Words[1])).ToArray();
        if (nodes.Length is 0 or > MostNodes || entries.Any(e => e.Words is [not "input"]))
            throw DataFileException.Corrupt(path, "holds no network: entries are named name.Kind.what, e.g. dense1.Gemm.B.");
        try
        {
            return OnnxFile.Read(path, Model(path, nodes)) with { InputShapes = [inputShape] };
        }
        catch (InvalidParameterException e)
        {
            throw DataFileException.Corrupt(path, e.Message, e);
        }
    }

    private static byte[] Model(string path, IEnumerable<IGrouping<(string Name, string Kind), (string[] Words, NpzArray Array)>> nodes)
    {
        var (graph, last) = (new ProtobufBytes(), "input");
        foreach (var (n, node) in nodes.Index())
        {
            var (inputs, attributes, output) = (new SortedDictionary<int, string> { [0] = last }, new List<(string, object)>(), 0);
            foreach (var (words, array) in node.Where(e => e.Words.Length == 3))
            {
                var what = words[2].Split('=', 2);
                if (what[0] == "output")
                    output = array.Values.Span is [>= 0 and < 3 and var k] ? (int)k : throw DataFileException.Corrupt(path, $"{OnnxFile.Plain(array.Name)} is no number of an output.");
                else if (Array.IndexOf(OperatorDescription.InputsOf(node.Key.Kind), what[0]) is > 0 and var slot)
                {
                    inputs[slot] = FormattableString.Invariant($"{n}.{slot}");
                    graph.Add(5, OnnxGraphWriter.TensorMessage(inputs[slot], new Tensor(array.Shape, array.Values), OnnxTensor.Double));
                }
                else
                    attributes.Add((what[0], AttributeOf(path, array, what)));
            }

            string[] outputs = [.. Enumerable.Range(0, output + 1).Select(k => k < output ? "" : FormattableString.Invariant($"{n}"))];
            graph.Add(1, OnnxGraphWriter.NodeMessage(node.Key.Kind, node.Key.Name, [.. Enumerable.Range(0, inputs.Keys.Max() + 1).Select(k => inputs.GetValueOrDefault(k, ""))], outputs, attributes,
                node.Key.Kind == "ClippedRelu" ? OnnxGraphWriter.OwnDomain : ""));
            last = outputs[^1];
        }

        graph.Add(11, new ProtobufBytes().Add(1, "input")).Add(12, new ProtobufBytes().Add(1, last));
        var model = new ProtobufBytes().Add(7, graph).Add(8, new ProtobufBytes().Add(2, OnnxGraphWriter.Opset));
        return model.Written.ToArray();
    }

    private static object AttributeOf(string path, NpzArray array, string[] what)
    {
        if (what.Length == 2)
            return (what[1], what[1].Split(','));
        double[] values = array.Values.ToArray();
        if (what[0] == "value")
            return new Tensor([values.Length], values);
        // Most are whole numbers, and a part of one would be cut off in silence.
        if (what[0] is not ("alpha" or "beta" or "clip" or "epsilon" or "momentum") && values.Any(v => Math.Floor(v) != v || Math.Abs(v) > int.MaxValue))
            throw DataFileException.Corrupt(path, $"{OnnxFile.Plain(array.Name)} must hold whole numbers.");
        return values;
    }
}

using System.Buffers.Binary;
using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation.Onnx;

/// <summary>From a network to ONNX's ModelProto; the numbers of the fields are those of onnx.proto.</summary>
/// <param name="type">Of weights: <see cref="OnnxTensor.Float"/> or <see cref="OnnxTensor.Double"/>.</param>
internal sealed class OnnxGraphWriter(int type)
{
    /// <summary>The domain of what ONNX has no operator for; the file defines it by ONNX's own ones.</summary>
    public const string OwnDomain = "circuitsim";

    public const int Opset = 15;

    private const int Version = 8;

    private readonly ProtobufBytes graph = new();
    private readonly HashSet<string> whole = [];
    private bool own;

    /// <summary>Of the tensors' names that are taken.</summary>
    private readonly HashSet<string> names = [];

    /// <param name="inputShapes">Of each input; null for a size that is left open, which is 1 where sizes are found out.</param>
    /// <exception cref="InvalidParameterException">An operator that no file states, or shapes that the network does not take: the node is named.</exception>
    public ProtobufBytes Model(Network network, IReadOnlyList<IReadOnlyList<int?>> inputShapes)
    {
        if (inputShapes.Count != network.Inputs.Count)
            throw InvalidParameterException.WrongShape("shapes of inputs", $"[{inputShapes.Count}]", $"[{network.Inputs.Count}]");
        // How many dimensions each tensor has: from one sample of zeros.
        string[] tensors = [.. network.Nodes.SelectMany(n => n.Outputs).Where(name => name.Length > 0), .. network.Outputs];
        var zeros = network.Inputs.Zip(inputShapes).ToDictionary(i => i.First, i => Zeros([.. i.Second.Select(n => n ?? 1)]));
        var shapes = tensors.Zip(new Network(network.Inputs, network.Constants, network.Nodes, tensors).Run(zeros), (name, t) => (name, Shape: t.Shape))
            .Concat(zeros.Select(z => (z.Key, z.Value.Shape))).DistinctBy(t => t.Item1).ToDictionary(t => t.Item1, t => t.Shape);
        names.UnionWith([.. tensors, .. network.Inputs, .. network.Constants.Keys]);
        foreach (var node in network.Nodes)
        {
            try
            {
                Add(node, shapes, network.Constants);
            }
            catch (InvalidParameterException e)
            {
                throw InvalidParameterException.Because(e.Parameter, $"node '{node.Name}' ({node.Operator.Kind}): {e.Message}");
            }
        }

        graph.Add(2, "network");
        foreach (var (name, tensor) in network.Constants)
            graph.Add(5, TensorMessage(name, tensor, whole.Contains(name) ? OnnxTensor.Int64 : type));
        foreach (var (name, shape) in network.Inputs.Zip(inputShapes))
            graph.Add(11, ValueMessage(name, shape));
        foreach (var name in network.Outputs)
            graph.Add(12, ValueMessage(name, [.. (shapes.GetValueOrDefault(name) ?? network.Constants[name].Shape).Select(_ => (int?)null)]));
        var model = new ProtobufBytes().Add(1, Version).Add(2, "CircuitSim").Add(7, graph).Add(8, new ProtobufBytes().Add(1, "").Add(2, Opset));
        if (own)
            model.Add(8, new ProtobufBytes().Add(1, OwnDomain).Add(2, 1)).Add(25, ClippedReluFunction());
        return model;
    }

    /// <summary>A node that states an operator, its constants becoming the graph's; the first of its inputs is the last one's output.</summary>
    private void Add(NetworkNode node, Dictionary<string, IReadOnlyList<int>> shapes, IReadOnlyDictionary<string, Tensor> constants)
    {
        var description = OperatorDescription.Of(node.Operator, node.Inputs.Count);
        if (description.Kind == "AveragePool" && description.Attributes.Any(a => a.Name == "dilations"))
            throw InvalidParameterException.Because("dilations", FormattableString.Invariant($"version {Opset} of ONNX's operators has no dilations here."));
        MarkWhole(node, description.Kind, constants);
        List<string> inputs = [];
        foreach (var slot in description.Inputs)
        {
            var name = slot.Own >= 0 ? node.Inputs.ElementAtOrDefault(slot.Own) ?? "" : "";
            if (slot.Constant is { } constant)
            {
                names.Add(name = Unused($"{node.Name}.{slot.Name}"));
                graph.Add(5, TensorMessage(name, constant, slot.Whole ? OnnxTensor.Int64 : type));
            }

            inputs.Add(name);
        }

        inputs = [.. inputs.SkipLast(inputs.AsEnumerable().Reverse().TakeWhile(name => name.Length == 0).Count())];
        // Gemm takes matrices only.
        if (description.Kind == "Gemm" && node.Operator is DenseOperator && shapes.TryGetValue(inputs[0], out var shape) && shape.Count != 2)
        {
            var product = Unused($"{node.Name}.product");
            names.Add(product);
            graph.Add(1, NodeMessage("MatMul", $"{node.Name}.MatMul", inputs[..2], [product], []));
            graph.Add(1, NodeMessage("Add", node.Name, [product, inputs[2]], node.Outputs, []));
            return;
        }

        own |= node.Operator is ClippedReluOperator;
        graph.Add(1, NodeMessage(description.Kind, node.Name, inputs, node.Outputs, description.Attributes, node.Operator is ClippedReluOperator ? OwnDomain : ""));
    }

    /// <summary>Follows the tensors that ONNX wants as whole numbers: shapes, and the indices that pick from them.</summary>
    private void MarkWhole(NetworkNode node, string kind, IReadOnlyDictionary<string, Tensor> constants)
    {
        if (kind is "Concat" or "Add" && node.Inputs.Any(whole.Contains))
            whole.UnionWith(node.Inputs.Where(constants.ContainsKey));
        if (kind == "Gather")
            whole.Add(node.Inputs[1]);
        if (kind == "ConstantOfShape")
            whole.Add(node.Inputs[0]);
        if (kind == "Shape" || (kind is "Add" or "Concat" or "Expand" or "Flatten" or "Gather" or "Identity" or "Reshape" or "Slice" or "Squeeze" or "Transpose" or "Unsqueeze" && whole.Contains(node.Inputs[0])))
            whole.UnionWith(node.Outputs);
    }

    private string Unused(string name)
    {
        while (names.Contains(name))
            name += "_";
        return name;
    }

    public static ProtobufBytes NodeMessage(string kind, string name, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, IReadOnlyList<(string Name, object Value)> attributes, string domain = "")
    {
        var message = new ProtobufBytes();
        foreach (var input in inputs)
            message.Add(1, input);
        foreach (var output in outputs)
            message.Add(2, output);
        message.Add(3, name).Add(4, kind);
        foreach (var (attribute, value) in attributes)
            message.Add(5, AttributeMessage(attribute, value));
        return domain.Length > 0 ? message.Add(7, domain) : message;
    }

    private static ProtobufBytes AttributeMessage(string name, object value)
    {
        var message = new ProtobufBytes().Add(1, name);
        switch (value)
        {
            case double number:
                return message.Add(2, (float)number).Add(20, 1);
            case long whole:
                return message.Add(3, whole).Add(20, 2);
            case string text:
                return message.Add(4, text).Add(20, 3);
            case Tensor tensor:
                return message.Add(5, TensorMessage("", tensor, OnnxTensor.Float)).Add(20, 4);
            // From an archive, which does not tell one from many.
            case double[] numbers:
                foreach (var n in numbers)
                    message.Add(2, (float)n).Add(3, (long)n).Add(8, (long)n);
                return message;
            case (string text, string[] words):
                message.Add(4, text);
                foreach (var word in words)
                    message.Add(9, word);
                return message;
            case long[] wholes:
                foreach (var n in wholes)
                    message.Add(8, n);
                return message.Add(20, 7);
            case string[] texts:
                foreach (var text in texts)
                    message.Add(9, text);
                return message.Add(20, 8);
            default:
                throw InvalidParameterException.Because(name, $"{name} is of a kind that no file states.");
        }
    }

    public static ProtobufBytes TensorMessage(string name, Tensor tensor, int type)
    {
        var message = new ProtobufBytes();
        foreach (var n in tensor.Shape)
            message.Add(1, n);
        var size = type == OnnxTensor.Float ? 4 : 8;
        var raw = new byte[tensor.Count * size];
        for (var k = 0; k < tensor.Count; k++)
        {
            var value = tensor.Values.Span[k];
            var to = raw.AsSpan(k * size);
            if (type == OnnxTensor.Float)
                BinaryPrimitives.WriteSingleLittleEndian(to, (float)value);
            else if (type == OnnxTensor.Double)
                BinaryPrimitives.WriteDoubleLittleEndian(to, value);
            else
                BinaryPrimitives.WriteInt64LittleEndian(to, (long)value);
        }

        return message.Add(2, type).Add(8, name).Add(9, raw);
    }

    private ProtobufBytes ValueMessage(string name, IReadOnlyList<int?> shape)
    {
        var sizes = new ProtobufBytes();
        // A size that is left open has a name; some tools cannot do without.
        foreach (var (d, n) in shape.Index())
            sizes.Add(1, n is { } size ? new ProtobufBytes().Add(1, size) : new ProtobufBytes().Add(2, FormattableString.Invariant($"{name}_{d}")));
        return new ProtobufBytes().Add(1, name).Add(2, new ProtobufBytes().Add(1, new ProtobufBytes().Add(1, whole.Contains(name) ? OnnxTensor.Int64 : type).Add(2, sizes)));
    }

    /// <summary>y = ⌊min(max(x, 0), ceiling) / ceiling · steps + ½⌋ · (ceiling / steps), as a function of ONNX's own operators.</summary>
    private static ProtobufBytes ClippedReluFunction()
    {
        var function = new ProtobufBytes().Add(1, "ClippedRelu").Add(4, "x").Add(4, "ceiling").Add(4, "steps").Add(5, "y");
        foreach (var (name, value) in new[] { ("zero", 0f), ("half", 0.5f) })
            function.Add(7, new ProtobufBytes().Add(2, name).Add(4, "Constant").Add(5, new ProtobufBytes().Add(1, "value_float").Add(2, value).Add(20, 1)));
        foreach (var (kind, inputs, output) in new (string, string[], string)[]
        {
            ("Clip", ["x", "zero", "ceiling"], "clipped"), ("Div", ["clipped", "ceiling"], "part"), ("Mul", ["part", "steps"], "code"), ("Add", ["code", "half"], "raised"),
            ("Floor", ["raised"], "whole"), ("Div", ["ceiling", "steps"], "step"), ("Mul", ["whole", "step"], "y"),
        })
            function.Add(7, NodeMessage(kind, "", inputs, [output], []));
        return function.Add(9, new ProtobufBytes().Add(1, "").Add(2, Opset)).Add(10, OwnDomain);
    }

    private static Tensor Zeros(int[] shape) => new(shape, Tensor.Zeros(shape));
}

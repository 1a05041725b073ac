using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Onnx;

/// <summary>From ONNX's ModelProto to a network; the numbers of the fields are those of onnx.proto.</summary>
internal sealed class OnnxGraphReader(ProtobufMessage model, ExternalFolderFile external, int mostOpset, long extraValues)
{
    private readonly Dictionary<string, Tensor> constants = [];
    private readonly List<NetworkNode> nodes = [];
    private readonly HashSet<string> nodeNames = [];
    private readonly Dictionary<string, string> renamed = [];

    /// <exception cref="InvalidParameterException">Anything that is not a network of the operators on the list.</exception>
    public OnnxModel Read()
    {
        var graph = model.Last(7) ?? throw InvalidParameterException.Because("graph", "is no ONNX model: it holds no graph.");
        var opset = model.All(8).Where(o => o.TextOf(1) is "" or "ai.onnx").Select(o => o.NumberOf(2)).DefaultIfEmpty(1ul).Last();
        if (opset < 1 || opset > (ulong)mostOpset)
            throw InvalidParameterException.Because("opset", FormattableString.Invariant($"is written for version {opset} of ONNX's operators; 1 to {mostOpset} are read. Export it with opset_version=14."));
        foreach (var message in graph.All(5))
            AddConstant(OnnxTensor.NameOf(message), () => OnnxTensor.Read(message, external));
        foreach (var message in graph.All(15))
            AddConstant(message.Last(1) is { } values ? OnnxTensor.NameOf(values) : "", () => OnnxTensor.ReadSparse(message, external, ref extraValues));
        // Until its version 4 the format listed constants among the inputs, too.
        var inputs = graph.All(11).Select(i => (Name: NameOf(i.TextOf(1)), Shape: ShapeOf(i))).Where(i => !constants.ContainsKey(i.Name)).ToArray();
        foreach (var message in graph.All(1))
            AddNode(message, (int)opset);
        string[] outputs = [.. graph.All(12).Select(o => NameOf(o.TextOf(1)))];
        AddBiases(outputs);
        var used = nodes.SelectMany(n => n.Inputs).Concat(outputs).ToHashSet();
        var network = new Network([.. inputs.Select(i => i.Name)], constants.Where(c => used.Contains(c.Key)).ToDictionary(), nodes, outputs);
        return new OnnxModel(network, [.. inputs.Select(i => i.Shape)]);
    }

    private void AddConstant(string name, Func<Tensor> read)
    {
        try
        {
            if (!constants.TryAdd(NameOf(name), read()))
                throw InvalidParameterException.Because("tensor", "is given twice.");
        }
        catch (InvalidParameterException e)
        {
            throw InvalidParameterException.Because("tensor", $"tensor '{OnnxFile.Plain(name)}': {e.Message}");
        }
    }

    private void AddNode(ProtobufMessage message, int opset)
    {
        var kind = OnnxFile.Plain(message.TextOf(4));
        var name = NodeName(message.TextOf(3), kind);
        string[] inputs = [.. message.All(1).Select(m => NameOf(m.Text))], outputs = [.. message.All(2).Select(m => NameOf(m.Text))];
        try
        {
            var own = message.TextOf(7) == OnnxGraphWriter.OwnDomain && kind == OnnxOperators.Own;
            if (!own && message.TextOf(7) is not ("" or "ai.onnx") and var domain)
                throw InvalidParameterException.Because("domain", $"this operator of the domain '{OnnxFile.Plain(domain)}' is not computed; these of ONNX's own are: {string.Join(", ", OnnxOperators.Kinds)}.");
            var attributes = new OnnxAttributes(message.All(5), external);
            if (kind == "Constant")
            {
                if (outputs.Length != 1)
                    throw InvalidParameterException.Because("outputs", "a constant has one output.");
                AddConstant(outputs[0], () => ConstantOf(attributes));
                attributes.RefuseOthers();
                return;
            }

            var node = new OnnxNode(kind, opset, attributes, inputs, slot => slot < inputs.Length ? constants.GetValueOrDefault(inputs[slot]) : null);
            var (one, taken) = own ? OnnxOperators.ClippedRelu(node) : OnnxOperators.Build(node);
            string[] needed = [.. taken.Select(slot => inputs[slot])];
            if (needed.All(i => i.Length == 0 || constants.ContainsKey(i)) && Folds(one, needed))
                AddConstant(outputs.Length == 1 ? outputs[0] : "", () => one.Apply([.. needed.Select(i => constants.GetValueOrDefault(i))], null!)[0]);
            else
                nodes.Add(new NetworkNode(name, one, needed, outputs));
        }
        catch (InvalidParameterException e)
        {
            throw InvalidParameterException.Because(e.Parameter, $"node '{name}' ({kind}): {e.Message}");
        }
    }

    /// <summary>Whether an operator that only moves values is computed now, its inputs being constants, so that a product may find its matrix.</summary>
    private bool Folds(INetworkOperator one, string[] inputs)
    {
        if (one is not DigitalOperator { MovesValues: true } || inputs.Any(i => i.Length == 0) || inputs.Sum(i => (long)constants[i].Count) is var values && values > extraValues)
            return false;
        extraValues -= values;
        return true;
    }

    private Tensor ConstantOf(OnnxAttributes a)
    {
        if (a.Tensor("value") is { } value)
            return value;
        if (a.SparseTensor("sparse_value", ref extraValues) is { } sparse)
            return sparse;
        if (a.Has("value_float"))
            return new Tensor([], new[] { a.Number("value_float", 0) });
        if (a.Has("value_int"))
            return new Tensor([], new double[] { a.Whole("value_int", 0) });
        if (a.Has("value_floats") && a.Numbers("value_floats") is var numbers)
            return new Tensor([numbers.Length], numbers);
        if (a.Wholes("value_ints") is { } wholes)
            return new Tensor([wholes.Count], wholes.Select(n => (double)n).ToArray());
        throw InvalidParameterException.Because("value", "a constant of no value, or of texts.");
    }

    /// <summary>A dense layer without bias and a constant row added to it are one matrix, the row its bias.</summary>
    private void AddBiases(string[] outputs)
    {
        var takers = nodes.SelectMany(n => n.Inputs).Concat(outputs).CountBy(name => name).ToDictionary();
        var givers = new Dictionary<string, int>();
        for (var n = 0; n < nodes.Count; n++)
        {
            if (nodes[n] is { Operator: DigitalOperator { Kind: "Add", Attributes.Count: 0 }, Inputs: [var a, var b] })
            {
                var (tensor, row) = constants.TryGetValue(b, out var second) ? (a, second) : (b, constants.GetValueOrDefault(a));
                if (givers.TryGetValue(tensor, out var before) && takers[tensor] == 1 && nodes[before].Operator is DenseOperator { Matrices: [var w] } && OnnxOperators.IsRow(row, w.Outputs, dimensions: 1))
                {
                    double[] values = w.Values.ToArray();
                    for (var k = 0; k < w.Outputs; k++)
                        values[^(w.Outputs - k)] += row!.Values.Span[row.Count == 1 ? 0 : k];
                    nodes[before] = nodes[before] with { Operator = new DenseOperator(new WeightMatrix(w.Rows, w.Outputs, values)), Outputs = nodes[n].Outputs };
                    nodes[n] = nodes[before];
                    nodes[before] = null!;
                }
            }

            foreach (var output in nodes[n].Outputs)
                givers[output] = n;
        }

        nodes.RemoveAll(n => n is null);
    }

    private static IReadOnlyList<int?>? ShapeOf(ProtobufMessage input)
    {
        if (input.Last(2) is not { } type)
            return null;
        if (type.Last(1) is not { } tensor)
            throw InvalidParameterException.Because("input", $"the input '{OnnxFile.Plain(input.TextOf(1))}' is no tensor.");
        return tensor.Last(2) is { } shape
            ? [.. shape.All(1).Select(d => d.Fields().Any(f => f.Number == 1) && (long)d.NumberOf(1) is > 0 and <= int.MaxValue ? (int?)d.NumberOf(1) : null)]
            : null;
    }

    /// <summary>Unique, and fit for the name of a file: letters, digits, _ - and dots within.</summary>
    private string NodeName(string given, string kind)
    {
        var name = new string([.. (given.Length > 0 ? given : kind).Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_')]).Trim('_', '.');
        if (name.Length > 0 && given.Length > 0 && nodeNames.Add(name))
            return name;
        for (var k = nodes.Count; ; k++)
        {
            if (nodeNames.Add(FormattableString.Invariant($"{name}_{k}")))
                return FormattableString.Invariant($"{name}_{k}");
        }
    }

    /// <summary>A tensor's name; one that no message can show in a line is replaced.</summary>
    private string NameOf(string name)
    {
        if (name.Length <= 40 && OnnxFile.Plain(name) == name)
            return name;
        if (!renamed.TryGetValue(name, out var other))
            renamed.Add(name, other = FormattableString.Invariant($"{OnnxFile.Plain(name)}#{renamed.Count}"));
        return other;
    }
}

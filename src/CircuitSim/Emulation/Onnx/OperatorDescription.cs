using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Onnx;

/// <summary>An operator as files state it.</summary>
/// <param name="Attributes">By ONNX's names: long, double, string, or arrays of them.</param>
/// <param name="Inputs">
/// In ONNX's order and by its names: a constant, or which of the node's own inputs stands there. Own ones that a node does not have, and
/// constants that are null, are left out.
/// </param>
internal sealed record OperatorDescription(string Kind, IReadOnlyList<(string Name, object Value)> Attributes, IReadOnlyList<OperatorDescription.Slot> Inputs)
{
    /// <param name="Own">Index among the node's inputs, or −1 for a constant.</param>
    /// <param name="Whole">Whether ONNX wants whole numbers of 64 bits here.</param>
    internal sealed record Slot(string Name, int Own = -1, Tensor? Constant = null, bool Whole = false);

    /// <param name="inputs">How many the node has.</param>
    /// <exception cref="InvalidParameterException">No file states this operator.</exception>
    public static OperatorDescription Of(INetworkOperator one, int inputs) => one switch
    {
        DenseOperator => Dense(one.Matrices[0]),
        ConvOperator conv => Conv(conv),
        RecurrentOperator layer => Recurrent(layer),
        BatchNormalizationOperator norm => new(one.Kind, [("epsilon", 0.0)],
            [new("X", 0), new("scale", Constant: Line([.. norm.Factors])), new("B", Constant: Line([.. norm.Offsets])),
                new("input_mean", Constant: Line(new double[norm.Factors.Count])), new("input_var", Constant: Line([.. norm.Factors.Select(_ => 1.0)]))]),
        ClippedReluOperator neuron => new(one.Kind, [],
            [new("X", 0), new("ceiling", Constant: new Tensor([], new[] { neuron.Ceiling })), new("steps", Constant: new Tensor([], new double[] { (1 << neuron.Bits) - 1 }))]),
        ActivationOperator when one.Kind is "Relu" or "Sigmoid" or "Tanh" => new(one.Kind, [], [new("X", 0)]),
        DigitalOperator digital => Digital(digital, inputs),
        _ => throw InvalidParameterException.Because("operator", $"{one.Kind}: no file states this operator, or not with weights that come as inputs."),
    };

    /// <summary>ONNX's names of what a kind takes.</summary>
    public static string[] InputsOf(string kind) => kind switch
    {
        "Gemm" => ["A", "B", "C"],
        "Conv" => ["X", "W", "B"],
        "RNN" or "LSTM" => ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"],
        "BatchNormalization" => ["X", "scale", "B", "input_mean", "input_var"],
        "ClippedRelu" => ["X", "ceiling", "steps"],
        "Reshape" or "Expand" => ["data", "shape"],
        "Squeeze" or "Unsqueeze" => ["data", "axes"],
        "Pad" => ["data", "pads", "constant_value"],
        "Gather" => ["data", "indices"],
        "Slice" => ["data", "starts", "ends", "axes", "steps"],
        "Add" or "MatMul" => ["A", "B"],
        _ => ["X"],
    };

    private static OperatorDescription Digital(DigitalOperator one, int count)
    {
        if (one.Attributes.Any(a => a.Name == "flattened") || (one.Kind == "Add" && one.Attributes.Count > 0))
            throw InvalidParameterException.Because("operator", $"{one.Kind}: its meaning is one of ONNX's old opsets; build it anew.");
        IReadOnlyList<IReadOnlyList<int>> wholes = one.Sizes is null ? one.Bounds : [one.Sizes];
        List<Slot> inputs = [.. Enumerable.Range(0, wholes.Count == 0 ? count : 1).Select(k => new Slot(InputsOf(one.Kind).ElementAtOrDefault(k) ?? "", k))];
        foreach (var (k, numbers) in wholes.Index())
            inputs.Add(new(InputsOf(one.Kind)[k + 1], Constant: new Tensor([numbers.Count], numbers.Select(n => (double)n).ToArray()), Whole: true));
        if (one.PadValue != 0)
            inputs.Add(new("constant_value", Constant: new Tensor([], new[] { one.PadValue })));
        return new(one.Kind, one.Attributes, inputs);
    }

    private static OperatorDescription Dense(WeightMatrix w) => new("Gemm", [],
        [new("A", 0), new("B", Constant: new Tensor([w.Rows - 1, w.Outputs], w.Values[..^w.Outputs].ToArray())), new("C", Constant: Line(w.Values[^w.Outputs..].ToArray()))]);

    private static OperatorDescription Conv(ConvOperator conv)
    {
        var (groups, size) = (conv.Matrices.Count, conv.Window.Size);
        var (filters, rows) = (conv.Matrices[0].Outputs, conv.Matrices[0].Rows - 1);
        var values = new double[groups * filters * rows];
        for (var m = 0; m < groups * filters; m++)
        {
            for (var r = 0; r < rows; r++)
                values[m * rows + r] = conv.Matrices[m / filters][r, m % filters];
        }

        return new("Conv", [.. DigitalOperator.WindowAttributes(conv.Window), ("group", (long)groups)],
            [new("X", 0), new("W", Constant: new Tensor([groups * filters, rows / size, .. conv.Window.Kernel], values)), new("B", Constant: Line([.. conv.Matrices.SelectMany(w => w.Values[^filters..].ToArray())]))]);
    }

    private static OperatorDescription Recurrent(RecurrentOperator layer)
    {
        var (directions, width, hidden) = (layer.Matrices.Count, layer.Matrices[0].Outputs, layer.Hidden);
        var inputs = layer.Matrices[0].Rows - 1 - hidden;
        // ONNX's are transposed, and it adds two biases.
        Tensor Part(int first, int count) => new([directions, width, count], (
            from matrix in layer.Matrices
            from k in Enumerable.Range(0, width)
            from i in Enumerable.Range(first, count)
            select matrix[i, k]).ToArray());
        var bias = layer.Matrices.SelectMany(w => w.Values[^width..].ToArray().Concat(new double[width])).ToArray();
        List<(string, object)> attributes =
        [
            ("activations", layer.Activations.ToArray()), ("direction", layer.Direction switch { Direction.Forward => "forward", Direction.Reverse => "reverse", _ => "bidirectional" }),
            ("hidden_size", (long)hidden), ("layout", layer.SamplesFirst ? 1L : 0L),
        ];
        if (layer.Clip is { } clip)
            attributes.Add(("clip", clip));
        if (layer.CoupledForget)
            attributes.Add(("input_forget", 1L));
        List<Slot> slots = [new("X", 0), new("W", Constant: Part(0, inputs)), new("R", Constant: Part(inputs, hidden)), new("B", Constant: new Tensor([directions, 2 * width], bias)), new("sequence_lens", 1), new("initial_h", 2)];
        if (layer.Kind == "LSTM")
            slots.AddRange([new("initial_c", 3), new("P", Constant: layer.Peepholes is null ? null : new Tensor([directions, 3 * hidden], layer.Peepholes.SelectMany(p => p.Values.ToArray()).ToArray()))]);
        return new(layer.Kind, attributes, slots);
    }

    private static Tensor Line(double[] values) => new([values.Length], values);
}

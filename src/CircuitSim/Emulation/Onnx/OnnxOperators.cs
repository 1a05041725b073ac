using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;

namespace CircuitSim.Emulation.Onnx;

/// <summary>The operators that are read, by their names in ONNX, with the meaning that each had in the opset of the model.</summary>
internal static class OnnxOperators
{
    /// <summary>Builds the operator of a node; <see cref="Build"/> says which of the node's inputs it takes.</summary>
    private delegate (INetworkOperator Operator, IReadOnlyList<int> Inputs) Builder(OnnxNode node);

    private static readonly SortedDictionary<string, Builder> Table = new(StringComparer.Ordinal)
    {
        ["Add"] = node => Plain(node, DigitalOperator.Add(node.Opset < 7 && node.Attributes.Flag("broadcast") && node.Attributes.Has("axis") ? node.Attributes.Whole("axis", 0) : null)),
        ["AveragePool"] = node => Plain(node, DigitalOperator.AveragePool(Window(node)(null), node.Attributes.Flag("count_include_pad"))),
        ["BatchNormalization"] = BatchNormalization,
        ["Concat"] = node => Plain(node, DigitalOperator.Concat(node.Attributes.Whole("axis", 1))),
        ["ConstantOfShape"] = node => Plain(node, DigitalOperator.ConstantOfShape(node.Attributes.Tensor("value") is { Count: 1 } value ? value.Values.Span[0] : 0)),
        ["Conv"] = Conv,
        ["Expand"] = node => Weighted(node, [1], w => DigitalOperator.Expand(DigitalOperator.Wholes(Needed(w, 1)))),
        ["Flatten"] = node => Plain(node, DigitalOperator.Flatten(node.Attributes.Whole("axis", 1))),
        ["Gather"] = node => Plain(node, DigitalOperator.Gather(node.Attributes.Whole("axis", 0))),
        ["Gemm"] = Gemm,
        ["GlobalAveragePool"] = node => Plain(node, DigitalOperator.GlobalAveragePool()),
        ["Identity"] = node => Plain(node, DigitalOperator.Identity()),
        ["LSTM"] = node => Recurrent(node, 4),
        ["MatMul"] = node => node.Constant(1) is { Shape.Count: 2 } w ? (new DenseOperator(Dense(w, false, 1, null, 0)), [0]) : Plain(node, DigitalOperator.MatMul()),
        ["MaxPool"] = node => Plain(node, DigitalOperator.MaxPool(Window(node)(null), node.Attributes.Flag("storage_order"))),
        ["Pad"] = Pad,
        ["RNN"] = node => Recurrent(node, 1),
        ["Relu"] = node => Plain(node, ActivationOperator.Relu),
        ["Reshape"] = Reshape,
        ["Shape"] = node => Plain(node, DigitalOperator.Shape(node.Attributes.Whole("start", 0), node.Attributes.Has("end") ? node.Attributes.Whole("end", 0) : null)),
        ["Sigmoid"] = node => Plain(node, ActivationOperator.Sigmoid),
        ["Slice"] = Slice,
        ["Softmax"] = node => Plain(node, DigitalOperator.Softmax(node.Attributes.Whole("axis", node.Opset < 13 ? 1 : -1), node.Opset < 13)),
        ["Squeeze"] = node => Dimensions(node, DigitalOperator.Squeeze),
        ["Tanh"] = node => Plain(node, ActivationOperator.Tanh),
        ["Transpose"] = node => Plain(node, DigitalOperator.Transpose(node.Attributes.Wholes("perm") ?? [])),
        ["Unsqueeze"] = node => Dimensions(node, axes => DigitalOperator.Unsqueeze(axes ?? throw InvalidParameterException.Because("axes", "axes are missing."))),
    };

    /// <summary>In alphabetical order; Constant, which is no operator of a network, among them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Table.Keys.Append("Constant").Order(StringComparer.Ordinal)];

    /// <exception cref="InvalidParameterException">The operator is none of the list, or cannot be what its attributes and constants say.</exception>
    public static (INetworkOperator Operator, IReadOnlyList<int> Inputs) Build(OnnxNode node)
    {
        if (!Table.TryGetValue(node.Kind, out var builder))
            throw InvalidParameterException.Because("operator", $"this operator is not computed; these are: {string.Join(", ", Kinds)}.");
        if (node.Inputs.Count == 0 || node.Inputs[0].Length == 0)
            throw InvalidParameterException.Because("input", "its first input is missing.");
        // Some say in every opset what only old ones asked for.
        foreach (var old in new[] { "broadcast", "consumed_inputs", "momentum" })
            node.Attributes.Has(old);
        var built = builder(node);
        node.Attributes.RefuseOthers();
        return built;
    }

    /// <summary>What CircuitSim's own domain holds.</summary>
    public const string Own = "ClippedRelu";

    /// <summary>As <see cref="Build"/>, for the operator of our own domain: it takes x, the ceiling, and 2ᵏ − 1.</summary>
    public static (INetworkOperator Operator, IReadOnlyList<int> Inputs) ClippedRelu(OnnxNode node) => Weighted(node, [1, 2], w =>
        Needed(w, 1) is { Count: 1 } ceiling && Needed(w, 2) is { Count: 1 } steps && Math.Log2(steps.Values.Span[0] + 1) is >= 1 and <= 24 and var bits && Math.Floor(bits) == bits
            ? new ClippedReluOperator((int)bits, ceiling.Values.Span[0])
            : throw InvalidParameterException.Because("steps", "ceiling and steps must be numbers, the steps 2^k - 1 of up to 24 bits."));

    private static (INetworkOperator, IReadOnlyList<int>) Plain(OnnxNode node, INetworkOperator one) => (one, [.. Enumerable.Range(0, node.Inputs.Count)]);

    /// <param name="slots">Which inputs are weights: where all of them are constants the operator is built with them, once.</param>
    private static (INetworkOperator, IReadOnlyList<int>) Weighted(OnnxNode node, IReadOnlyList<int> slots, Func<Func<int, Tensor?>, INetworkOperator> build)
    {
        var given = slots.Where(slot => slot < node.Inputs.Count && node.Inputs[slot].Length > 0);
        return given.All(slot => node.Constant(slot) is not null)
            ? (build(node.Constant), [.. Enumerable.Range(0, node.Inputs.Count).Except(slots)])
            : Plain(node, new GivenWeightsOperator(node.Kind, slots, build));
    }

    private static Tensor Needed(Func<int, Tensor?> weights, int slot) =>
        weights(slot) ?? throw InvalidParameterException.Because("input", FormattableString.Invariant($"its input {slot} is missing."));

    /// <summary>The windows, for a kernel that is given by the node or by the filters.</summary>
    private static Func<IReadOnlyList<int>?, WindowGeometry> Window(OnnxNode node)
    {
        var a = node.Attributes;
        var (kernel, strides, pads, dilations) = (a.Wholes("kernel_shape"), a.Wholes("strides"), a.Wholes("pads"), a.Wholes("dilations"));
        var pad = a.Text("auto_pad", "NOTSET") switch
        {
            "NOTSET" => AutoPad.None,
            "VALID" => AutoPad.Valid,
            "SAME_UPPER" => AutoPad.SameUpper,
            "SAME_LOWER" => AutoPad.SameLower,
            var other => throw InvalidParameterException.Because("auto_pad", $"auto_pad is '{other}'; expected NOTSET, VALID, SAME_UPPER or SAME_LOWER."),
        };
        var ceiling = a.Flag("ceil_mode");
        return ofFilters => new WindowGeometry(
            kernel ?? ofFilters ?? throw InvalidParameterException.Because("kernel_shape", "kernel_shape is missing."),
            strides, pad == AutoPad.None ? pads : null, dilations, pad, ceiling);
    }

    private static (INetworkOperator, IReadOnlyList<int>) Conv(OnnxNode node)
    {
        var (window, groups) = (Window(node), node.Attributes.Whole("group", 1));
        return Weighted(node, [1, 2], w => ConvOperator.Of(Needed(w, 1), w(2), window([.. Needed(w, 1).Shape.Skip(2)]), groups));
    }

    private static (INetworkOperator, IReadOnlyList<int>) BatchNormalization(OnnxNode node)
    {
        var a = node.Attributes;
        var epsilon = a.Number("epsilon", 1e-5);
        if (node.Opset < 9 && !a.Flag("spatial", true))
            throw InvalidParameterException.Because("spatial", "a batch normalization of each value of a channel by itself is not computed.");
        if (node.Opset < 7 && !a.Flag("is_test"))
            throw InvalidParameterException.Because("is_test", "the network is in training; export it for inference.");
        if (a.Flag("training_mode"))
            return Plain(node, DigitalOperator.BatchNormalizationInTraining(epsilon, a.Number("momentum", 0.9)));
        double[] Line(Func<int, Tensor?> w, int slot) => Needed(w, slot).Values.ToArray();
        return Weighted(node, [1, 2, 3, 4], w => BatchNormalizationOperator.Of(Line(w, 1), Line(w, 2), Line(w, 3), Line(w, 4), epsilon));
    }

    private static (INetworkOperator, IReadOnlyList<int>) Reshape(OnnxNode node)
    {
        var zero = node.Attributes.Flag("allowzero");
        if (node.Opset < 5)
            return Plain(node, DigitalOperator.Reshape(node.Attributes.Wholes("shape") ?? throw InvalidParameterException.Because("shape", "shape is missing."), zero));
        return Weighted(node, [1], w => DigitalOperator.Reshape(DigitalOperator.Wholes(Needed(w, 1)), zero));
    }

    /// <summary>Places are attributes until opset 10 made them inputs.</summary>
    private static (INetworkOperator, IReadOnlyList<int>) Slice(OnnxNode node)
    {
        if (node.Opset >= 10)
            return Weighted(node, [1, 2, 3, 4], w => DigitalOperator.Slice(DigitalOperator.Places(Needed(w, 1)), DigitalOperator.Places(Needed(w, 2)), w(3) is { } axes ? DigitalOperator.Wholes(axes) : null, w(4) is { } steps ? DigitalOperator.Places(steps) : null));
        IReadOnlyList<int> Given(string name) => node.Attributes.Places(name) ?? throw InvalidParameterException.Because(name, $"{name} are missing.");
        return Plain(node, DigitalOperator.Slice(Given("starts"), Given("ends"), node.Attributes.Wholes("axes")));
    }

    private static (INetworkOperator, IReadOnlyList<int>) Pad(OnnxNode node)
    {
        var mode = node.Attributes.Text("mode", "constant");
        if (mode is not ("constant" or "edge" or "reflect"))
            throw InvalidParameterException.Because("mode", $"mode is '{mode}'; expected constant, edge or reflect.");
        if (node.Inputs.Count > 3)
            throw InvalidParameterException.Because("axes", "pads of some axes only are not computed; state them for all.");
        if (node.Opset < 11)
            return Plain(node, DigitalOperator.Pad(node.Attributes.Wholes("pads") ?? throw InvalidParameterException.Because("pads", "pads are missing."), node.Attributes.Number("value", 0), mode));
        return Weighted(node, [1, 2], w => DigitalOperator.Pad(DigitalOperator.Wholes(Needed(w, 1)), w(2) is { Count: > 0 } value ? value.Values.Span[0] : 0, mode));
    }

    private static (INetworkOperator, IReadOnlyList<int>) Gemm(OnnxNode node)
    {
        var a = node.Attributes;
        var (alpha, beta, left, right) = (a.Number("alpha", 1), a.Number("beta", 1), a.Flag("transA"), a.Flag("transB"));
        var bias = node.Constant(2);
        return !left && node.Constant(1) is { Shape.Count: 2 } w && (node.Inputs.Count < 3 || node.Inputs[2].Length == 0 || IsRow(bias, w.Shape[right ? 0 : 1]))
            ? (new DenseOperator(Dense(w, right, alpha, bias, beta)), [0])
            : Plain(node, DigitalOperator.Gemm(alpha, beta, left, right));
    }

    /// <summary>Whether a constant adds one number, or the same number for all, to each output of a row.</summary>
    public static bool IsRow(Tensor? constant, int outputs, int dimensions = 2) =>
        constant is not null && constant.Shape.Count <= dimensions && (constant.Count == 1 || (constant.Count == outputs && constant.Shape[^1] == outputs));

    /// <summary>α W with β c as the last row.</summary>
    public static WeightMatrix Dense(Tensor w, bool transposed, double alpha, Tensor? bias, double beta)
    {
        var (rows, outputs) = transposed ? (w.Shape[1], w.Shape[0]) : (w.Shape[0], w.Shape[1]);
        var values = Tensor.Zeros([checked(rows + 1), outputs]);
        for (var i = 0; i < rows; i++)
        {
            for (var k = 0; k < outputs; k++)
                values[i * outputs + k] = alpha * w.Values.Span[transposed ? k * rows + i : i * outputs + k];
        }

        for (var k = 0; k < outputs && bias is not null; k++)
            values[rows * outputs + k] = beta * bias.Values.Span[bias.Count == 1 ? 0 : k];
        return new WeightMatrix(rows + 1, outputs, values);
    }

    private static (INetworkOperator, IReadOnlyList<int>) Recurrent(OnnxNode node, int gates)
    {
        var a = node.Attributes;
        var direction = a.Text("direction", "forward") switch
        {
            "forward" => Direction.Forward,
            "reverse" => Direction.Reverse,
            "bidirectional" => Direction.Bidirectional,
            var other => throw InvalidParameterException.Because("direction", $"direction is '{other}'; expected forward, reverse or bidirectional."),
        };
        var (hidden, layout, activations, coupled) = (a.Whole("hidden_size", 0), a.Flag("layout"), a.Texts("activations"), a.Flag("input_forget"));
        double? clip = a.Has("clip") ? a.Number("clip", 0) : null;
        a.Has("output_sequence");
        return Weighted(node, gates == 1 ? [1, 2, 3] : [1, 2, 3, 7], w =>
        {
            var (wx, wh, directions) = (Needed(w, 1), Needed(w, 2), direction == Direction.Bidirectional ? 2 : 1);
            var size = wh.Shape is [_, _, var n] ? n : 0;
            if (wx.Shape.Count != 3 || size < 1 || (hidden != 0 && hidden != size) || !wx.Shape.Take(2).SequenceEqual([directions, gates * size]) || !wh.Shape.SequenceEqual([directions, gates * size, size]))
                throw InvalidParameterException.WrongShape("weights", $"{wx} and {wh}", FormattableString.Invariant($"[{directions} directions × {gates} · hidden × inputs] and [{directions} × {gates} · hidden × hidden]"));
            var width = gates * size;
            if (w(3) is { } b && !b.Shape.SequenceEqual([directions, 2 * width]))
                throw InvalidParameterException.WrongShape("bias", b.ToString(), $"[{directions} × {2 * width}]");
            WeightMatrix[] matrices = [.. Enumerable.Range(0, directions).Select(d => Step(wx, wh, w(3), d))];
            if (gates == 1)
                return RecurrentOperator.Rnn(matrices, direction, layout, activations, clip);
            var p = w(7);
            if (p is not null && p.Count != directions * 3 * size)
                throw InvalidParameterException.WrongShape("peepholes", p.ToString(), $"[{directions} × {3 * size}]");
            return RecurrentOperator.Lstm(matrices, direction, layout, activations, clip,
                p is null ? null : [.. Enumerable.Range(0, directions).Select(d => new Tensor([3 * size], p.Values.Slice(d * 3 * size, 3 * size)))], coupled);
        });
    }

    /// <summary>[W; R; b] of one direction from ONNX's transposed W [… × inputs], R [… × hidden] and two biases.</summary>
    private static WeightMatrix Step(Tensor wx, Tensor wh, Tensor? bias, int direction)
    {
        var (width, inputs, hidden) = (wx.Shape[1], wx.Shape[2], wh.Shape[2]);
        var values = Tensor.Zeros([inputs + hidden + 1, width]);
        for (var k = 0; k < width; k++)
        {
            for (var i = 0; i < inputs; i++)
                values[i * width + k] = wx.Values.Span[(direction * width + k) * inputs + i];
            for (var i = 0; i < hidden; i++)
                values[(inputs + i) * width + k] = wh.Values.Span[(direction * width + k) * hidden + i];
            if (bias is not null)
                values[(inputs + hidden) * width + k] = bias.Values.Span[direction * 2 * width + k] + bias.Values.Span[direction * 2 * width + width + k];
        }

        return new WeightMatrix(inputs + hidden + 1, width, values);
    }

    /// <summary>Axes are an attribute until opset 13 made them an input.</summary>
    private static (INetworkOperator, IReadOnlyList<int>) Dimensions(OnnxNode node, Func<IReadOnlyList<int>?, INetworkOperator> build) => node.Opset < 13
        ? Plain(node, build(node.Attributes.Wholes("axes")))
        : Weighted(node, [1], w => build(w(1) is { } axes ? DigitalOperator.Wholes(axes) : null));
}

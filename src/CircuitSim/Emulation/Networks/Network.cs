using CircuitSim.Encodings;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Networks;

/// <summary>
/// A trained network as a graph of operators in the order of their computing: the ideal form, and with another
/// <see cref="MatrixProduct"/> the same network on arrays. Immutable; may be shared between threads.
/// </summary>
public sealed class Network
{
    private readonly int[] firstMatrix;

    /// <param name="inputs">Names of the tensors that a caller gives; most networks have one.</param>
    /// <param name="constants">Tensors that nodes take besides, by name.</param>
    /// <param name="nodes">Each after those whose outputs it takes.</param>
    /// <param name="outputs">Names of the tensors that a caller gets.</param>
    /// <exception cref="InvalidParameterException">A node takes a tensor that nobody gives before it, or a name is given twice.</exception>
    public Network(IReadOnlyList<string> inputs, IReadOnlyDictionary<string, Tensor> constants, IReadOnlyList<NetworkNode> nodes, IReadOnlyList<string> outputs)
    {
        InvalidParameterException.RequireAtLeast(outputs.Count, 1, "outputs of the network");
        var given = new HashSet<string>(constants.Keys);
        foreach (var name in inputs)
        {
            if (!given.Add(name))
                throw InvalidParameterException.Because("network", $"the input '{name}' is given twice.");
        }

        firstMatrix = new int[nodes.Count];
        var matrices = new List<NetworkMatrix>();
        foreach (var (n, node) in nodes.Index())
        {
            foreach (var name in node.Inputs)
            {
                if (name.Length > 0 && !given.Contains(name))
                    throw InvalidParameterException.Because("network", $"node '{node.Name}' takes the tensor '{name}', which no input, constant or earlier node gives.");
            }

            foreach (var name in node.Outputs)
            {
                if (name.Length > 0 && !given.Add(name))
                    throw InvalidParameterException.Because("network", $"node '{node.Name}' gives the tensor '{name}', which there is already.");
            }

            firstMatrix[n] = matrices.Count;
            var own = node.Operator.Matrices;
            matrices.AddRange(own.Select((w, k) => new NetworkMatrix(own.Count > 1 ? FormattableString.Invariant($"{node.Name}[{k}]") : node.Name, w)));
        }

        foreach (var name in outputs)
        {
            if (!given.Contains(name))
                throw InvalidParameterException.Because("network", $"no node gives the output '{name}'.");
        }

        (Inputs, Constants, Nodes, Outputs, Matrices) = ([.. inputs], constants, [.. nodes], [.. outputs], matrices);
    }

    public IReadOnlyList<string> Inputs { get; }

    public IReadOnlyDictionary<string, Tensor> Constants { get; }

    public IReadOnlyList<NetworkNode> Nodes { get; }

    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Those of all nodes, in the order of computing.</summary>
    public IReadOnlyList<NetworkMatrix> Matrices { get; }

    /// <summary>A network whose nodes stand in a row, each taking the one before's only output.</summary>
    /// <exception cref="InvalidParameterException">There is no node.</exception>
    public static Network InARow(params IReadOnlyList<(string Name, INetworkOperator Operator)> nodes)
    {
        InvalidParameterException.RequireAtLeast(nodes.Count, 1, "nodes");
        return new Network(["input"], new Dictionary<string, Tensor>(),
            [.. nodes.Select((n, k) => new NetworkNode(n.Name, n.Operator, [k == 0 ? "input" : $"{nodes[k - 1].Name}.out"], [$"{n.Name}.out"]))], [$"{nodes[^1].Name}.out"]);
    }

    /// <summary>
    /// The same network with each batch normalization taken into the convolution or the dense layer before it, where nobody else takes
    /// that one's output: W' = W diag(factor), b' = factor · b + offset, so that arrays hold it and nothing is left to compute.
    /// </summary>
    public Network Folded()
    {
        var nodes = new List<NetworkNode?>(Nodes);
        var takers = Nodes.SelectMany(n => n.Inputs).Concat(Outputs).CountBy(name => name).ToDictionary();
        var givers = new Dictionary<string, int>();
        for (var n = 0; n < nodes.Count; n++)
        {
            var node = nodes[n]!;
            if (node.Operator is BatchNormalizationOperator normalization && givers.TryGetValue(node.Inputs[0], out var before) && takers[node.Inputs[0]] == 1
                && nodes[before]!.Operator.Matrices.Sum(w => w.Outputs) == normalization.Factors.Count)
            {
                INetworkOperator? folded = nodes[before]!.Operator switch
                {
                    ConvOperator conv => new ConvOperator(conv.Window, [.. conv.Matrices.Select((w, g) => normalization.Folded(w, g * w.Outputs))]),
                    // Channels are the second dimension, a dense layer's outputs the last: the same only for [samples × inputs].
                    DenseOperator dense => new DenseOperator(normalization.Folded(dense.Matrices[0], 0), onlyMatrices: true),
                    _ => null,
                };
                if (folded is not null)
                {
                    node = nodes[n] = nodes[before]! with { Operator = folded, Outputs = node.Outputs };
                    nodes[before] = null;
                }
            }

            foreach (var output in node.Outputs)
                givers[output] = n;
        }

        return new Network(Inputs, Constants, [.. nodes.OfType<NetworkNode>()], Outputs);
    }

    /// <summary>A batch through a network with one input, to its first output.</summary>
    /// <param name="batch">The first dimension counts the samples, if the network's operators take it so.</param>
    /// <param name="product">By <see cref="Matrices"/>; null multiplies exactly.</param>
    public Tensor Apply(Tensor batch, MatrixProduct? product = null)
    {
        if (Inputs.Count != 1)
            throw InvalidParameterException.Because("network", FormattableString.Invariant($"the network takes {Inputs.Count} inputs ({string.Join(", ", Inputs)}), and one was given."));
        return Run(new Dictionary<string, Tensor> { [Inputs[0]] = batch }, product)[0];
    }

    /// <returns>The tensors of <see cref="Outputs"/>.</returns>
    /// <exception cref="InvalidParameterException">An input is missing, or a node cannot take what it is given: named.</exception>
    public IReadOnlyList<Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, MatrixProduct? product = null)
    {
        product ??= ExactProduct;
        var tensors = new Dictionary<string, Tensor>(Constants);
        foreach (var name in Inputs)
            tensors[name] = inputs.TryGetValue(name, out var tensor) ? tensor : throw InvalidParameterException.Because("network", $"the input '{name}' is missing.");
        foreach (var (n, node) in Nodes.Index())
        {
            var first = firstMatrix[n];
            IReadOnlyList<Tensor> found;
            try
            {
                found = node.Operator.Apply([.. node.Inputs.Select(name => name.Length > 0 ? tensors[name] : null)], (matrix, count, x) => product(first + matrix, count, x));
                if (node.Outputs.Skip(found.Count).Any(name => name.Length > 0))
                    throw InvalidParameterException.Because("outputs", FormattableString.Invariant($"it gives {found.Count} outputs, not {node.Outputs.Count}."));
            }
            catch (InvalidParameterException e)
            {
                throw InvalidParameterException.Because(e.Parameter, $"node '{node.Name}' ({node.Operator.Kind}): {e.Message}");
            }

            foreach (var (name, tensor) in node.Outputs.Zip(found))
            {
                if (name.Length > 0)
                    tensors[name] = tensor;
            }
        }

        return [.. Outputs.Select(name => tensors[name])];
    }

    /// <summary>y = Wᵀx + b, inputs added in index order and the bias last.</summary>
    public double[] ExactProduct(int matrix, int count, ReadOnlyMemory<double> inputs) => Multiply(Matrices[matrix].Weights, count, inputs.Span);

    /// <summary>As <see cref="ExactProduct"/>, by any matrix whose last row is the bias.</summary>
    /// <exception cref="InvalidParameterException">The inputs are not count × (rows − 1).</exception>
    public static double[] Multiply(WeightMatrix weights, int count, ReadOnlySpan<double> inputs)
    {
        var (rows, outputs) = (weights.Rows - 1, weights.Outputs);
        if (inputs.Length != (long)count * rows)
            throw InvalidParameterException.WrongShape(nameof(inputs), $"[{inputs.Length}]", $"[{count} × {rows}]");
        var result = new double[count * outputs];
        DenseProduct.Add(count, rows, outputs, inputs, weights.Values[..(rows * outputs)], result);
        for (var n = 0; n < count; n++)
            Softmax.AddScaled(1, weights.Values[(rows * outputs)..], result.AsSpan(n * outputs, outputs));
        return result;
    }
}

using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Onnx;
using CircuitSim.Encodings;
using CircuitSim.Files;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation.Onnx;

public class NetworkFileTests
{
    private readonly RandomStream stream = new(11);

    /// <summary>What is written, run by PyTorch's functions as ONNX's text says, with no line of ours.</summary>
    private const string Interpreter = """
        import onnx, torch
        import torch.nn.functional as F
        from onnx import numpy_helper
        def value(a):
            v = onnx.helper.get_attribute_value(a)
            return v.decode() if isinstance(v, bytes) else [s.decode() for s in v] if isinstance(v, list) and v and isinstance(v[0], bytes) else v
        def recurrent(kind, i, a):
            x, w, r, b = i[:4]
            gates, order = (4, [0, 2, 3, 1]) if kind == 'LSTM' else (1, [0])
            if a.get('layout'): x = x.transpose(0, 1)
            both = a['direction'] == 'bidirectional'
            if a['direction'] == 'reverse': x = x.flip(0)
            layer = (torch.nn.LSTM if kind == 'LSTM' else torch.nn.RNN)(x.shape[2], a['hidden_size'], bidirectional=both)
            def put(name, m): getattr(layer, name).data = torch.cat([m.chunk(gates)[k] for k in order])
            for d, end in enumerate(['', '_reverse'][:w.shape[0]]):
                put('weight_ih_l0' + end, w[d]); put('weight_hh_l0' + end, r[d])
                put('bias_ih_l0' + end, b[d].chunk(2)[0]); put('bias_hh_l0' + end, b[d].chunk(2)[1])
            y, last = layer(x)
            h = last[0] if kind == 'LSTM' else last
            y = y.reshape(y.shape[0], y.shape[1], w.shape[0], -1).transpose(1, 2)
            if a['direction'] == 'reverse': y = y.flip(0)
            return (y.permute(2, 0, 1, 3), h.transpose(0, 1)) if a.get('layout') else (y, h)
        def padded(x, p, v):
            n = len(p) // 2
            return F.pad(x, [q for d in reversed(range(n)) for q in (p[d], p[n + d])], value=v)
        def run(nodes, t, functions):
            for n in nodes:
                a = {x.name: value(x) for x in n.attribute}
                i = [t[x] if x else None for x in n.input]
                k = n.op_type
                if (n.domain, k) in functions:
                    f = functions[n.domain, k]
                    inner = run(f.node, dict(zip(f.input, i)), functions)
                    o = [inner[x] for x in f.output]
                elif k == 'Constant': o = [torch.tensor(a['value_float'])]
                elif k == 'Gemm': o = [i[0] @ i[1] + i[2]]
                elif k == 'MatMul': o = [i[0] @ i[1]]
                elif k == 'Add': o = [i[0] + i[1]]
                elif k == 'Mul': o = [i[0] * i[1]]
                elif k == 'Div': o = [i[0] / i[1]]
                elif k == 'Floor': o = [i[0].floor()]
                elif k == 'Clip': o = [i[0].clamp(i[1], i[2])]
                elif k == 'Conv': o = [F.conv2d(padded(i[0], a['pads'], 0), i[1], i[2], a['strides'], 0, a.get('dilations', 1), a['group'])]
                elif k == 'MaxPool': o = [F.max_pool2d(i[0], a['kernel_shape'], a['strides'], a['pads'][:2], ceil_mode=bool(a.get('ceil_mode')))]
                elif k == 'AveragePool': o = [F.avg_pool2d(i[0], a['kernel_shape'], a['strides'], a['pads'][:2], count_include_pad=bool(a['count_include_pad']))]
                elif k == 'GlobalAveragePool': o = [i[0].mean((2, 3), keepdim=True)]
                elif k == 'BatchNormalization': o = [F.batch_norm(i[0], i[3], i[4], i[1], i[2], eps=a['epsilon'])]
                elif k in ('Relu', 'Sigmoid', 'Tanh'): o = [getattr(torch, k.lower())(i[0])]
                elif k == 'Softmax': o = [F.softmax(i[0], a['axis'])]
                elif k == 'Flatten': o = [i[0].flatten(a['axis'])]
                elif k == 'Reshape': o = [i[0].reshape([i[0].shape[d] if s == 0 else int(s) for d, s in enumerate(i[1])])]
                elif k == 'Transpose': o = [i[0].permute(a['perm'])]
                elif k == 'Gather': o = [i[0].select(a['axis'], int(i[1]))]
                elif k == 'Slice':
                    part = [slice(None)] * i[0].dim()
                    for first, end, axis, step in zip(*(v.tolist() for v in i[1:])): part[axis] = slice(first, end, step)
                    o = [i[0][tuple(part)]]
                elif k == 'Pad': o = [padded(i[0], [int(p) for p in i[1]], float(i[2]))]
                elif k in ('LSTM', 'RNN'): o = recurrent(k, i, a)
                else: raise Exception(k)
                t.update(zip(n.output, o))
            return t
        for name in sys.argv[2:]:
            model = onnx.load(f'{sys.argv[1]}/{name}.onnx')
            onnx.checker.check_model(model, full_check=True)
            data = np.load(f'{sys.argv[1]}/{name}-data.npz')
            t = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in model.graph.initializer}
            t[model.graph.input[0].name] = torch.tensor(data['x'], dtype=torch.float32)
            with torch.no_grad():
                y = run(model.graph.node, t, {(f.domain, f.name): f for f in model.functions})[model.graph.output[0].name]
            print(name, list(y.shape) == list(data['y'].shape), float(abs(y.numpy() - data['y']).max()))
        """;

    [PyTorchFact, Trait("Category", "slow")]
    public void Networks_WrittenAsOnnx_AreValidAndMeanTheSameToOthers()
    {
        using var folder = new TemporaryFolder();
        var networks = Networks();
        foreach (var (name, (network, shape)) in networks)
        {
            NetworkFile.Write(folder.File($"{name}.onnx"), network, [null, .. shape.Skip(1).Select(n => (int?)n)]);
            var x = new Tensor(shape, Draw(shape.Aggregate((m, n) => m * n)));
            var y = network.Apply(x);
            NpzFile.Write(folder.File($"{name}-data.npz"), [new("x", x.Shape, x.Values), new("y", y.Shape, y.Values)]);

            var read = NetworkFile.Read(folder.File($"{name}.onnx"));
            Assert.Equal([null, .. shape.Skip(1).Select(n => (int?)n)], read.InputShapes[0]!);
            Close.Equal(y.Values.Span, read.Network.Apply(x).Values.Span, 1e-5, 1e-5, name);
            Assert.Equal(network.Matrices.Select(m => (m.Weights.Rows, m.Weights.Outputs)), read.Network.Matrices.Select(m => (m.Weights.Rows, m.Weights.Outputs)));
        }

        var lines = NumPy.Run(Interpreter, [folder.Path, .. networks.Keys]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(networks.Count, lines.Length);
        Assert.All(lines, line => Assert.True(line.Split(' ') is [_, "True", var largest] && double.Parse(largest) < 1e-5, line));
    }

    [Fact]
    public void Networks_WrittenAsArchives_AreTheSameToTheLastBit()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, (network, shape)) in Networks())
        {
            var x = new Tensor(shape, Draw(shape.Aggregate((m, n) => m * n)));
            void Write(string file, Network written) => NetworkFile.Write(folder.File(file), written, [null, .. shape.Skip(1).Select(n => (int?)n)]);
            if (name == "graph")
            {
                Assert.Contains("row", Assert.Throws<InvalidParameterException>(() => Write("g.npz", network)).Message);
                continue;
            }

            Write($"{name}.npz", network);
            var read = NetworkFile.Read(folder.File($"{name}.npz"));
            Assert.Equal(network.Apply(x).Values.ToArray(), read.Network.Apply(x).Values.ToArray());
            Assert.Equal(network.Nodes.Select(n => n.Name), read.Network.Nodes.Select(n => n.Name));
            Write("again.npz", read.Network);
            Assert.Equal(File.ReadAllBytes(folder.File($"{name}.npz")), File.ReadAllBytes(folder.File("again.npz")));
        }
    }

    [NumPyFact]
    public void Archives_FromNumPy_AreNetworks()
    {
        using var folder = new TemporaryFolder();
        NumPy.Run("""
            w = np.arange(6.0).reshape(3, 2)
            np.savez(sys.argv[1], **{'first.Gemm.B': w, 'first.Gemm.C': np.array([1.0, -20.0]), 'relu.Relu': [], 'second.Gemm.B': np.ones((2, 1))})
            """, folder.File("n.npz"));
        var model = NetworkFile.Read(folder.File("n.npz"));
        Assert.Null(model.InputShapes[0]);
        // 1·(0, 1) + 2·(2, 3) + 3·(4, 5) + (1, −20) = (17, 2)
        Assert.Equal([19.0], model.Network.Apply(new Tensor([1, 3], new double[] { 1, 2, 3 })).Values.ToArray());
    }

    [Theory]
    [InlineData("first.Elu", "node 'first' (Elu)")]
    [InlineData("weights", "named name.Kind.what")]
    [InlineData("c.Conv.strides=fast", "(Conv)")]
    [InlineData("r.Relu.colour=red", "attribute 'colour'")]
    [InlineData("s.Softmax.axis", "whole numbers")]
    public void Archives_ThatAreNoNetworks_AreRefused(string entry, string expected)
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder.File("n.npz"), [new(entry, [1], new[] { 0.5 })]);
        Assert.Contains(expected, Assert.Throws<DataFileException>(() => NetworkFile.Read(folder.File("n.npz"))).Message);
        Assert.Contains(".onnx or .npz", Assert.Throws<DataFileException>(() => NetworkFile.Read(folder.File("n.h5"))).Message);
    }

    private Dictionary<string, (Network Network, int[] Shape)> Networks()
    {
        WeightMatrix Matrix(int rows, int outputs) => new(rows + 1, outputs, Draw((rows + 1) * outputs));
        ConvOperator Conv(int filters, int channels, int groups, WindowGeometry window) =>
            ConvOperator.Of(new Tensor([filters, channels / groups, .. window.Kernel], Draw(filters * channels / groups * window.Size)), new Tensor([filters], Draw(filters)), window, groups);
        Network Recurrent(RecurrentOperator layer, int features) => new(["input"], new Dictionary<string, Tensor>(),
            [new("layer", layer, ["input"], ["", "h"]), new("flatten", DigitalOperator.Flatten(), ["h"], ["f"]), new("dense", new DenseOperator(Matrix(features, 3)), ["f"], ["y"])], ["y"]);
        return new()
        {
            ["cnn"] = (Network.InARow(("conv1", Conv(6, 2, 2, new WindowGeometry([3, 2], [1, 2], [1, 0, 2, 1], [2, 1]))), ("norm", new BatchNormalizationOperator(Draw(6), Draw(6))), ("relu", ActivationOperator.Relu),
                ("max", DigitalOperator.MaxPool(new WindowGeometry([3, 3], [2, 2], ceiling: true))), ("average", DigitalOperator.AveragePool(new WindowGeometry([2, 2], [1, 1], [1, 1, 1, 1]), true)),
                ("pad", DigitalOperator.Pad([0, 0, 0, 1, 0, 0, 1, 0], 0.5)), ("flatten", DigitalOperator.Flatten()), ("dense", new DenseOperator(Matrix(6 * 7 * 5, 4))), ("softmax", DigitalOperator.Softmax())), [3, 2, 12, 13]),
            ["sequence"] = (Network.InARow(("dense1", new DenseOperator(Matrix(5, 4))), ("neuron", new ClippedReluOperator(4, 0.7)), ("dense2", new DenseOperator(Matrix(4, 3))), ("sigmoid", ActivationOperator.Sigmoid),
                ("part", DigitalOperator.Slice([-5, 0], [int.MaxValue, 2], [-2, 2], [2, 1])), ("last", DigitalOperator.Reshape([0, -1])), ("tanh", ActivationOperator.Tanh)), [3, 6, 5]),
            ["lstm"] = (Recurrent(RecurrentOperator.Lstm([Matrix(5 + 4, 16), Matrix(5 + 4, 16)], Direction.Bidirectional, samplesFirst: true), 8), [3, 6, 5]),
            ["rnn"] = (Recurrent(RecurrentOperator.Rnn([Matrix(5 + 4, 4)], Direction.Reverse, samplesFirst: true, ["Tanh"]), 4), [3, 6, 5]),
            ["graph"] = (new Network(["image"], new Dictionary<string, Tensor> { ["place"] = new([], new double[] { 1 }), ["row"] = new([4], Draw(4)) },
            [
                new("conv", Conv(2, 2, 1, WindowGeometry.Square(3, pad: 1)), ["image"], ["c"]), new("skip", DigitalOperator.Add(), ["c", "image"], ["s"]), new("turn", DigitalOperator.Transpose(0, 1, 3, 2), ["s"], ["t"]),
                new("pool", DigitalOperator.GlobalAveragePool(), ["t"], ["p"]), new("shape", DigitalOperator.Reshape([0, 2]), ["p"], ["r"]), new("dense", new DenseOperator(Matrix(2, 4)), ["r"], ["d"]),
                new("add", DigitalOperator.Add(), ["d", "row"], ["a"]), new("pick", DigitalOperator.Gather(1), ["a", "place"], ["y"]),
            ], ["y"]), [3, 2, 6, 6]),
        };
    }

    private double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => stream.NextUniform(-1, 1))];
}

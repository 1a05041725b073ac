using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;
using CircuitSim.Files;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation.Networks;

public class OperatorTests
{
    [PyTorchFact, Trait("Category", "slow")]
    public void Convolutions_OfAllGeometries_AreThoseOfPyTorch()
    {
        var cases = Run("""
            g = torch.Generator().manual_seed(1)
            k = 0
            for dims, groups, kernel, stride, pad, dilation in [(1, 1, (3,), (2,), (1,), (1,)), (1, 3, (4,), (1,), (3,), (2,)), (2, 1, (3, 3), (1, 1), (0, 0), (1, 1)),
                    (2, 2, (5, 2), (2, 3), (2, 1), (1, 2)), (2, 6, (3, 3), (1, 1), (1, 1), (1, 1)), (3, 1, (2, 3, 2), (1, 2, 1), (1, 0, 1), (2, 1, 1))]:
                x = torch.randn((3, 6) + (11, 9, 7)[:dims], generator=g, dtype=torch.float64)
                w = torch.randn((12, 6 // groups) + kernel, generator=g, dtype=torch.float64)
                b = torch.randn(12, generator=g, dtype=torch.float64)
                y = (F.conv1d, F.conv2d, F.conv3d)[dims - 1](x, w, b, stride, pad, dilation, groups)
                put(k, x=x, w=w, b=b, y=y, kernel=kernel, stride=stride, pad=pad * 2, dilation=dilation, groups=[groups])
                k += 1
            """);
        Assert.Equal(6, cases.Count);
        foreach (var c in cases)
        {
            var window = new WindowGeometry(c.Whole("kernel"), c.Whole("stride"), c.Whole("pad"), c.Whole("dilation"));
            var conv = ConvOperator.Of(c["w"], c["b"], window, c.Whole("groups")[0]);
            Assert.Equal(c.Whole("groups")[0], conv.Matrices.Count);
            AssertSame(c["y"], Network.InARow(("conv", conv)).Apply(c["x"]));
        }
    }

    [PyTorchFact, Trait("Category", "slow")]
    public void Poolings_OfAllGeometries_AreThoseOfPyTorch()
    {
        var cases = Run("""
            g = torch.Generator().manual_seed(2)
            k = 0
            for kernel, stride, pad, dilation, ceil in [((2, 2), (2, 2), (0, 0), (1, 1), 0), ((3, 3), (2, 2), (1, 1), (1, 1), 0), ((3, 2), (2, 3), (1, 1), (1, 1), 1), ((4, 3), (3, 1), (2, 0), (1, 1), 1), ((2, 3), (1, 2), (1, 1), (2, 2), 0)]:
                x = torch.randn(2, 3, 11, 10, generator=g, dtype=torch.float64)
                m, i = F.max_pool2d(x, kernel, stride, pad, dilation, ceil_mode=bool(ceil), return_indices=True)
                put(k, x=x, m=m, i=i.double() + 110 * torch.arange(6).reshape(2, 3, 1, 1), a=F.avg_pool2d(x, kernel, stride, pad, bool(ceil), False), c=F.avg_pool2d(x, kernel, stride, pad, bool(ceil), True),
                    s=x.mean((2, 3), keepdim=True), kernel=kernel, stride=stride, pad=pad * 2, dilation=dilation, ceil=[ceil])
                k += 1
            """);
        foreach (var c in cases)
        {
            WindowGeometry Window(int[]? dilation) => new(c.Whole("kernel"), c.Whole("stride"), c.Whole("pad"), dilation, ceiling: c.Whole("ceil")[0] == 1);
            var max = DigitalOperator.MaxPool(Window(c.Whole("dilation"))).Apply([c["x"]], null!);
            AssertSame(c["m"], max[0]);
            AssertSame(c["i"], max[1]);
            AssertSame(c["a"], Apply(DigitalOperator.AveragePool(Window(null)), c["x"]));
            AssertSame(c["c"], Apply(DigitalOperator.AveragePool(Window(null), countPads: true), c["x"]));
            AssertSame(c["s"], Apply(DigitalOperator.GlobalAveragePool(), c["x"]));
        }
    }

    [PyTorchFact, Trait("Category", "slow")]
    public void Softmax_AlongEachAxis_IsPyTorchs()
    {
        var c = Assert.Single(Run("""
            x = 40 * torch.randn(3, 4, 5, 2, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
            put(0, x=x, a0=F.softmax(x, 0), a1=F.softmax(x, 1), a2=F.softmax(x, 2), a3=F.softmax(x, 3), flat=F.softmax(x.reshape(12, 10), 1).reshape(x.shape))
            """));
        for (var axis = 0; axis < 4; axis++)
        {
            AssertSame(c[$"a{axis}"], Apply(DigitalOperator.Softmax(axis), c["x"]));
            AssertSame(c[$"a{axis}"], Apply(DigitalOperator.Softmax(axis - 4), c["x"]));
        }

        AssertSame(c["flat"], Apply(DigitalOperator.Softmax(2, flattened: true), c["x"]));
    }

    [PyTorchFact, Trait("Category", "slow")]
    public void RecurrentLayers_BothWays_AreThoseOfPyTorch()
    {
        // PyTorch's gates are i, f, g, o; ours, as ONNX's, are i, o, f, c.
        var cases = Run("""
            torch.manual_seed(4)
            def matrix(layer, end, order):
                w, r, b, c = [getattr(layer, n + end).detach() for n in ('weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0')]
                m = torch.cat([w.T, r.T, (b + c)[None]])
                return torch.cat([m.chunk(len(order), 1)[k] for k in order], 1)
            for k, (cell, order) in enumerate([(torch.nn.RNN, [0]), (torch.nn.LSTM, [0, 3, 1, 2])]):
                layer = cell(5, 4, bidirectional=True).double()
                x, h, c = torch.randn(7, 3, 5).double(), torch.randn(2, 3, 4).double(), torch.randn(2, 3, 4).double()
                y, last = layer(x, h if k == 0 else (h, c))
                put(k, x=x, h=h, c=c, forward=matrix(layer, '', order), reverse=matrix(layer, '_reverse', order), y=y.reshape(7, 3, 2, 4).transpose(1, 2),
                    last=last if k == 0 else last[0], cell=c if k == 0 else last[1])
            """);
        foreach (var (k, c) in cases.Index())
        {
            WeightMatrix[] weights = [Matrix(c["forward"]), Matrix(c["reverse"])];
            var layer = k == 0 ? RecurrentOperator.Rnn(weights, Direction.Bidirectional) : RecurrentOperator.Lstm(weights, Direction.Bidirectional);
            var outputs = layer.Apply([c["x"], null, c["h"], c["c"]], (d, count, x) => Network.Multiply(weights[d], count, x.Span));
            AssertSame(c["y"], outputs[0]);
            AssertSame(c["last"], outputs[1]);
            Assert.Equal(k == 0 ? 2 : 3, outputs.Count);
            if (k == 1)
                AssertSame(c["cell"], outputs[2]);

            // The other layout and samples that end early: each sample as if it stood alone.
            var samplesFirst = k == 0 ? RecurrentOperator.Rnn(weights, Direction.Bidirectional, samplesFirst: true) : RecurrentOperator.Lstm(weights, Direction.Bidirectional, samplesFirst: true);
            var alone = layer.Apply([Apply(DigitalOperator.Transpose(1, 0, 2), Part(c["x"], 4, 1))], (d, count, x) => Network.Multiply(weights[d], count, x.Span));
            var together = samplesFirst.Apply([Apply(DigitalOperator.Transpose(1, 0, 2), c["x"]), new Tensor([3], new double[] { 7, 4, 0 })], (d, count, x) => Network.Multiply(weights[d], count, x.Span));
            Assert.Equal([3, 7, 2, 4], together[0].Shape);
            Close.Equal(alone[1].Values.Span, together[1].Values.Span.Slice(8, 8), 1e-12);
            Assert.All(together[1].Values[16..].ToArray(), value => Assert.Equal(0, value));
        }
    }

    [PyTorchFact, Trait("Category", "slow")]
    public void Folding_OfBatchNormalizations_ChangesNoOutput()
    {
        var c = Assert.Single(Run("""
            torch.manual_seed(5)
            net = torch.nn.Sequential(torch.nn.Conv2d(4, 6, 3, groups=2), torch.nn.BatchNorm2d(6), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(54, 5), torch.nn.BatchNorm1d(5)).double()
            for n in (net[1], net[5]):
                for p in (n.weight, n.bias, n.running_mean): p.data.normal_()
                n.running_var.data.uniform_(0.1, 2)
            net.eval()
            x = torch.randn(3, 4, 5, 5).double()
            put(0, x=x, y=net(x).detach(), w=net[0].weight, b=net[0].bias, d=torch.cat([net[4].weight.T, net[4].bias[None]]),
                **{f'n{k}{i}': p for k, n in enumerate((net[1], net[5])) for i, p in enumerate((n.weight, n.bias, n.running_mean, n.running_var))})
            """));
        BatchNormalizationOperator Norm(int k) => BatchNormalizationOperator.Of(c.Line($"n{k}0"), c.Line($"n{k}1"), c.Line($"n{k}2"), c.Line($"n{k}3"), 1e-5);
        var network = Network.InARow(("conv", ConvOperator.Of(c["w"], c["b"], WindowGeometry.Square(3), 2)), ("norm1", Norm(0)), ("relu", ActivationOperator.Relu),
            ("flatten", DigitalOperator.Flatten()), ("dense", new DenseOperator(Matrix(c["d"]))), ("norm2", Norm(1)));

        var folded = network.Folded();

        AssertSame(c["y"], network.Apply(c["x"]));
        AssertSame(c["y"], folded.Apply(c["x"]));
        Assert.Equal(["conv", "relu", "flatten", "dense"], folded.Nodes.Select(n => n.Name));
        Assert.Equal(network.Matrices.Select(m => (m.Name, m.Weights.Rows)), folded.Matrices.Select(m => (m.Name, m.Weights.Rows)));
    }

    [Fact]
    public void Folding_WhereAnotherTakesTheTensor_LeavesItAlone()
    {
        var dense = new NetworkNode("dense", new DenseOperator(new WeightMatrix(2, 1, [2, 0])), ["x"], ["y"]);
        var norm = new NetworkNode("norm", new BatchNormalizationOperator([3], [4]), ["y"], ["z"]);
        var sum = new NetworkNode("sum", DigitalOperator.Add(), ["y", "z"], ["s"]);
        var none = new Dictionary<string, Tensor>();
        Assert.Equal(3, new Network(["x"], none, [dense, norm, sum], ["s"]).Folded().Nodes.Count);
        Assert.Equal(2, new Network(["x"], none, [dense, norm], ["z", "y"]).Folded().Nodes.Count);
        var folded = new Network(["x"], none, [dense, norm], ["z"]).Folded();
        Assert.Equal([34.0], folded.Apply(new Tensor([1, 1], new double[] { 5 })).Values.ToArray());
        Assert.Throws<InvalidParameterException>(() => folded.Apply(new Tensor([1, 1, 1], new double[] { 5 })));
    }

    [Fact]
    public void Convolution_OnArrays_AsksForItsPatchesByGroup()
    {
        var conv = ConvOperator.Of(new Tensor([2, 1, 2, 2], new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }), null, WindowGeometry.Square(2), groups: 2);
        var network = Network.InARow(("conv", conv));
        Assert.Equal(["conv[0]", "conv[1]"], network.Matrices.Select(m => m.Name));
        var asked = new List<string>();

        var y = network.Apply(new Tensor([1, 2, 2, 3], new double[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }), (matrix, count, x) =>
        {
            asked.Add($"{matrix}: {string.Join(' ', x.ToArray())}");
            return network.ExactProduct(matrix, count, x);
        });

        Assert.Equal(["0: 0 1 3 4 1 2 4 5", "1: 6 7 9 10 7 8 10 11"], asked);
        Assert.Equal([1, 2, 1, 2], y.Shape);
        Assert.Equal([0 + 2 + 9 + 16, 1.0 + 4 + 12 + 20, 30 + 42 + 63 + 80, 35 + 48 + 70 + 88], y.Values.ToArray());
    }

    [Fact]
    public void Convolution_OfALargeBatch_IsCutIntoBlocksThatGiveTheSameBits()
    {
        var stream = new RandomStream(6);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => stream.NextUniform(-1, 1))];
        var conv = ConvOperator.Of(new Tensor([2, 16, 5, 5], Draw(800)), new Tensor([2], Draw(2)), WindowGeometry.Square(5, pad: 2));
        var x = new Tensor([8, 16, 30, 30], Draw(8 * 16 * 900));
        var products = 0;

        var y = conv.Apply([x], (_, count, p) =>
        {
            products++;
            return Network.Multiply(conv.Matrices[0], count, p.Span);
        })[0];

        Assert.Equal(2, products);
        var last = Apply(conv, Part(x, 8, 7, alongFirst: true));
        Assert.Equal(last.Values.ToArray(), y.Values[(7 * 1800)..].ToArray());
    }

    [Fact]
    public void ClippedRelu_OfFourBits_HasSixteenValues()
    {
        var neuron = new ClippedReluOperator(4, 3);
        // Steps of 0.2; halves go upwards.
        Assert.Equal([0, 0, 0.2, 0.2, 3, 3], new[] { -1, 0.0999, 0.1, 0.2999, 2.95, 100 }.Select(x => Math.Round(neuron.Of(x), 12)));
        Assert.Equal(16, Enumerable.Range(-100, 1000).Select(k => neuron.Of(k * 0.01)).Distinct().Count());
    }

    [Theory]
    [InlineData(new[] { 0, -1 }, false, new[] { 2, 12 })]
    [InlineData(new[] { 4, 0, 2 }, false, new[] { 4, 3, 2 })]
    [InlineData(new[] { -1 }, true, new[] { 24 })]
    [InlineData(new[] { 5, -1 }, false, null)]
    [InlineData(new[] { 0, 24 }, true, null)]
    [InlineData(new[] { -1, 0, 1, 1, 0 }, false, null)]
    public void Reshape_WithSizesLeftOpen_TakesWhatIsThere(int[] sizes, bool allowZero, int[]? expected)
    {
        var x = new Tensor([2, 3, 4], new double[24]);
        var reshape = DigitalOperator.Reshape(sizes, allowZero);
        if (expected is null)
            Assert.Throws<InvalidParameterException>(() => Apply(reshape, x));
        else
            Assert.Equal(expected, Apply(reshape, x).Shape);
    }

    [Fact]
    public void Outputs_BeyondAllMemory_AreRefusedBeforeItIsTaken()
    {
        var row = new Tensor([1, 1_000_000], new double[1_000_000]);
        Assert.Contains("2 GiB", Assert.Throws<InvalidParameterException>(() => DigitalOperator.Add().Apply([row, row.Reshaped(1_000_000, 1)], null!)).Message);
        Assert.Contains("pad", Assert.Throws<InvalidParameterException>(() => new WindowGeometry([2], pads: [1_000_000, 0])).Message);
        Assert.Contains("does not fit", Assert.Throws<InvalidParameterException>(() => Apply(DigitalOperator.MaxPool(new WindowGeometry([2], dilations: [int.MaxValue])), row.Reshaped(1, 1, 1_000_000))).Message);
        Assert.Contains("more than are computed", Assert.Throws<InvalidParameterException>(() => Apply(DigitalOperator.MaxPool(new WindowGeometry([50_000])), row.Reshaped(1, 1, 1_000_000))).Message);
    }

    private static Tensor Apply(INetworkOperator one, Tensor x) => Network.InARow(("one", one)).Apply(x);

    private static WeightMatrix Matrix(Tensor t) => new(t.Shape[0], t.Shape[1], t.Values.Span);

    /// <summary>Of [steps × samples × inputs] one sample's first steps, or of [samples × …] one sample.</summary>
    private static Tensor Part(Tensor x, int steps, int sample, bool alongFirst = false)
    {
        if (alongFirst)
            return new Tensor([1, .. x.Shape.Skip(1)], x.Values.Slice(sample * (x.Count / x.Batch), x.Count / x.Batch));
        var (samples, width) = (x.Shape[1], x.Shape[2]);
        return new Tensor([1, steps, width], Enumerable.Range(0, steps).SelectMany(t => x.Values.Slice((t * samples + sample) * width, width).ToArray()).ToArray());
    }

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Close.Equal(expected.Values.Span, actual.Values.Span, 1e-12, 1e-12);
    }

    /// <summary>Runs a script that puts arrays of numbered cases.</summary>
    private static List<Case> Run(string script)
    {
        using var folder = new TemporaryFolder();
        NumPy.Run($"""
            import torch
            import torch.nn.functional as F
            cases = []
            def put(k, **arrays):
                cases.extend((str(k) + '.' + n, np.ascontiguousarray(a.detach().numpy() if torch.is_tensor(a) else a, dtype='<f8')) for n, a in arrays.items())
            {script}
            np.savez(sys.argv[1], **dict(cases))
            """, folder.File("cases.npz"));
        return [.. NpzFile.Read(folder.File("cases.npz")).GroupBy(a => int.Parse(a.Name.Split('.')[0])).OrderBy(g => g.Key)
            .Select(g => new Case(g.ToDictionary(a => a.Name.Split('.')[1], a => new Tensor(a.Shape, a.Values))))];
    }

    private sealed record Case(Dictionary<string, Tensor> Arrays)
    {
        public Tensor this[string name] => Arrays[name];

        public double[] Line(string name) => Arrays[name].Values.ToArray();

        public int[] Whole(string name) => Array.ConvertAll(Line(name), v => (int)v);
    }
}

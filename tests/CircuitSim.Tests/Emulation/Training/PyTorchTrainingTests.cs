using System.Globalization;
using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Training;
using CircuitSim.Files;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation.Training;

/// <summary>PyTorch differentiates the same networks, given the same numbers.</summary>
public class PyTorchTrainingTests
{
    private const int Samples = 6;

    /// <summary>Turns each parameter array of a layer into the form that PyTorch wants, inside its graph: gradients come back in ours.</summary>
    private const string Layers = """
        import torch, torch.nn.functional as F
        given = np.load(sys.argv[1])
        count = int(sys.argv[2])
        p = [torch.tensor(given[f'p{k}'], dtype=torch.float64, requires_grad=True) for k in range(count)]
        x = torch.tensor(given['x'], dtype=torch.float64)
        def dense(v, w, outputs):
            w = w.reshape(-1, outputs)
            return F.linear(v.flatten(1), w[:-1].T, w[-1])
        def conv(v, w, filters, kernel, **options):
            w = w.reshape(-1, filters)
            return F.conv2d(v, w[:-1].T.reshape(filters, v.shape[1], kernel, kernel), w[-1], **options)
        def recurrent(v, w, hidden, gates):
            w, features, state = w.reshape(-1, gates * hidden), v.shape[2], zeros(1, v.shape[0], hidden)
            if gates == 4: # i, o, f, c to i, f, c, o
                i, o, f, c = w.split(hidden, 1)
                w = torch.cat([i, f, c, o], 1)
            weights, options = [w[:features].T, w[features:-1].T, w[-1], zeros(gates * hidden)], (True, 1, 0.0, False, False, True)
            return torch.lstm(v, (state, state), weights, *options)[0] if gates == 4 else torch.rnn_tanh(v, state, weights, *options)[0]
        def norm(v, factors, offsets, means, variances):
            return F.batch_norm(v, means, variances, factors, offsets, training=True, momentum=0.1, eps=1e-5)
        def zeros(*n): return torch.zeros(n, dtype=torch.float64)
        def ones(n): return torch.ones(n, dtype=torch.float64)
        """;

    private static readonly (int[] Shape, LayerPlan[] Plan, string Python)[] Cases =
    [
        ([2, 7, 8],
            [new ConvolutionPlan(4, 3) { Pad = 1, Stride = 2 }, new BatchNormPlan(), ActivationPlan.Relu, new PoolingPlan(2), new ConvolutionPlan(3, 2) { Pad = 1 }, ActivationPlan.Sigmoid, new PoolingPlan(2, Average: true), new DensePlan(5), new BatchNormPlan(), ActivationPlan.Tanh, new DensePlan(3)],
            """
            means, variances = [zeros(4), zeros(5)], [ones(4), ones(5)]
            v = F.max_pool2d(F.relu(norm(conv(x, p[0], 4, 3, padding=1, stride=2), p[1], p[2], means[0], variances[0])), 2)
            v = F.avg_pool2d(torch.sigmoid(conv(v, p[3], 3, 2, padding=1)), 2)
            y = dense(torch.tanh(norm(dense(v, p[4], 5), p[5], p[6], means[1], variances[1])), p[7], 3)
            running = means + variances
            """),
        ([5, 4], [new RnnPlan(6, EveryStep: true), new RnnPlan(5), new DensePlan(3)],
            "y = dense(recurrent(recurrent(x, p[0], 6, 1), p[1], 5, 1)[:, -1], p[2], 3)"),
        ([5, 4], [new LstmPlan(6, EveryStep: true), new LstmPlan(5), new DensePlan(3)],
            "y = dense(recurrent(recurrent(x, p[0], 6, 4), p[1], 5, 4)[:, -1], p[2], 3)"),
    ];

    [PyTorchFact]
    [Trait("Category", "slow")]
    public void LossAndGradient_OfWholeNetworks_AreThoseOfPyTorch()
    {
        foreach (var (shape, plan, python) in Cases)
            Compare(shape, plan, python);
    }

    private static void Compare(int[] shape, LayerPlan[] plan, string python)
    {
        var training = new NetworkTraining(shape, plan, new RandomStream(3));
        var stream = new RandomStream(8);
        // Biases, factors and offsets, too, shall be any numbers.
        foreach (var parameter in training.Parameters)
        {
            foreach (ref var value in parameter.Span)
                value += stream.NextUniform(-0.3, 0.3);
        }

        double[] x = [.. Enumerable.Range(0, Samples * shape.Aggregate(1, (a, b) => a * b)).Select(_ => stream.NextUniform(-1, 1))];
        var set = TrainingSet.Of(new Tensor([Samples, .. shape], x), [2, 0, 1, 1, 0, 2], 3);
        using var folder = new TemporaryFolder();
        var file = folder.File("given.npz");
        NpzFile.Write(file, [new NpzArray("x", [Samples, .. shape], x), .. training.Parameters.Select((p, k) => new NpzArray($"p{k}", [p.Length], p.ToArray()))]);

        var (loss, gradient) = training.LossAndGradient(set, [0, 1, 2, 3, 4, 5]);
        var lines = NumPy.Run($$"""
            {{Layers}}
            running = []
            {{python}}
            loss = F.cross_entropy(y, torch.tensor([2, 0, 1, 1, 0, 2]))
            loss.backward()
            for values in [loss.reshape(1)] + [q.grad for q in p] + running:
                print(' '.join(repr(float(v)) for v in values.detach().numpy().ravel()))
            """, file, training.Parameters.Count.ToString(CultureInfo.InvariantCulture)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var expected = lines.Select(line => line.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToArray();

        Close.Equal(expected[0][0], loss, rtol: 1e-12);
        for (var p = 0; p < gradient.Count; p++)
            Close.Equal(expected[p + 1], gradient[p], rtol: 1e-9, atol: 1e-13, where: $"array {p}");
        var norms = training.ToNetwork().Nodes.Select(n => n.Operator).OfType<BatchNormalizationOperator>().ToArray();
        for (var n = 0; n < norms.Length; n++)
        {
            var (means, variances) = (expected[gradient.Count + 1 + n], expected[gradient.Count + 1 + norms.Length + n]);
            var (γ, β) = (training.Parameters[1 + 4 * n].ToArray(), training.Parameters[2 + 4 * n].ToArray());
            Close.Equal(BatchNormalizationOperator.Of(γ, β, means, variances, 1e-5).Offsets.ToArray(), norms[n].Offsets.ToArray(), rtol: 1e-12);
            Close.Equal(BatchNormalizationOperator.Of(γ, β, means, variances, 1e-5).Factors.ToArray(), norms[n].Factors.ToArray(), rtol: 1e-12);
        }
    }
}

using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Onnx;
using CircuitSim.Files;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation.Onnx;

/// <summary>What PyTorch exports, against what PyTorch computes.</summary>
public class OnnxExportTests
{
    private const string Networks = """
        import torch, warnings
        warnings.simplefilter('ignore')
        torch.manual_seed(7)
        def flat(*layers): return torch.nn.Sequential(*layers)
        class Lstm(torch.nn.Module):
            def __init__(self, hidden=16, both=False, layers=1):
                super().__init__()
                self.layer = torch.nn.LSTM(8, hidden, batch_first=True, bidirectional=both, num_layers=layers)
                self.head = torch.nn.Linear(hidden * (2 if both else 1), 10)
            def forward(self, x):
                return self.head(self.layer(x)[0][:, -1])
        networks = {
            'mlp': (flat(torch.nn.Flatten(), torch.nn.Linear(64, 20), torch.nn.ReLU(), torch.nn.Linear(20, 12), torch.nn.Sigmoid(), torch.nn.Linear(12, 10)), (8, 8)),
            'sequence': (flat(torch.nn.Linear(8, 5), torch.nn.Tanh(), torch.nn.Linear(5, 3, bias=False)), (6, 8)),
            'cnn': (flat(torch.nn.Conv2d(1, 6, 3, padding=1), torch.nn.BatchNorm2d(6), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Conv2d(6, 8, 3, groups=2), torch.nn.BatchNorm2d(8),
                torch.nn.ReLU(), torch.nn.AvgPool2d(2), torch.nn.Flatten(), torch.nn.Linear(8, 10), torch.nn.Softmax(1)), (1, 8, 8)),
            'lstm': (Lstm(), (5, 8)),
            'bidirectional': (Lstm(7, True), (5, 8)),
            'stacked': (Lstm(7, True, 2), (5, 8)),
        }
        for name, (net, shape) in networks.items():
            for n in net.modules():
                if isinstance(n, torch.nn.BatchNorm2d):
                    for p in (n.weight, n.bias, n.running_mean): p.data.normal_()
                    n.running_var.data.uniform_(0.1, 2)
            net.eval()
            x = torch.randn((4,) + shape)
            y = net(x).detach()
            np.savez(f'{sys.argv[1]}/{name}.npz', x=x.numpy().astype('<f8'), y=y.numpy().astype('<f8'))
            for kind, more in (('', {}), ('-open', {'dynamic_axes': {'x': {0: 'n'}}})):
                torch.onnx.export(net, x, f'{sys.argv[1]}/{name}{kind}.onnx', input_names=['x'], output_names=['y'], **more)
            if name == 'stacked':
                torch.onnx.export(net, x, f'{sys.argv[1]}/{name}-9-open.onnx', input_names=['x'], opset_version=9, dynamic_axes={'x': {0: 'n'}})
                torch.onnx.export(net, x, f'{sys.argv[1]}/{name}-unfolded.onnx', input_names=['x'], do_constant_folding=False)
            if name == 'cnn':
                torch.onnx.export(net, x, f'{sys.argv[1]}/{name}-unfolded.onnx', training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
        """;

    [PyTorchFact, Trait("Category", "slow")]
    public void Exports_OfPyTorch_GiveTheSameLogits()
    {
        using var folder = new TemporaryFolder();
        NumPy.Run(Networks, folder.Path);
        var files = Directory.GetFiles(folder.Path, "*.onnx");
        Assert.Equal(15, files.Length);
        foreach (var path in files)
        {
            var model = OnnxFile.Read(path);
            var name = Path.GetFileNameWithoutExtension(path);
            var arrays = NpzFile.Read(folder.File(name.Split('-')[0] + ".npz")).ToDictionary(a => a.Name, a => new Tensor(a.Shape, a.Values));

            var logits = model.Network.Apply(arrays["x"]);
            Assert.Equal(arrays["y"].Shape, logits.Shape);
            Close.Equal(arrays["y"].Values.Span, logits.Values.Span, 1e-5, 1e-5, name);
            Close.Equal(logits.Values.Span, model.Network.Folded().Apply(arrays["x"]).Values.Span, 1e-10, 1e-12, name);
            Assert.Equal([name.EndsWith("-open", StringComparison.Ordinal) ? null : (name.Contains("unfolded", StringComparison.Ordinal) ? model.InputShapes[0]![0] : 4), .. arrays["x"].Shape.Skip(1)], model.InputShapes[0]!);
        }

        // A bias that PyTorch adds by a node of its own is the matrix' last row; batch norms that it leaves are folded here.
        Assert.Equal(["MatMul", "Tanh", "MatMul"], Kinds("sequence").Select(k => k == "Gemm" ? "MatMul" : k));
        Assert.Contains("BatchNormalization", Kinds("cnn-unfolded"));
        Assert.DoesNotContain("BatchNormalization", OnnxFile.Read(folder.File("cnn-unfolded.onnx")).Network.Folded().Nodes.Select(n => n.Operator.Kind));
        Assert.Equal(2 * 2 + 1, OnnxFile.Read(folder.File("stacked-unfolded.onnx")).Network.Matrices.Count);
        Assert.Equal(3 + 1, OnnxFile.Read(folder.File("cnn.onnx")).Network.Matrices.Count);

        IEnumerable<string> Kinds(string name) => OnnxFile.Read(folder.File($"{name}.onnx")).Network.Nodes.Select(n => n.Operator.Kind);
    }
}

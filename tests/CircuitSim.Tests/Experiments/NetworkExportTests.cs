using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Onnx;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Studies;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Experiments;

public class NetworkExportTests
{
    [Fact]
    public void Export_OfAStudysNetwork_IsReadBackFromBothFiles()
    {
        using var folder = new TemporaryFolder();
        var network = Network.InARow(("dense", new DenseOperator(new WeightMatrix(3, 1, [0.5, 2, -1]))), ("neuron", new ClippedReluOperator(4, 1.5)));
        foreach (var (name, write) in NetworkExport.Of(network, "network", [2]))
        {
            using (var stream = File.Create(folder.File(name)))
                write(stream);
            var read = NetworkFile.Read(folder.File(name));
            Assert.Equal([null, 2], read.InputShapes[0]!);
            // 0.5 · 1 + 2 · 0.7 − 1 = 0.9, a code of 9 in steps of 0.1
            Close.Equal(0.9, read.Network.Apply(new Tensor([1, 2], new[] { 1, 0.7 })).Values.Span[0], 1e-12);
        }

        Assert.Equal(["network.npz", "network.onnx"], folder.Entries);
    }
}

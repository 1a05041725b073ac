using System.Globalization;
using CircuitSim.Emulation;
using CircuitSim.Files;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Emulation;

public class DenseNetworkTests
{
    [Fact]
    public void Apply_KnownNetwork_IsTheClosedForm()
    {
        // Hidden outputs σ(0) = 1/2 and σ(ln 3) = 3/4.
        var network = new DenseNetwork([
            new DenseLayer(2, 2, [1, 0, -1, 0], [0, Math.Log(3)]),
            new DenseLayer(2, 3, [1, 2, 3, 4, 0, 8], [0.5, 0, -1]),
        ]);
        Close.Equal([0.5 + 3 + 0.5, 1, 1.5 + 6 - 1], network.Apply([0.7, 0.7]), rtol: 1e-15);
        Assert.Equal([2, 2, 3], network.Sizes);
        Close.Equal(3 + 8 + 1, network.Rule.FullScale, rtol: 1e-15);
    }

    [Fact]
    public void Constructor_LayersThatDoNotFit_AreRefused()
    {
        var first = new DenseLayer(2, 3, new double[6], new double[3]);
        Assert.Contains("[3 inputs × …]", Assert.Throws<InvalidParameterException>(() => new DenseNetwork([first, first])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidParameterException>(() => new DenseNetwork([]));
    }

    [NumPyFact]
    public void Apply_AllTestImagesOfDigits_AgreesWithNumPy()
    {
        using var folder = new TemporaryFolder();
        var network = DenseNetworkTrainingTests.RandomNetwork([64, 20, 7, 10], 3);
        var images = DigitsFile.Split(DigitsFile.ReadEmbedded()).Test;
        var provenance = new TrainingProvenance(network.Sizes, 3, new TrainingOptions(), new string('a', 64), new string('b', 64));
        TrainedNetworkFile.Write(folder.File("n.npz"), network, provenance);
        NpzFile.Write(folder.File("x.npz"), [new("x", [images.Count, 64], images.Inputs.ToArray()), new("y", [images.Count, 10], network.Apply(images))]);
        var worst = NumPy.Run("""
            n, z = np.load(sys.argv[1]), np.load(sys.argv[2])
            y = z['x']
            for l in range(3):
                y = y @ n[f'weights_{l}'] + n[f'bias_{l}']
                if l < 2: y = 1 / (1 + np.exp(-y))
            print(np.abs(y - z['y']).max())
            """, folder.File("n.npz"), folder.File("x.npz"));
        Assert.InRange(double.Parse(worst, CultureInfo.InvariantCulture), 0, 1e-13);
    }
}

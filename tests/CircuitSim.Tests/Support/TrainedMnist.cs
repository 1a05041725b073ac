using CircuitSim.Emulation;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Support;

/// <summary>Halawani's network, trained once for all tests that need it.</summary>
public sealed class TrainedMnist
{
    private readonly Lazy<LabelledImages> test = new(() => MnistFile.ReadTest(MnistImages.Folder, ImageSet.Mnist));

    private readonly Lazy<DenseNetwork> network = new(() => DenseNetworkTraining.Train(
        MnistFile.ReadTrain(MnistImages.Folder, ImageSet.Mnist), [32], MnistNetwork.Options, new RandomStream(1).Child("training")));

    public LabelledImages Test => test.Value;

    public DenseNetwork Network => network.Value;
}

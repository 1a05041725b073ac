namespace CircuitSim.Tests.Support;

/// <summary>Test classes of this collection share one <see cref="TrainedMnist"/>.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedMnistGroup : ICollectionFixture<TrainedMnist>
{
    public const string Name = "trained mnist";
}

namespace CircuitSim.Tests.Support;

/// <summary>Test classes of this collection share one <see cref="TrainedDigits"/>.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedDigitsGroup : ICollectionFixture<TrainedDigits>
{
    public const string Name = "trained digits";
}

using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Flattening;

/// <summary>The streams of random numbers of one flattening.</summary>
/// <param name="run">Null draws nothing: every random value is its nominal one.</param>
internal sealed class RandomDraws(RandomRun? run)
{
    private readonly RandomStream? root = run is null ? null : new RandomStream(run.Seed).Child("run", run.Number);

    /// <summary>Whether anything asked for a stream.</summary>
    public bool Any { get; private set; }

    /// <param name="path">Of the instance.</param>
    /// <param name="owner">What has the random value.</param>
    /// <param name="appearance">How many of its values were random before.</param>
    public RandomStream? Next(string path, string owner, int appearance)
    {
        Any = true;
        return root?.Child(path.ToUpperInvariant()).Child(owner.ToUpperInvariant(), appearance);
    }
}

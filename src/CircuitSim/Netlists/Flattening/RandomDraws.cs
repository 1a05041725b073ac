using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Flattening;

/// <summary>The streams of random numbers of one flattening, and what else its values follow.</summary>
internal sealed class RandomDraws(RandomRun run)
{
    private readonly RandomStream root = new RandomStream(run.Seed).Child("run", run.Number);

    /// <summary>Whether anything asked for a stream.</summary>
    public bool Any { get; private set; }

    /// <summary>Whether a value follows the frequency of .ac.</summary>
    public bool FollowsFrequency { get; set; }

    /// <summary>The seed of noise over time, which the nominal run has as well.</summary>
    public ulong Seed(string path, string owner, int appearance)
    {
        Any = true;
        return root.Child("noise").Child(path.ToUpperInvariant()).Child(owner.ToUpperInvariant(), appearance).NextUInt64();
    }

    /// <param name="path">Of the instance.</param>
    /// <param name="owner">What has the random value.</param>
    /// <param name="appearance">How many of its values were random before.</param>
    /// <returns>Null of the nominal run.</returns>
    public RandomStream? Next(string path, string owner, int appearance)
    {
        Any = true;
        return run.Number == 0 ? null : root.Child(path.ToUpperInvariant()).Child(owner.ToUpperInvariant(), appearance);
    }
}

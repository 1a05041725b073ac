using System.Numerics;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// A pseudo-random order of 0 … count − 1 that any index can be asked for by itself, in no memory: a Feistel network of four rounds over the
/// next power of four, walked on until it ends inside (Black and Rogaway, Ciphers with Arbitrary Finite Domains, CT-RSA 2002).
/// </summary>
internal readonly struct IndexOrder(long count, ulong key)
{
    private readonly int half = Math.Max(1, (65 - BitOperations.LeadingZeroCount((ulong)count - 1)) / 2);

    public long At(long index)
    {
        var x = (ulong)index;
        do
        {
            var (left, right, mask) = (x >> half, x & ((1UL << half) - 1), (1UL << half) - 1);
            for (var round = 0UL; round < 4; round++)
                (left, right) = (right, left ^ (Mix(right + (round << 32) + key) & mask));
            x = (left << half) | right;
        }
        while (x >= (ulong)count);
        return (long)x;
    }

    /// <summary>The finalizer of SplitMix64.</summary>
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9UL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebUL;
        return x ^ (x >> 31);
    }
}

using System.Numerics;
using System.Text;
using MathNet.Numerics.Distributions;

namespace CircuitSim.Numerics;

/// <summary>
/// A seeded stream of random numbers: xoshiro256** (Blackman and Vigna, 2018), its state filled by SplitMix64.
/// Child streams are derived by name and index from the seed alone, never from what has been drawn, so that a new
/// consumer shifts nobody and parallel work gives the same bits in any order. One stream belongs to one thread.
/// </summary>
public sealed class RandomStream
{
    private readonly ulong key;
    private ulong s0, s1, s2, s3;

    public RandomStream(ulong seed)
    {
        key = seed;
        var x = seed;
        s0 = SplitMix(ref x);
        s1 = SplitMix(ref x);
        s2 = SplitMix(ref x);
        s3 = SplitMix(ref x);
    }

    /// <summary>The stream for one purpose, and within it for one item (a cell, a sample, an epoch).</summary>
    public RandomStream Child(string purpose, long index = 0) => new(SeedOf(purpose, index));

    /// <summary>The first number of a child, for whoever wants no other of it: no object, and half of its state.</summary>
    public ulong FirstUInt64Of(string purpose, long index = 0)
    {
        var x = SeedOf(purpose, index);
        SplitMix(ref x);
        return Scrambled(SplitMix(ref x));
    }

    /// <inheritdoc cref="FirstUInt64Of"/>
    public double FirstUniformOf(string purpose, long index = 0) => Uniform(FirstUInt64Of(purpose, index));

    private ulong SeedOf(string purpose, long index)
    {
        // FNV-1a over the purpose, then the index, mixed with this stream's own key.
        var hash = 0xcbf29ce484222325UL;
        var length = Encoding.UTF8.GetByteCount(purpose);
        var bytes = length <= 128 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(purpose, bytes);
        foreach (var b in bytes)
            hash = (hash ^ b) * 0x100000001b3UL;
        var x = key ^ hash;
        var mixed = SplitMix(ref x) ^ (ulong)index;
        return SplitMix(ref mixed);
    }

    public ulong NextUInt64()
    {
        var result = Scrambled(s1);
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform on the open interval (0, 1): 2⁵² equally spaced values, neither end among them.</summary>
    public double NextUniform() => Uniform(NextUInt64());

    /// <summary>Uniform on (low, high).</summary>
    public double NextUniform(double low, double high) => low + (high - low) * NextUniform();

    /// <summary>Normal with mean 0 and standard deviation 1, by the inverse distribution: one draw per number.</summary>
    public double NextNormal() => Normal.InvCDF(0, 1, NextUniform());

    /// <summary>Uniform on 0 … count − 1, without the bias of a remainder (Lemire's rejection).</summary>
    public int NextInt32(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var threshold = unchecked(0UL - (ulong)count) % (ulong)count;
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), (ulong)count, out var low);
            if (low >= threshold)
                return (int)high;
        }
    }

    /// <summary>Fisher–Yates: every order is equally likely.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Scrambled(ulong s1) => BitOperations.RotateLeft(s1 * 5, 7) * 9;

    private static double Uniform(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1UL << 52));

    private static ulong SplitMix(ref ulong x)
    {
        x += 0x9e3779b97f4a7c15UL;
        var z = x;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
        return z ^ (z >> 31);
    }
}

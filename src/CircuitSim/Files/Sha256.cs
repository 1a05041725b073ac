using System.Buffers.Binary;
using System.Numerics;

namespace CircuitSim.Files;

/// <summary>
/// SHA-256 (FIPS 180-4) in managed code: the runtime's takes it from OpenSSL, which a native binary would then ask every machine for.
/// </summary>
public sealed class Sha256
{
    private const int BlockBytes = 64;

    /// <summary>First 32 bits of the fractional parts of the cube roots of the first 64 primes (§4.2.2).</summary>
    private static readonly uint[] K = [.. Primes().Take(64).Select(p => Fraction(p, 3))];

    /// <summary>Of the square roots of the first eight (§5.3.3).</summary>
    private static readonly uint[] Start = [.. Primes().Take(8).Select(p => Fraction(p, 2))];

    private readonly uint[] state = [.. Start];
    private readonly uint[] schedule = new uint[64];
    private readonly byte[] rest = new byte[BlockBytes];
    private long length;

    /// <summary>Of all bytes, in lower-case hexadecimal digits.</summary>
    public static string TextOf(ReadOnlySpan<byte> bytes)
    {
        var hash = new Sha256();
        hash.Append(bytes);
        return hash.FinishText();
    }

    /// <summary>Of a stream from where it stands to its end.</summary>
    public static string TextOf(Stream stream)
    {
        var hash = new Sha256();
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and var count)
            hash.Append(buffer.AsSpan(0, count));
        return hash.FinishText();
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var filled = (int)(length % BlockBytes);
        length += bytes.Length;
        if (filled > 0)
        {
            var taken = Math.Min(BlockBytes - filled, bytes.Length);
            bytes[..taken].CopyTo(rest.AsSpan(filled));
            bytes = bytes[taken..];
            if (filled + taken < BlockBytes)
                return;
            Compress(rest);
        }

        for (; bytes.Length >= BlockBytes; bytes = bytes[BlockBytes..])
            Compress(bytes);
        bytes.CopyTo(rest);
    }

    /// <summary>In lower-case hexadecimal digits; nothing may be appended any more.</summary>
    public string FinishText() => Convert.ToHexStringLower(Finish());

    /// <summary>Its 32 bytes; nothing may be appended any more.</summary>
    public byte[] Finish()
    {
        var bits = 8 * length;
        // A one, zeros, and the length in bits as the last eight bytes of a block (§5.1.1).
        Span<byte> end = stackalloc byte[2 * BlockBytes];
        end.Clear();
        end[0] = 0x80;
        end = end[..((int)((2 * BlockBytes - 9 - length % BlockBytes) % BlockBytes) + 9)];
        BinaryPrimitives.WriteInt64BigEndian(end[^8..], bits);
        Append(end);
        var result = new byte[4 * state.Length];
        for (var k = 0; k < state.Length; k++)
            BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(4 * k), state[k]);
        return result;
    }

    /// <summary>§6.2.2</summary>
    private void Compress(ReadOnlySpan<byte> block)
    {
        var w = schedule;
        for (var t = 0; t < 16; t++)
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * t)..]);
        for (var t = 16; t < w.Length; t++)
        {
            var (x, y) = (w[t - 15], w[t - 2]);
            w[t] = (BitOperations.RotateRight(y, 17) ^ BitOperations.RotateRight(y, 19) ^ y >> 10) + w[t - 7]
                + (BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ x >> 3) + w[t - 16];
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (var t = 0; t < w.Length; t++)
        {
            var first = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + (e & f ^ ~e & g) + K[t] + w[t];
            var second = (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + (a & b ^ a & c ^ b & c);
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
        (state[4], state[5], state[6], state[7]) = (state[4] + e, state[5] + f, state[6] + g, state[7] + h);
    }

    private static IEnumerable<int> Primes()
    {
        for (var n = 2; ; n++)
        {
            var isPrime = true;
            for (var k = 2; k * k <= n && isPrime; k++)
                isPrime = n % k != 0;
            if (isPrime)
                yield return n;
        }
    }

    /// <summary>⌊2³² · fraction of the root⌋, by whole numbers: the largest r below 2⁴⁰ with r^degree ≤ p · 2^(32·degree), degree 2 or 3.</summary>
    private static uint Fraction(int p, int degree)
    {
        var wanted = (UInt128)(uint)p << (32 * degree);
        ulong low = 0, high = 1UL << 40;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            var square = Math.BigMul(middle, middle);
            (low, high) = (degree == 2 ? square : square * middle) <= wanted ? (middle, high) : (low, middle);
        }

        return (uint)low;
    }
}

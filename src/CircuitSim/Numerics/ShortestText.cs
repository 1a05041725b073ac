using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace CircuitSim.Numerics;

/// <summary>
/// Doubles as the shortest texts that read back as the same bits, those of the runtime's format R, found in a quarter of its time: three
/// products of 64 by 126 bits give the decimal numbers next to a double and to the ends of what rounds to it (Giulietti, "The Schubfach way to
/// render doubles", 2020; his symbols). Powers of ten are kept by the instance, which belongs to one thread.
/// </summary>
public sealed class ShortestText
{
    /// <summary>Longer than any text [byte].</summary>
    public const int MostLength = 32;

    /// <summary>Least and greatest k of a double that is not subnormal.</summary>
    private const int LeastPower = -324, GreatestPower = 292;

    private const int FractionBits = 52;

    private const ulong LeastNormal = 1UL << FractionBits;

    private const ulong Low63 = long.MaxValue;

    /// <summary>Decimal places before and behind the point where a text has no exponent.</summary>
    private const int MostPlaces = 17, LeastPlaces = -3;

    /// <summary>g of §9.8 by k, its upper and lower 63 bits; 0 where nobody has asked yet.</summary>
    private readonly (ulong High, ulong Low)[] powers = new (ulong, ulong)[GreatestPower - LeastPower + 1];

    /// <param name="to">At least <see cref="MostLength"/> long.</param>
    /// <returns>How many bytes.</returns>
    public int Format(double value, Span<byte> to)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)(bits >> FractionBits) & 0x7ff;
        // Zeros, subnormal numbers and what is no number.
        if (exponent is 0 or 0x7ff)
        {
            value.TryFormat(to, out var length, default, CultureInfo.InvariantCulture);
            return length;
        }

        var written = 0;
        if (value < 0)
            to[written++] = (byte)'-';
        var (digits, power) = Decimal((bits & (LeastNormal - 1)) | LeastNormal, exponent - 1075);
        return written + Write(digits, power, to[written..]);
    }

    /// <summary>The number d · 10^k of fewest digits that rounds to c · 2^q, of several the nearest one; d may end in zeros.</summary>
    private (ulong Digits, int Power) Decimal(ulong c, int q)
    {
        var isOdd = c & 1;
        // Below a power of two doubles lie twice as close, but for the least one.
        var isIrregular = c == LeastNormal && q > -1074;
        var k = (int)((q * 661_971_961_083L - (isIrregular ? 274_743_187_321L : 0)) >> 41);
        var h = q + (int)((-k * 913_124_641_741L) >> 38) + 2;
        var (high, low) = PowerOf(k);
        ulong Product(ulong factor)
        {
            var middle = ((high * factor) >> 1) + Math.BigMul(low, factor, out _);
            return (Math.BigMul(high, factor, out _) + (middle >> 63)) | (((middle & Low63) + Low63) >> 63);
        }

        var center = c << 2;
        var (value, least, greatest) = (Product(center << h), Product((center - (isIrregular ? 1UL : 2)) << h), Product((center + 2) << h));
        var s = value >> 2;
        // Ends of the interval belong to it where c is even. One digit fewer first.
        var tens = s / 10 * 10;
        var (isLowerIn, isUpperIn) = (least + isOdd <= tens << 2, ((tens + 10) << 2) + isOdd <= greatest);
        if (isLowerIn != isUpperIn)
            return (isLowerIn ? tens : tens + 10, k);
        (isLowerIn, isUpperIn) = (least + isOdd <= s << 2, ((s + 1) << 2) + isOdd <= greatest);
        if (isLowerIn != isUpperIn)
            return (isLowerIn ? s : s + 1, k);
        var half = (s << 2) + 2;
        return (value < half || (value == half && (s & 1) == 0) ? s : s + 1, k);
    }

    /// <summary>⌊10^−k · 2^(125−r)⌋ + 1, r = ⌊log₂ 10^−k⌋.</summary>
    private (ulong High, ulong Low) PowerOf(int k)
    {
        ref var known = ref powers[k - LeastPower];
        if (known.High == 0)
        {
            var shift = 125 - (int)((-k * 913_124_641_741L) >> 38);
            var g = (k > 0 ? (BigInteger.One << shift) / BigInteger.Pow(10, k) : shift >= 0 ? BigInteger.Pow(10, -k) << shift : BigInteger.Pow(10, -k) >> -shift) + 1;
            known = ((ulong)(g >> 63), (ulong)(g & Low63));
        }

        return known;
    }

    private static int Write(ulong digits, int power, Span<byte> to)
    {
        for (; digits % 10 == 0; digits /= 10)
            power++;
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(digits, text, out var count);
        text = text[..count];
        // The point stands behind so many of the digits.
        var places = count + power;
        if (places is < LeastPlaces or > MostPlaces)
            return WriteWithExponent(text, places - 1, to);
        if (places <= 0)
        {
            "0.000"u8[..(2 - places)].CopyTo(to);
            text.CopyTo(to[(2 - places)..]);
            return 2 - places + count;
        }

        if (places >= count)
        {
            text.CopyTo(to);
            to[count..places].Fill((byte)'0');
            return places;
        }

        text[..places].CopyTo(to);
        to[places] = (byte)'.';
        text[places..].CopyTo(to[(places + 1)..]);
        return count + 1;
    }

    private static int WriteWithExponent(ReadOnlySpan<byte> text, int exponent, Span<byte> to)
    {
        to[0] = text[0];
        var written = 1;
        if (text.Length > 1)
        {
            to[1] = (byte)'.';
            text[1..].CopyTo(to[2..]);
            written += text.Length;
        }

        to[written++] = (byte)'E';
        to[written++] = exponent < 0 ? (byte)'-' : (byte)'+';
        var size = Math.Abs(exponent);
        if (size < 10)
            to[written++] = (byte)'0';
        Utf8Formatter.TryFormat(size, to[written..], out var count);
        return written + count;
    }
}

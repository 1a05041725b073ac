using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CircuitSim.Numerics;

/// <summary>Eight lanes in one 512-bit register.</summary>
internal readonly unsafe struct Lanes512(Vector512<double> value) : ITransposable<Lanes512>
{
    private readonly Vector512<double> value = value;

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(double* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(double* address) => Sse.Prefetch0(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Broadcast(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 a, Lanes512 b) => new(a.value + b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 a, Lanes512 b) => new(a.value - b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 a, Lanes512 b) => new(a.value * b.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 FusedMultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) =>
        new(Vector512.FusedMultiplyAdd(a.value, b.value, c.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Abs(Lanes512 a) => new(Vector512.Abs(a.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Max(Lanes512 a, Lanes512 b) => new(Vector512.Max(a.value, b.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ReciprocalOrZero(Lanes512 a) =>
        new(Vector512.AndNot(Vector512.Create(1.0) / a.value, Vector512.Equals(a.value, Vector512<double>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes512 a)
    {
        var four = a.value.GetLower() + a.value.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref Lanes512 a0, ref Lanes512 a1, ref Lanes512 a2, ref Lanes512 a3, ref Lanes512 a4, ref Lanes512 a5, ref Lanes512 a6, ref Lanes512 a7)
    {
        // Pairs within 128 bits, then blocks of 128 bits, twice.
        var (b0, b1) = (Avx512F.UnpackLow(a0.value, a1.value), Avx512F.UnpackHigh(a0.value, a1.value));
        var (b2, b3) = (Avx512F.UnpackLow(a2.value, a3.value), Avx512F.UnpackHigh(a2.value, a3.value));
        var (b4, b5) = (Avx512F.UnpackLow(a4.value, a5.value), Avx512F.UnpackHigh(a4.value, a5.value));
        var (b6, b7) = (Avx512F.UnpackLow(a6.value, a7.value), Avx512F.UnpackHigh(a6.value, a7.value));
        const byte Even = 0x88, Odd = 0xdd;
        var (c0, c2) = (Avx512F.Shuffle4x128(b0, b2, Even), Avx512F.Shuffle4x128(b0, b2, Odd));
        var (c4, c6) = (Avx512F.Shuffle4x128(b4, b6, Even), Avx512F.Shuffle4x128(b4, b6, Odd));
        var (c1, c3) = (Avx512F.Shuffle4x128(b1, b3, Even), Avx512F.Shuffle4x128(b1, b3, Odd));
        var (c5, c7) = (Avx512F.Shuffle4x128(b5, b7, Even), Avx512F.Shuffle4x128(b5, b7, Odd));
        (a0, a4) = (new(Avx512F.Shuffle4x128(c0, c4, Even)), new(Avx512F.Shuffle4x128(c0, c4, Odd)));
        (a2, a6) = (new(Avx512F.Shuffle4x128(c2, c6, Even)), new(Avx512F.Shuffle4x128(c2, c6, Odd)));
        (a1, a5) = (new(Avx512F.Shuffle4x128(c1, c5, Even)), new(Avx512F.Shuffle4x128(c1, c5, Odd)));
        (a3, a7) = (new(Avx512F.Shuffle4x128(c3, c7, Even)), new(Avx512F.Shuffle4x128(c3, c7, Odd)));
    }
}

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
    public static Lanes512 LoadHalves(double* low, double* high) => new(Vector512.Create(Vector256.Load(low), Vector256.Load(high)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreHalves(double* low, double* high)
    {
        value.GetLower().Store(low);
        value.GetUpper().Store(high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeHalves(ref Lanes512 a0, ref Lanes512 a1, ref Lanes512 a2, ref Lanes512 a3)
    {
        // Every second element of two registers, then the quarters of two side by side.
        var (b0, b1) = (Avx512F.UnpackLow(a0.value, a1.value), Avx512F.UnpackHigh(a0.value, a1.value));
        var (b2, b3) = (Avx512F.UnpackLow(a2.value, a3.value), Avx512F.UnpackHigh(a2.value, a3.value));
        var (lower, upper) = (Vector512.Create(0L, 1, 8, 9, 4, 5, 12, 13), Vector512.Create(2L, 3, 10, 11, 6, 7, 14, 15));
        (a0, a1) = (new(Avx512F.PermuteVar8x64x2(b0, lower, b2)), new(Avx512F.PermuteVar8x64x2(b1, lower, b3)));
        (a2, a3) = (new(Avx512F.PermuteVar8x64x2(b0, upper, b2)), new(Avx512F.PermuteVar8x64x2(b1, upper, b3)));
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CircuitSim.Numerics;

/// <summary>Eight lanes in two 256-bit registers, by operations that every platform of .NET has.</summary>
internal readonly unsafe struct Lanes256(Vector256<double> low, Vector256<double> high) : ITransposable<Lanes256>
{
    private readonly Vector256<double> low = low, high = high;

    public static bool IsSupported => Vector256.IsHardwareAccelerated;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(double* source) => new(Vector256.Load(source), Vector256.Load(source + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(double* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Broadcast(double value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a.low + b.low, a.high + b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a, Lanes256 b) => new(a.low - b.low, a.high - b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 a, Lanes256 b) => new(a.low * b.low, a.high * b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 FusedMultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(Vector256.FusedMultiplyAdd(a.low, b.low, c.low), Vector256.FusedMultiplyAdd(a.high, b.high, c.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Abs(Lanes256 a) => new(Vector256.Abs(a.low), Vector256.Abs(a.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 a, Lanes256 b) => new(Vector256.Max(a.low, b.low), Vector256.Max(a.high, b.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ReciprocalOrZero(Lanes256 a) => new(ReciprocalOrZero(a.low), ReciprocalOrZero(a.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes256 a)
    {
        var four = a.low + a.high;
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target)
    {
        low.Store(target);
        high.Store(target + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LoadHalves(double* low, double* high) => new(Vector256.Load(low), Vector256.Load(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreHalves(double* low, double* high)
    {
        this.low.Store(low);
        this.high.Store(high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeHalves(ref Lanes256 a0, ref Lanes256 a1, ref Lanes256 a2, ref Lanes256 a3)
    {
        // One square after the other: both at a time would need more registers than there are.
        var (low0, low1, low2, low3) = (a0.low, a1.low, a2.low, a3.low);
        var (high0, high1, high2, high3) = (a0.high, a1.high, a2.high, a3.high);
        Transpose(ref low0, ref low1, ref low2, ref low3);
        Transpose(ref high0, ref high1, ref high2, ref high3);
        (a0, a1, a2, a3) = (new(low0, high0), new(low1, high1), new(low2, high2), new(low3, high3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector256<double> a0, ref Vector256<double> a1, ref Vector256<double> a2, ref Vector256<double> a3)
    {
        // Every second element of two registers, then their halves side by side.
        var (b0, b1, b2, b3) = (Even(a0, a1), Odd(a0, a1), Even(a2, a3), Odd(a2, a3));
        (a0, a1, a2, a3) = (Lower(b0, b2), Lower(b1, b3), Upper(b0, b2), Upper(b1, b3));
    }

    /// <summary>a₀ b₀ a₂ b₂.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Even(Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported
            ? Avx.UnpackLow(a, b)
            : Vector256.Create(a[0], b[0], a[2], b[2]);

    /// <summary>a₁ b₁ a₃ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Odd(Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported
            ? Avx.UnpackHigh(a, b)
            : Vector256.Create(a[1], b[1], a[3], b[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Lower(Vector256<double> a, Vector256<double> b) => a.WithUpper(b.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Upper(Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported ? Avx.Permute2x128(a, b, 0x31) : b.WithLower(a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ReciprocalOrZero(Vector256<double> a) =>
        Vector256.AndNot(Vector256.Create(1.0) / a, Vector256.Equals(a, Vector256<double>.Zero));
}

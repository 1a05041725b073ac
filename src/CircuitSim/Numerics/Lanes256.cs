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
    public static void Transpose(
        ref Lanes256 a0, ref Lanes256 a1, ref Lanes256 a2, ref Lanes256 a3, ref Lanes256 a4, ref Lanes256 a5, ref Lanes256 a6, ref Lanes256 a7)
    {
        // Four quarters of 4 × 4; the two off the diagonal change places.
        var (q0, q1, q2, q3) = Transpose(a0.low, a1.low, a2.low, a3.low);
        var (r0, r1, r2, r3) = Transpose(a4.low, a5.low, a6.low, a7.low);
        var (s0, s1, s2, s3) = Transpose(a0.high, a1.high, a2.high, a3.high);
        var (t0, t1, t2, t3) = Transpose(a4.high, a5.high, a6.high, a7.high);
        (a0, a1, a2, a3) = (new(q0, r0), new(q1, r1), new(q2, r2), new(q3, r3));
        (a4, a5, a6, a7) = (new(s0, t0), new(s1, t1), new(s2, t2), new(s3, t3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> B0, Vector256<double> B1, Vector256<double> B2, Vector256<double> B3) Transpose(
        Vector256<double> a0, Vector256<double> a1, Vector256<double> a2, Vector256<double> a3)
    {
        // Halves of two registers side by side, then every second element of both.
        var (c0, c1) = (Vector256.Create(a0.GetLower(), a2.GetLower()), Vector256.Create(a1.GetLower(), a3.GetLower()));
        var (c2, c3) = (Vector256.Create(a0.GetUpper(), a2.GetUpper()), Vector256.Create(a1.GetUpper(), a3.GetUpper()));
        return (Even(c0, c1), Odd(c0, c1), Even(c2, c3), Odd(c2, c3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Even(Vector256<double> a, Vector256<double> b) =>
        Vector256.ConditionalSelect(Vector256.Create(-1L, 0, -1L, 0).AsDouble(), a, Vector256.Shuffle(b, Vector256.Create(0L, 0, 2, 2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Odd(Vector256<double> a, Vector256<double> b) =>
        Vector256.ConditionalSelect(Vector256.Create(-1L, 0, -1L, 0).AsDouble(), Vector256.Shuffle(a, Vector256.Create(1L, 1, 3, 3)), b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ReciprocalOrZero(Vector256<double> a) =>
        Vector256.AndNot(Vector256.Create(1.0) / a, Vector256.Equals(a, Vector256<double>.Zero));
}

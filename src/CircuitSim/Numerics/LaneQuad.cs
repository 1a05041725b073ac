using System.Runtime.CompilerServices;

namespace CircuitSim.Numerics;

/// <summary>Four times eight lanes: four independent chains of operations hide the latency of one.</summary>
internal readonly unsafe struct LaneQuad<T>(T a, T b, T c, T d) : ILanes<LaneQuad<T>>
    where T : unmanaged, ILanes<T>
{
    private readonly T a = a, b = b, c = c, d = d;

    public static int Count => 4 * T.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneQuad<T> Load(double* source) =>
        new(T.Load(source), T.Load(source + T.Count), T.Load(source + 2 * T.Count), T.Load(source + 3 * T.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(double* address)
    {
        T.Prefetch(address);
        T.Prefetch(address + T.Count);
        T.Prefetch(address + 2 * T.Count);
        T.Prefetch(address + 3 * T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneQuad<T> Broadcast(double value)
    {
        var all = T.Broadcast(value);
        return new(all, all, all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneQuad<T> operator +(LaneQuad<T> x, LaneQuad<T> y) => new(x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneQuad<T> operator -(LaneQuad<T> x, LaneQuad<T> y) => new(x.a - y.a, x.b - y.b, x.c - y.c, x.d - y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneQuad<T> operator *(LaneQuad<T> x, LaneQuad<T> y) => new(x.a * y.a, x.b * y.b, x.c * y.c, x.d * y.d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneQuad<T> FusedMultiplyAdd(LaneQuad<T> x, LaneQuad<T> y, LaneQuad<T> z) =>
        new(T.FusedMultiplyAdd(x.a, y.a, z.a), T.FusedMultiplyAdd(x.b, y.b, z.b), T.FusedMultiplyAdd(x.c, y.c, z.c), T.FusedMultiplyAdd(x.d, y.d, z.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneQuad<T> Abs(LaneQuad<T> x) => new(T.Abs(x.a), T.Abs(x.b), T.Abs(x.c), T.Abs(x.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneQuad<T> Max(LaneQuad<T> x, LaneQuad<T> y) => new(T.Max(x.a, y.a), T.Max(x.b, y.b), T.Max(x.c, y.c), T.Max(x.d, y.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneQuad<T> ReciprocalOrZero(LaneQuad<T> x) =>
        new(T.ReciprocalOrZero(x.a), T.ReciprocalOrZero(x.b), T.ReciprocalOrZero(x.c), T.ReciprocalOrZero(x.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(LaneQuad<T> x) => T.Sum((x.a + x.b) + (x.c + x.d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target)
    {
        a.Store(target);
        b.Store(target + T.Count);
        c.Store(target + 2 * T.Count);
        d.Store(target + 3 * T.Count);
    }
}

using System.Runtime.CompilerServices;

namespace CircuitSim.Numerics;

/// <summary>Eight lanes, one after the other: the twin that the vector forms are compared with.</summary>
[InlineArray(8)]
internal unsafe struct ScalarLanes : ITransposable<ScalarLanes>
{
    private double lane;

    public static int Count => 8;

    public static ScalarLanes Load(double* source)
    {
        ScalarLanes a = default;
        for (var n = 0; n < Count; n++)
            a[n] = source[n];
        return a;
    }

    public static void Prefetch(double* address)
    {
    }

    public static ScalarLanes Broadcast(double value)
    {
        ScalarLanes a = default;
        for (var n = 0; n < Count; n++)
            a[n] = value;
        return a;
    }

    public static ScalarLanes operator +(ScalarLanes a, ScalarLanes b)
    {
        for (var n = 0; n < Count; n++)
            a[n] += b[n];
        return a;
    }

    public static ScalarLanes operator -(ScalarLanes a, ScalarLanes b)
    {
        for (var n = 0; n < Count; n++)
            a[n] -= b[n];
        return a;
    }

    public static ScalarLanes operator *(ScalarLanes a, ScalarLanes b)
    {
        for (var n = 0; n < Count; n++)
            a[n] *= b[n];
        return a;
    }

    public static ScalarLanes FusedMultiplyAdd(ScalarLanes a, ScalarLanes b, ScalarLanes c)
    {
        for (var n = 0; n < Count; n++)
            a[n] = Math.FusedMultiplyAdd(a[n], b[n], c[n]);
        return a;
    }

    public static ScalarLanes Abs(ScalarLanes a)
    {
        for (var n = 0; n < Count; n++)
            a[n] = Math.Abs(a[n]);
        return a;
    }

    public static ScalarLanes Max(ScalarLanes a, ScalarLanes b)
    {
        for (var n = 0; n < Count; n++)
            a[n] = Math.Max(a[n], b[n]);
        return a;
    }

    public static ScalarLanes ReciprocalOrZero(ScalarLanes a)
    {
        for (var n = 0; n < Count; n++)
            a[n] = a[n] == 0 ? 0 : 1 / a[n];
        return a;
    }

    public static double Sum(ScalarLanes a) =>
        ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));

    public readonly void Store(double* target)
    {
        for (var n = 0; n < Count; n++)
            target[n] = this[n];
    }

    public static void Transpose(
        ref ScalarLanes a0, ref ScalarLanes a1, ref ScalarLanes a2, ref ScalarLanes a3, ref ScalarLanes a4, ref ScalarLanes a5, ref ScalarLanes a6, ref ScalarLanes a7)
    {
        Span<double> tile = stackalloc double[64];
        fixed (double* t = tile)
        {
            a0.Store(t);
            a1.Store(t + 8);
            a2.Store(t + 16);
            a3.Store(t + 24);
            a4.Store(t + 32);
            a5.Store(t + 40);
            a6.Store(t + 48);
            a7.Store(t + 56);
            for (var m = 0; m < 8; m++)
            {
                for (var n = 0; n < m; n++)
                    (t[8 * m + n], t[8 * n + m]) = (t[8 * n + m], t[8 * m + n]);
            }

            (a0, a1, a2, a3) = (Load(t), Load(t + 8), Load(t + 16), Load(t + 24));
            (a4, a5, a6, a7) = (Load(t + 32), Load(t + 40), Load(t + 48), Load(t + 56));
        }
    }
}

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

    public static ScalarLanes LoadHalves(double* low, double* high)
    {
        ScalarLanes a = default;
        for (var n = 0; n < 4; n++)
            (a[n], a[n + 4]) = (low[n], high[n]);
        return a;
    }

    public readonly void StoreHalves(double* low, double* high)
    {
        for (var n = 0; n < 4; n++)
            (low[n], high[n]) = (this[n], this[n + 4]);
    }

    public static void TransposeHalves(ref ScalarLanes a0, ref ScalarLanes a1, ref ScalarLanes a2, ref ScalarLanes a3)
    {
        for (var half = 0; half < Count; half += 4)
        {
            (a0[half + 1], a1[half]) = (a1[half], a0[half + 1]);
            (a0[half + 2], a2[half]) = (a2[half], a0[half + 2]);
            (a0[half + 3], a3[half]) = (a3[half], a0[half + 3]);
            (a1[half + 2], a2[half + 1]) = (a2[half + 1], a1[half + 2]);
            (a1[half + 3], a3[half + 1]) = (a3[half + 1], a1[half + 3]);
            (a2[half + 3], a3[half + 2]) = (a3[half + 2], a2[half + 3]);
        }
    }
}

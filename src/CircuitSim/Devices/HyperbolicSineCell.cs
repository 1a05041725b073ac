using System.Runtime.Intrinsics;

namespace CircuitSim.Devices;

/// <summary>i = a · sinh(b v), the usual law of a tunnelling gap: a cell without state whose current grows faster than its voltage.</summary>
public readonly struct HyperbolicSineCell : IArrayCell<HyperbolicSineCell>
{
    /// <param name="a">a [A].</param>
    /// <param name="b">b [1/V].</param>
    /// <exception cref="InvalidParameterException">a or b is not above zero.</exception>
    public HyperbolicSineCell(double a, double b)
    {
        A = InvalidParameterException.RequirePositive(a, "A");
        B = InvalidParameterException.RequirePositive(b, "1/V");
    }

    /// <summary>a [A].</summary>
    public double A { get; }

    /// <summary>b [1/V].</summary>
    public double B { get; }

    public double Current(double v, double w) => A * Math.Sinh(B * v);

    public double Conductance(double v, double w) => A * B * Math.Cosh(B * v);

    public (double Current, double Conductance) Linearize(double v, double w)
    {
        var x = B * v;
        var e = Math.Exp(x);
        var inverse = 1 / e;
        // Near zero the two exponentials cancel.
        var sinh = Math.Abs(x) < 0.25 ? Math.Sinh(x) : 0.5 * (e - inverse);
        return (A * sinh, A * B * 0.5 * (e + inverse));
    }

    /// <summary>Eight cells at a time, to a few units in the last place as one alone.</summary>
    public static void Linearize(ReadOnlySpan<HyperbolicSineCell> cells, ReadOnlySpan<double> voltages, Span<double> currents, Span<double> conductances)
    {
        var k = 0;
        for (; k <= cells.Length - Vector512<double>.Count; k += Vector512<double>.Count)
        {
            var c = cells.Slice(k, Vector512<double>.Count);
            var a = Vector512.Create(c[0].A, c[1].A, c[2].A, c[3].A, c[4].A, c[5].A, c[6].A, c[7].A);
            var b = Vector512.Create(c[0].B, c[1].B, c[2].B, c[3].B, c[4].B, c[5].B, c[6].B, c[7].B);
            var x = b * Vector512.Create(voltages[k..]);
            var e = Vector512.Exp(x);
            var inverse = Vector512<double>.One / e;
            // Near zero the two exponentials cancel.
            var isSmall = Vector512.LessThan(Vector512.Abs(x), Vector512.Create(0.25));
            var sinh = Vector512.ConditionalSelect(isSmall, SmallSinh(x), 0.5 * (e - inverse));
            (a * sinh).CopyTo(currents[k..]);
            (a * b * (0.5 * (e + inverse))).CopyTo(conductances[k..]);
        }

        for (; k < cells.Length; k++)
            (currents[k], conductances[k]) = cells[k].Linearize(voltages[k], w: 0);
    }

    /// <summary>x + x³/3! + … + x¹¹/11!; what is left out is below 1e-17 of it for |x| &lt; 1/4.</summary>
    private static Vector512<double> SmallSinh(Vector512<double> x)
    {
        var square = x * x;
        var sum = Vector512.Create(1 / 39916800.0);
        foreach (var factorial in (ReadOnlySpan<double>)[362880, 5040, 120, 6])
            sum = sum * square + Vector512.Create(1 / factorial);
        return x + x * square * sum;
    }
}

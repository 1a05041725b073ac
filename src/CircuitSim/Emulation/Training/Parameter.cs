using System.Numerics;
using CircuitSim.Encodings;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>Numbers that descend: a matrix with its bias as the last row, if it has one, or the factors and offsets of a batch normalization.</summary>
internal sealed class Parameter
{
    private readonly WeightView? view;

    /// <param name="viewed">How many of the leading numbers are weights, which alone a view changes.</param>
    public Parameter(int outputs, double[] clean, int viewed, WeightView? view)
    {
        (Outputs, Clean, Viewed, this.view) = (outputs, clean, viewed, view);
        (Seen, Gradient, Velocity) = (view is null ? clean : [.. clean], new double[clean.Length], new double[clean.Length]);
    }

    public int Outputs { get; }

    public int Viewed { get; }

    public double[] Clean { get; }

    /// <summary>What the layer computes with.</summary>
    public double[] Seen { get; }

    public double[] Gradient { get; }

    public double[] Velocity { get; }

    public double SquaredGradient => Gradient.Sum(g => g * g);

    public ReadOnlySpan<double> Bias => Seen.AsSpan(Viewed);

    public static Parameter Matrix(int rows, int outputs, bool bias, InitialWeights initial, WeightView? view, int fanIn, int fanOut, RandomStream stream)
    {
        var values = new double[checked((rows + (bias ? 1 : 0)) * outputs)];
        var limit = Math.Sqrt(6.0 / (initial == InitialWeights.Glorot ? fanIn + fanOut : fanIn));
        foreach (ref var w in values.AsSpan(0, rows * outputs))
            w = stream.NextUniform(-limit, limit);
        return new Parameter(outputs, values, rows * outputs, view);
    }

    /// <param name="stream">null: without randomness.</param>
    public void Look(RandomStream? stream)
    {
        if (view is null)
            return;
        view(Clean.AsSpan(0, Viewed), Seen.AsSpan(0, Viewed), stream);
        Clean.AsSpan(Viewed).CopyTo(Seen.AsSpan(Viewed));
    }

    /// <summary>Momentum as Polyak (1964) has it, the rate outside: v ← μ v + shrink · g, w ← w − rate · v.</summary>
    public void Descend(double rate, double momentum, double shrink)
    {
        Span<double> w = Clean, v = Velocity, g = Gradient;
        var i = 0;
        for (; i <= w.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var velocity = momentum * new Vector<double>(v[i..]) + shrink * new Vector<double>(g[i..]);
            velocity.CopyTo(v[i..]);
            (new Vector<double>(w[i..]) - rate * velocity).CopyTo(w[i..]);
        }

        for (; i < w.Length; i++)
        {
            v[i] = momentum * v[i] + shrink * g[i];
            w[i] -= rate * v[i];
        }
    }

    /// <summary>As an array holds it: with zeros for a bias that there is not.</summary>
    public WeightMatrix ToMatrix()
    {
        Look(null);
        double[] all = Seen.Length > Viewed ? Seen : [.. Seen, .. new double[Outputs]];
        return new WeightMatrix(all.Length / Outputs, Outputs, all);
    }
}

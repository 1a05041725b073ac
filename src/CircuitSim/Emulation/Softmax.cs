using System.Numerics;
using CircuitSim.Numerics;

namespace CircuitSim.Emulation;

/// <summary>The pieces that every training with softmax and cross-entropy is made of.</summary>
internal static class Softmax
{
    /// <summary>Glorot and Bengio (2010), eq. 16: uniform in ±√(6 / (inputs + outputs)); the bias is zero.</summary>
    public static double[] InitialParameters(int inputs, int outputs, RandomStream stream)
    {
        var limit = Math.Sqrt(6.0 / (inputs + outputs));
        var parameters = new double[(inputs + 1) * outputs];
        for (var i = 0; i < inputs * outputs; i++)
            parameters[i] = stream.NextUniform(-limit, limit);
        return parameters;
    }

    /// <summary>Turns outputs into probabilities in place and returns ln p of the label.</summary>
    public static double ToLogProbability(Span<double> y, int label)
    {
        // Subtracting the largest keeps the exponentials from overflowing and changes no probability.
        var largest = y[0];
        foreach (var value in y)
            largest = Math.Max(largest, value);
        var labelOutput = y[label] - largest;
        var sum = 0.0;
        foreach (ref var value in y)
        {
            value = Math.Exp(value - largest);
            sum += value;
        }

        foreach (ref var value in y)
            value /= sum;
        return labelOutput - Math.Log(sum);
    }

    /// <summary>y += a·x, each element by one product and one sum, in vectors of any width.</summary>
    public static void AddScaled(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        var k = 0;
        for (; k <= x.Length - Vector<double>.Count; k += Vector<double>.Count)
            (new Vector<double>(y[k..]) + a * new Vector<double>(x[k..])).CopyTo(y[k..]);
        for (; k < x.Length; k++)
            y[k] += a * x[k];
    }
}

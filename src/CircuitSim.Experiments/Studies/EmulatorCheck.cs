using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;
using CircuitSim.Emulation.Networks;

namespace CircuitSim.Experiments.Studies;

/// <summary>Whether a network on arrays without wires is the network itself: what every study may rest on.</summary>
internal static class EmulatorCheck
{
    public const int MostSamples = 1000;

    /// <summary>
    /// The largest difference of an output between arrays, solved as circuits without wire resistance, and the network of the weights that
    /// their cells hold, over the first 1,000 samples, relative to the largest output.
    /// </summary>
    public static double Difference(MappedNetwork mapped, Tensor batch)
    {
        var count = Math.Min(batch.Batch, MostSamples);
        var samples = new Tensor([count, .. batch.Shape.Skip(1)], batch.Values[..(batch.Count / batch.Batch * count)]);
        double[][] solved = [.. mapped.Layers.Select(l => EffectiveConductance.Compute(
            CrossbarWiring.Uniform(l.Weights.Rows, l.Columns, 0), l.Weights.Conductances, CrossbarSolverOptions.Tightest).Values.ToArray())];
        var held = mapped.Layers.Select(l => l.Weights.ToWeights()).ToList();
        var network = mapped.Network;
        var chain = network.Apply(samples, mapped.Product(solved)).Values.Span;
        var emulator = network.Apply(samples, (matrix, n, inputs) =>
            Network.Multiply(held[matrix], n, Array.ConvertAll(inputs.ToArray(), x => x / mapped.InputScales[matrix]))).Values.Span;
        double difference = 0, largest = 0;
        for (var k = 0; k < chain.Length; k++)
            (difference, largest) = (Math.Max(difference, Math.Abs(chain[k] - emulator[k])), Math.Max(largest, Math.Abs(emulator[k])));
        return largest > 0 ? difference / largest : difference;
    }

    /// <summary>The same as a claim of a study.</summary>
    public static Claim Claim(MappedNetwork mapped, Tensor batch) => new(
        "circuit-is-emulator", "CircuitSim", "without wires the arrays are the network", $"largest difference of an output, {Math.Min(batch.Batch, MostSamples)} samples, relative to the largest output",
        Difference(mapped, batch), "", null, 1e-9);
}

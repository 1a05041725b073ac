using System.Buffers.Binary;
using CircuitSim.Files;

namespace CircuitSim.Emulation;

/// <summary>
/// A trained network as a NumPy archive, which <c>numpy.load</c> reads, too. All entries are arrays of doubles:
/// <code>
/// circuitsim_network []               format, 1
/// sizes              [layers + 1]     inputs, hidden outputs, classes
/// weights_l, bias_l  [in × out], [out] of layer l = 0, 1, …
/// seed               [2]              upper and lower 32 bits
/// training           [3]              epochs, images per step, learning rate
/// images_sha256, labels_sha256  [32]  bytes, of the training files
/// weights_sha256     [32]             bytes, of all weights and biases in the order above, little-endian
/// </code>
/// </summary>
public static class TrainedNetworkFile
{
    private const double Format = 1;
    private const int MostLayers = 100;

    /// <exception cref="DataFileException">The file cannot be written.</exception>
    public static void Write(string path, DenseNetwork network, TrainingProvenance provenance)
    {
        var options = provenance.Options;
        List<NpzArray> arrays =
        [
            new("circuitsim_network", [], new[] { Format }),
            Line("sizes", [.. network.Sizes.Select(n => (double)n)]),
        ];
        foreach (var (l, layer) in network.Layers.Index())
        {
            arrays.Add(new NpzArray($"weights_{l}", [layer.Inputs, layer.Outputs], layer.Weights.ToArray()));
            arrays.Add(new NpzArray($"bias_{l}", [layer.Outputs], layer.Bias.ToArray()));
        }

        arrays.Add(Line("seed", [provenance.Seed >> 32, provenance.Seed & uint.MaxValue]));
        arrays.Add(Line("training", [options.Epochs, options.BatchSize, options.LearningRate]));
        arrays.Add(Line("images_sha256", Bytes(Convert.FromHexString(provenance.ImagesSha256))));
        arrays.Add(Line("labels_sha256", Bytes(Convert.FromHexString(provenance.LabelsSha256))));
        arrays.Add(Line("weights_sha256", Bytes(HashOf(network.Layers))));
        NpzFile.Write(path, arrays);
    }

    /// <exception cref="DataFileException">Missing, unreadable, no network of this format, or changed since it was written.</exception>
    public static (DenseNetwork Network, TrainingProvenance Provenance) Read(string path)
    {
        var arrays = NpzFile.Read(path).ToDictionary(a => a.Name);
        if (!arrays.TryGetValue("circuitsim_network", out var format) || format.Values.Span is not [Format])
            throw DataFileException.Corrupt(path, "is no trained network of CircuitSim.");
        double[] Values(string name, params int[] shape) =>
            arrays.TryGetValue(name, out var array) && array.Shape.SequenceEqual(shape)
                ? array.Values.ToArray()
                : throw DataFileException.Corrupt(path, $"has no entry {name} of shape [{string.Join(" × ", shape)}].");

        if (!arrays.TryGetValue("sizes", out var written) || written.Values.Length is < 2 or > MostLayers)
            throw DataFileException.Corrupt(path, "does not state the sizes of its layers.");
        int Whole(double value, double greatest, string what) => value >= 0 && value <= greatest && Math.Floor(value) == value
            ? (int)(uint)value
            : throw DataFileException.Corrupt(path, FormattableString.Invariant($"states {what} {value}."));
        int[] sizes = Array.ConvertAll(written.Values.ToArray(), n => Whole(n, 1 << 24, "a layer of size"));
        try
        {
            var network = new DenseNetwork([.. Enumerable.Range(0, sizes.Length - 1).Select(l => new DenseLayer(
                sizes[l], sizes[l + 1], Values($"weights_{l}", sizes[l], sizes[l + 1]), Values($"bias_{l}", sizes[l + 1])))]);
            if (!Bytes(HashOf(network.Layers)).SequenceEqual(Values("weights_sha256", 32)))
                throw DataFileException.Corrupt(path, "has other weights than were written: their sha256 does not fit.");
            ulong[] seed = Array.ConvertAll(Values("seed", 2), part => (ulong)(uint)Whole(part, uint.MaxValue, "a part of the seed"));
            var training = Values("training", 3);
            var options = new TrainingOptions
            {
                Epochs = Whole(training[0], int.MaxValue, "in training the epochs"),
                BatchSize = Whole(training[1], int.MaxValue, "in training the batch size"),
                LearningRate = training[2],
            };
            string Hash(string name) => Convert.ToHexStringLower(Array.ConvertAll(Values(name, 32), b => (byte)Whole(b, byte.MaxValue, $"in {name} a byte")));
            return (network, new TrainingProvenance(sizes, (seed[0] << 32) | seed[1], options, Hash("images_sha256"), Hash("labels_sha256")));
        }
        catch (InvalidParameterException e)
        {
            throw DataFileException.Corrupt(path, $"holds no usable network: {e.Message}", e);
        }
    }

    /// <summary>Of all weights and biases, layer by layer, little-endian; in lower case.</summary>
    public static string WeightsSha256(DenseNetwork network) => Convert.ToHexStringLower(HashOf(network.Layers));

    private static byte[] HashOf(IReadOnlyList<DenseLayer> layers)
    {
        var hash = new Sha256();
        Span<byte> bytes = stackalloc byte[8];
        foreach (var layer in layers)
        {
            foreach (var value in (ReadOnlySpan<double>)[.. layer.Weights, .. layer.Bias])
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                hash.Append(bytes);
            }
        }

        return hash.Finish();
    }

    private static NpzArray Line(string name, double[] values) => new(name, [values.Length], values);

    private static double[] Bytes(byte[] bytes) => Array.ConvertAll(bytes, b => (double)b);
}

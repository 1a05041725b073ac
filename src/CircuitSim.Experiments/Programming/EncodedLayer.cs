using CircuitSim.Emulation;
using CircuitSim.Encodings;

namespace CircuitSim.Experiments.Programming;

/// <summary>Which layer of a trained network is written, and how its weights become conductances.</summary>
public sealed record EncodedLayer
{
    /// <summary>A trained network (.npz).</summary>
    public required string NetworkFile { get; init; }

    /// <summary>From 1.</summary>
    public int Layer { get; init; } = 1;

    /// <summary>Two's complement, one cell per bit; otherwise a conductance per weight and a reference column.</summary>
    public bool IsTwosComplement { get; init; }

    /// <summary>Bits of a weight in two's complement.</summary>
    public int Bits { get; init; } = 4;

    /// <summary>The layer's conductances, its bias as the last row.</summary>
    /// <param name="gOn">Greatest conductance [S].</param>
    /// <param name="gOff">Least conductance [S].</param>
    /// <exception cref="DataFileException">The file cannot be read.</exception>
    /// <exception cref="InvalidParameterException">There is no such layer, or the encoding cannot hold it.</exception>
    public EncodedWeights Encode(double gOn, double gOff)
    {
        var network = TrainedNetworkFile.Read(NetworkFile).Network;
        if (Layer < 1 || Layer > network.Layers.Count)
            throw InvalidParameterException.OutOfRange("layer", Layer, "", $"from 1 to {network.Layers.Count}, the layers of {Path.GetFileName(NetworkFile)}");
        var weights = network.Layers[Layer - 1].ToMatrix();
        IEncoding encoding = IsTwosComplement ? TwosComplement.Covering(weights, Bits, gOn, gOff) : new OffsetColumn(gOn, gOff);
        return encoding.Encode(weights);
    }
}

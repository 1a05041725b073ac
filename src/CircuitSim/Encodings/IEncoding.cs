namespace CircuitSim.Encodings;

/// <summary>
/// How signed weights become conductances of an array, and how the array's column currents become numbers again.
/// An encoding works on matrices alone; it knows no device, no circuit and no network.
/// </summary>
public interface IEncoding
{
    /// <summary>The name under which users choose it.</summary>
    string Name { get; }

    /// <exception cref="InvalidParameterException">A weight cannot be represented.</exception>
    EncodedWeights Encode(WeightMatrix weights);
}

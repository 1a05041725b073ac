using CircuitSim.Emulation.Networks;
using CircuitSim.Emulation.Onnx;

namespace CircuitSim.Experiments.Studies;

/// <summary>A study's trained network for other programs: as ONNX, and as an archive that NumPy reads.</summary>
internal static class NetworkExport
{
    /// <param name="name">Of the files, without their endings.</param>
    /// <param name="shape">Of one sample.</param>
    public static IReadOnlyList<(string Name, Action<Stream> Write)> Of(Network network, string name, IReadOnlyList<int> shape)
    {
        IReadOnlyList<int?> input = [null, .. shape.Select(n => (int?)n)];
        return [($"{name}.onnx", stream => OnnxFile.Write(stream, network, input)), ($"{name}.npz", stream => NetworkFile.WriteArchive(stream, network, input))];
    }
}

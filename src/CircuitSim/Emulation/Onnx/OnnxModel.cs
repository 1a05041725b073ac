using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation.Onnx;

/// <summary>What an ONNX file holds.</summary>
/// <param name="InputShapes">Of each input of the network; a size is null where it is left open, a shape is null where none is stated.</param>
public sealed record OnnxModel(Network Network, IReadOnlyList<IReadOnlyList<int?>?> InputShapes);

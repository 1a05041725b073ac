using CircuitSim.Emulation.Networks;

namespace CircuitSim.Emulation.Onnx;

/// <summary>A node as its operator is built from it.</summary>
/// <param name="Opset">Version of the operators that the model was written for.</param>
/// <param name="Constant">The tensor of an input, where it is a constant; else null.</param>
internal sealed record OnnxNode(string Kind, int Opset, OnnxAttributes Attributes, IReadOnlyList<string> Inputs, Func<int, Tensor?> Constant);

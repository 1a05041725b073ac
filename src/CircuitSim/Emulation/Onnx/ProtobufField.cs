namespace CircuitSim.Emulation.Onnx;

/// <summary>One field on the wire.</summary>
/// <param name="Value">Of a number, its bits.</param>
/// <param name="Message">Of a message, a text or bytes; null for a number.</param>
internal readonly record struct ProtobufField(int Number, ulong Value, ProtobufMessage? Message);

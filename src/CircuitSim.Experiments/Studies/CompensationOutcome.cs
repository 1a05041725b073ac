namespace CircuitSim.Experiments.Studies;

/// <param name="Correlation">Of the layer's outputs with the ideal ones, all test images, without quantizers.</param>
/// <param name="Reach">The largest column current of the training images over full scale, which is the ideal array's.</param>
/// <param name="Correct">Test images classified correctly without quantizers.</param>
/// <param name="Quantized">The same with column quantizers, full scale that of the ideal array.</param>
/// <param name="Refitted">The same with full scale at the largest current of this wired array.</param>
internal sealed record CompensationOutcome(CompensationMethod Method, double Correlation, double Reach, int Correct, int Quantized, int Refitted);

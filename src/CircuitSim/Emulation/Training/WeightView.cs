using CircuitSim.Numerics;

namespace CircuitSim.Emulation.Training;

/// <summary>
/// The weights of a layer as its forward pass sees them: binary, quantized, noisy. The gradient found there is applied to the clean
/// weights as it is (a straight-through estimator: Bengio et al., arXiv:1308.3432). Biases are not viewed.
/// </summary>
/// <param name="clean">[inputs × outputs], row-major.</param>
/// <param name="seen">Same shape, to be filled.</param>
/// <param name="stream">One for each step and layer; null where the view is asked for without its randomness: for the trained network.</param>
public delegate void WeightView(ReadOnlySpan<double> clean, Span<double> seen, RandomStream? stream);

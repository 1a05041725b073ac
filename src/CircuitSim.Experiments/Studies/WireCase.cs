using CircuitSim.Cosimulation;
using CircuitSim.Emulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>All test images through one wired array.</summary>
/// <param name="WireResistance">Of every segment [Ω].</param>
/// <param name="TileRows">Word lines of a tile; the whole array's where it is not tiled.</param>
/// <param name="Exact">Classes with currents read as they are.</param>
/// <param name="Quantized">Classes with the column quantizer.</param>
/// <param name="ChangedExact">Images whose class differs from the emulator's, currents read as they are.</param>
/// <param name="ChangedQuantized">The same with the column quantizer.</param>
/// <param name="CurrentError">Column currents against those of the ideal array.</param>
internal sealed record WireCase(
    double WireResistance, int TileRows, Predictions Exact, Predictions Quantized,
    int ChangedExact, int ChangedQuantized, CurrentError CurrentError);

using CircuitSim.Cosimulation;
using CircuitSim.Crossbars;

namespace CircuitSim.Experiments.Studies;

/// <summary>The whole test set through both layers' wired arrays.</summary>
/// <param name="OnResistance">Least resistance of a cell [Ω].</param>
/// <param name="WireResistance">Of every segment [Ω].</param>
/// <param name="TileRows">Word lines of a tile.</param>
/// <param name="Correct">Images classified correctly.</param>
/// <param name="Changed">Images whose class differs from the ideal network's.</param>
/// <param name="Losses">Column currents lost with all rows at the read voltage, by layer.</param>
/// <param name="CurrentError">Column currents of the first layer over all images against those without wires.</param>
internal sealed record IrDropCase(
    double OnResistance, WordLineDrive Drive, double WireResistance, int TileRows,
    int Correct, int Changed, IReadOnlyList<CurrentLoss> Losses, CurrentError CurrentError);

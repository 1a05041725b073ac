namespace CircuitSim.Programming;

/// <summary>
/// What one cell sees of a linear array: a source behind a resistance (Thévenin). The other cells stand still, so this is
/// exact whatever the one cell does.
/// </summary>
/// <param name="Cell">row · N + column.</param>
/// <param name="Share">Voltage at the open cell per volt of amplitude; positive in the direction of the write.</param>
/// <param name="Resistance">Of wires, drivers and the paths through other cells [Ω].</param>
public readonly record struct CellSupply(int Cell, double Share, double Resistance);

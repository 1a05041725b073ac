namespace CircuitSim.Programming;

/// <summary>The amplitudes that write the worst-placed cell of an array and leave every other cell within its tolerance.</summary>
/// <param name="Least">The worst-placed cell is written from here up; null where no amplitude up to <paramref name="Largest"/> does it [V].</param>
/// <param name="Greatest">The worst half-selected cell bears all writes up to here [V].</param>
/// <param name="Largest">Where the search ends: the requirement's largest amplitude, or the end of the card's range [V].</param>
/// <param name="Supply">What the written cell sees of the array and its drivers.</param>
/// <param name="Disturbance">Largest magnitude of the voltage, in the direction of the write, that any other cell gets per volt of amplitude.</param>
/// <param name="DisturbedCell">That cell, row · N + column.</param>
public sealed record WriteWindow(
    WriteDirection Direction, double? Least, double Greatest, double Largest, CellSupply Supply, double Disturbance, int DisturbedCell)
{
    /// <summary>Width of the window; null where it is empty [V].</summary>
    public double? Margin => Least is { } least && least <= Greatest ? Greatest - least : null;

    /// <summary>The middle of the window; where it is empty, the least amplitude that writes, or else the greatest that holds [V].</summary>
    public double Amplitude => Margin is null ? Least ?? Greatest : 0.5 * (Least!.Value + Greatest);
}

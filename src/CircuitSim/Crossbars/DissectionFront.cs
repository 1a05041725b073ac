namespace CircuitSim.Crossbars;

/// <summary>
/// A step of nested dissection: unknowns that are eliminated together, and those that this couples. Unknowns are numbered in
/// the order of elimination.
/// </summary>
/// <param name="First">First own unknown; the others follow it.</param>
/// <param name="Count">Number of own unknowns.</param>
/// <param name="Boundary">Later unknowns, ascending.</param>
/// <param name="Children">Fronts whose remainders are added to this one.</param>
internal sealed record DissectionFront(int First, int Count, int[] Boundary, int[] Children)
{
    public int Size => Count + Boundary.Length;

    /// <summary>From one column of the dense front to the next: whole eights, and no power of two.</summary>
    public int Stride => (Size + 7) / 8 * 8 + 8;
}

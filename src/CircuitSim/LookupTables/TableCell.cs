using CircuitSim.Devices;

namespace CircuitSim.LookupTables;

/// <summary>
/// A cell whose current comes from a table i(g, v), at one conductance g: linear between the points along both axes, so i never falls
/// where the table's rows do not. Beyond the last voltage the last slope goes on, for Newton's steps alone. Between points the error is at
/// most h²/8 · max |∂²i/∂v²| plus the same along g, h the distance of the points; of a cell that is ohmic at every g it is rounding.
/// </summary>
public readonly struct TableCell : IArrayCell<TableCell>
{
    private readonly double[] voltages, currents;
    private readonly int first, second;
    private readonly double part;

    /// <param name="voltages">Rising, [voltages] [V].</param>
    /// <param name="currents">[conductances × voltages] [A].</param>
    /// <param name="row">At or before the cell's conductance.</param>
    /// <param name="part">Of the way to the next row.</param>
    internal TableCell(double[] voltages, double[] currents, int row, double part)
    {
        (this.voltages, this.currents, this.part) = (voltages, currents, part);
        first = row * voltages.Length;
        second = part == 0 ? first : first + voltages.Length;
    }

    public double Current(double v, double w) => Linearize(v, w).Current;

    public double Conductance(double v, double w) => Linearize(v, w).Conductance;

    public (double Current, double Conductance) Linearize(double v, double w)
    {
        var found = Array.BinarySearch(voltages, v);
        var n = Math.Clamp(found >= 0 ? found : ~found - 1, 0, voltages.Length - 2);
        var here = At(n);
        var slope = (At(n + 1) - here) / (voltages[n + 1] - voltages[n]);
        return (here + slope * (v - voltages[n]), slope);
    }

    private double At(int n) => currents[first + n] + part * (currents[second + n] - currents[first + n]);
}

namespace CircuitSim.Devices;

/// <summary>
/// What sits at a crosspoint, seen at a frozen state: kernels take it as a generic argument, so that a loop over
/// cells makes no virtual call. Positive v lies on the word line, positive current flows into the bit line.
/// </summary>
public interface ICell
{
    /// <summary>i(v, w) [A].</summary>
    /// <param name="v">Voltage across the cell [V].</param>
    /// <param name="w">The device's own state variable in its own unit; ignored by cells that have none.</param>
    double Current(double v, double w);

    /// <summary>∂i/∂v at the same state [S].</summary>
    double Conductance(double v, double w);

    /// <summary>Current and conductance at once, which is all that Newton's method asks of a cell and often costs little more than one of them.</summary>
    (double Current, double Conductance) Linearize(double v, double w);
}

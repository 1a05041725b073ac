using CircuitSim.Devices;

namespace CircuitSim.Programming;

/// <summary>
/// How far a trapezoidal pulse moves a device, by the closed form of its drive and without its window:
/// |Δw| = |drive(A)| · width + |mean drive(0 … A)| · 2 · edge; and the pulse for a wanted move.
/// </summary>
public readonly struct PulseDose(IThresholdModel device, double edge)
{
    /// <summary>Halvings of an interval of voltage: to 1e-12 of it.</summary>
    private const int Halvings = 40;

    /// <summary>[m]</summary>
    /// <param name="voltage">Magnitude at the device [V].</param>
    /// <param name="width">Of the flat part [s].</param>
    public double Move(WriteDirection direction, double voltage, double width)
    {
        if (voltage <= 0)
            return 0;
        var signed = direction == WriteDirection.Set ? -voltage : voltage;
        return Math.Abs(device.Drive(signed)) * width + Math.Abs(device.MeanDrive(0, signed)) * 2 * edge;
    }

    /// <summary>The magnitude below which nothing moves [V].</summary>
    public double Threshold(WriteDirection direction) => direction == WriteDirection.Set ? -device.Thresholds.Lower : device.Thresholds.Upper;

    /// <summary>Magnitude at the device that moves it so far [V].</summary>
    /// <param name="move">Not negative [m].</param>
    public double Voltage(WriteDirection direction, double move, double width)
    {
        var low = Threshold(direction);
        var high = 2 * low;
        while (Move(direction, high, width) < move)
            high *= 2;
        for (var k = 0; k < Halvings; k++)
        {
            var middle = 0.5 * (low + high);
            if (Move(direction, middle, width) < move)
                low = middle;
            else
                high = middle;
        }

        return 0.5 * (low + high);
    }

    /// <summary>Width of the flat part that, with the edges, moves the device so far; 0 if the edges alone do more [s].</summary>
    /// <param name="voltage">Above the threshold [V].</param>
    public double Width(WriteDirection direction, double move, double voltage)
    {
        var edges = Move(direction, voltage, 0);
        return Math.Max(move - edges, 0) / (Move(direction, voltage, 1) - edges);
    }
}

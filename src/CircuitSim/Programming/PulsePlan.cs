using CircuitSim.Devices;

namespace CircuitSim.Programming;

/// <summary>Pulses that a controller may give. Checked once (<see cref="Validated"/>), then trusted.</summary>
public sealed record PulsePlan
{
    public PulseLadder Ladder { get; init; }

    /// <summary>Width of a pulse whose amplitude is chosen [s].</summary>
    public double Width { get; init; } = 50e-9;

    /// <summary>Longest pulse whose width is chosen [s].</summary>
    public double LongestWidth { get; init; } = 1e-6;

    /// <summary>Length of every edge [s].</summary>
    public double Edge { get; init; } = 1e-9;

    /// <summary>Of a set whose width is chosen [V].</summary>
    public double SetAmplitude { get; init; } = 1.65;

    /// <summary>Of a reset whose width is chosen [V].</summary>
    public double ResetAmplitude { get; init; } = 0.45;

    /// <summary>Of a set whose amplitude is chosen [V].</summary>
    public double LargestSetAmplitude { get; init; } = 2.2;

    /// <summary>Of a reset whose amplitude is chosen [V].</summary>
    public double LargestResetAmplitude { get; init; } = 0.9;

    /// <summary>Voltages that suit a device: its whole range in one pulse, with something in hand for what is lost on the way.</summary>
    /// <param name="greatest">Largest conductance to be written; a selector takes its share at that current [S].</param>
    public static PulsePlan For(IThresholdModel nominal, CellDesign cell, double greatest, PulsePlan shape)
    {
        const double InHand = 1.4, FixedInHand = 1.03, LongerThanWidth = 10;
        var dose = new PulseDose(nominal, shape.Edge);
        double Amplitude(WriteDirection direction, double width, double factor)
        {
            // No device may see more than its card holds for, and nearly all of an amplitude can reach one.
            var bound = (1 - 1e-6) * (direction == WriteDirection.Set ? -nominal.Voltages.Lowest : nominal.Voltages.Highest);
            var voltage = Math.Min(factor * dose.Voltage(direction, nominal.StateRange, width), bound);
            return cell.Structure == CellStructure.Selector ? voltage + cell.Selector.VoltageAt(voltage * greatest) : voltage;
        }

        return shape with
        {
            SetAmplitude = Amplitude(WriteDirection.Set, LongerThanWidth * shape.Width, FixedInHand),
            ResetAmplitude = Amplitude(WriteDirection.Reset, LongerThanWidth * shape.Width, FixedInHand),
            LargestSetAmplitude = Amplitude(WriteDirection.Set, shape.Width, InHand),
            LargestResetAmplitude = Amplitude(WriteDirection.Reset, shape.Width, InHand),
        };
    }

    /// <summary>[V]</summary>
    public double LargestAmplitude(WriteDirection direction) => direction == WriteDirection.Set ? LargestSetAmplitude : LargestResetAmplitude;

    /// <summary>Of pulses whose width is chosen [V].</summary>
    public double FixedAmplitude(WriteDirection direction) => direction == WriteDirection.Set ? SetAmplitude : ResetAmplitude;

    /// <summary>Returns this plan if its values are possible.</summary>
    /// <exception cref="InvalidParameterException">Names the value.</exception>
    public PulsePlan Validated()
    {
        InvalidParameterException.RequirePositive(Width, "s", "pulse width");
        InvalidParameterException.RequirePositive(LongestWidth, "s", "longest pulse width");
        InvalidParameterException.RequirePositive(Edge, "s", "pulse edge");
        InvalidParameterException.RequirePositive(SetAmplitude, "V", "set amplitude");
        InvalidParameterException.RequirePositive(ResetAmplitude, "V", "reset amplitude");
        InvalidParameterException.RequirePositive(LargestSetAmplitude, "V", "largest set amplitude");
        InvalidParameterException.RequirePositive(LargestResetAmplitude, "V", "largest reset amplitude");
        return this;
    }
}

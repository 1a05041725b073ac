using CircuitSim.Crossbars;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Cosimulation;

/// <summary>
/// What the circuit of a layer's read is made of. A stage that is left out is ideal: its border is a voltage source, a virtual
/// ground or an exact transfer, which takes no current.
/// </summary>
public sealed record LayerParts
{
    /// <summary>Of the array.</summary>
    public required CrossbarWiring Wiring { get; init; }

    /// <summary>[rows × columns] row-major [S].</summary>
    public required IReadOnlyList<double> Cells { get; init; }

    /// <summary>Every segment and cell as an element; else the array is the mesh of <see cref="PortAdmittance"/>, the same at DC.</summary>
    public bool EveryWire { get; init; }

    /// <summary>[rows], or none.</summary>
    public IReadOnlyList<IDigitalToAnalog> Dacs { get; init; } = [];

    /// <summary>[rows], or none.</summary>
    public IReadOnlyList<IAnalogStage> Drivers { get; init; } = [];

    /// <summary>[columns], or none.</summary>
    public IReadOnlyList<IAnalogStage> Terminations { get; init; } = [];

    /// <summary>Of an ideal termination, v = −R I, in front of subtractors or sample-and-holds [Ω].</summary>
    public double IdealTransresistance { get; init; } = 1;

    /// <summary>[columns − 1], or none: each takes its column's voltage from that of the last column, the reference.</summary>
    public IReadOnlyList<IDifferenceStage> Subtractors { get; init; } = [];

    /// <summary>Behind each subtractor, or else behind each termination; or none.</summary>
    public IReadOnlyList<IAnalogStage> Holds { get; init; } = [];

    /// <summary>Behind the last stage of each line; or none. They sample from the start and convert once the read has ended.</summary>
    public IReadOnlyList<SarConverter> Converters { get; init; } = [];
}

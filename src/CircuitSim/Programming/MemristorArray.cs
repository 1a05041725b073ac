using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.Programming;

/// <summary>
/// An array whose memristors run: wires, cells and the parameters of every device. The bit lines' resistances to their
/// sensing nodes are those of their drivers, too.
/// </summary>
public sealed record MemristorArray
{
    public required CrossbarWiring Wiring { get; init; }

    public CellDesign Cell { get; init; } = CellDesign.Memristor;

    /// <summary>The nominal card, kind MEMRISTOR; what <see cref="Devices"/> do not say is taken from it.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>One for all cells, or one per cell, [M × N] row-major.</summary>
    public required IReadOnlyList<IThresholdModel> Devices { get; init; }

    /// <summary>What is wrong with each cell, [M × N] row-major; empty where all work.</summary>
    public IReadOnlyList<CellFault> Faults { get; init; } = [];

    public int Rows => Wiring.Rows;

    public int Columns => Wiring.Columns;

    public int Count => Rows * Columns;

    /// <param name="cell">row · N + column.</param>
    public IThresholdModel DeviceOf(int cell) => Devices.Count == 1 ? Devices[0] : Devices[cell];

    /// <summary>Returns this array if its parts fit together.</summary>
    /// <exception cref="InvalidParameterException">Names what does not fit.</exception>
    public MemristorArray Validated()
    {
        Wiring.Validated();
        Cell.Validated();
        if (Devices.Count != 1 && Devices.Count != Count)
            throw InvalidParameterException.WrongShape("devices", $"[{Devices.Count}]", $"[1] or [{Rows} × {Columns}]");
        if (Faults.Count != 0 && Faults.Count != Count)
            throw InvalidParameterException.WrongShape("faults", $"[{Faults.Count}]", $"[{Rows} × {Columns}]");
        return this;
    }

    /// <param name="cell">row · N + column.</param>
    public CellFault FaultOf(int cell) => Faults.Count == 0 ? CellFault.None : Faults[cell];

    /// <summary>The card of a cell's device: the nominal one with the device's numbers.</summary>
    internal ModelCard CardOf(int cell) => MemristorCard.With(Card, Devices.Count == 1 ? Card.Name : $"{Card.Name}_{cell / Columns}_{cell % Columns}", DeviceOf(cell));
}

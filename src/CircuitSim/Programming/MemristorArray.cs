using System.Globalization;
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
    private static readonly string[] WindowKeys = ["window", "p", "j", "waoff", "waon", "wc", "w0"];

    private readonly IReadOnlyList<VteamParameters> devices = [];
    private readonly IReadOnlyList<Vteam> physics = [];

    public required CrossbarWiring Wiring { get; init; }

    public CellDesign Cell { get; init; } = CellDesign.Memristor;

    /// <summary>The nominal card, kind MEMRISTOR; what <see cref="Devices"/> do not say is taken from it.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>One for all cells, or one per cell, [M × N] row-major.</summary>
    public required IReadOnlyList<VteamParameters> Devices
    {
        get => devices;
        init => (devices, physics) = (value, [.. value.Select(p => new Vteam(p))]);
    }

    /// <summary>What is wrong with each cell, [M × N] row-major; empty where all work.</summary>
    public IReadOnlyList<CellFault> Faults { get; init; } = [];

    public int Rows => Wiring.Rows;

    public int Columns => Wiring.Columns;

    public int Count => Rows * Columns;

    /// <param name="cell">row · N + column.</param>
    public VteamParameters DeviceOf(int cell) => devices.Count == 1 ? devices[0] : devices[cell];

    /// <param name="cell">row · N + column.</param>
    public Vteam PhysicsOf(int cell) => physics.Count == 1 ? physics[0] : physics[cell];

    /// <summary>Returns this array if its parts fit together.</summary>
    /// <exception cref="InvalidParameterException">Names what does not fit.</exception>
    public MemristorArray Validated()
    {
        Wiring.Validated();
        Cell.Validated();
        if (devices.Count != 1 && devices.Count != Count)
            throw InvalidParameterException.WrongShape("devices", $"[{devices.Count}]", $"[1] or [{Rows} × {Columns}]");
        if (Faults.Count != 0 && Faults.Count != Count)
            throw InvalidParameterException.WrongShape("faults", $"[{Faults.Count}]", $"[{Rows} × {Columns}]");
        return this;
    }

    /// <param name="cell">row · N + column.</param>
    public CellFault FaultOf(int cell) => Faults.Count == 0 ? CellFault.None : Faults[cell];

    /// <summary>The card of a cell's device: the nominal one with the device's numbers.</summary>
    internal ModelCard CardOf(int cell)
    {
        var p = DeviceOf(cell);
        if (devices.Count == 1 && p == VteamCard.ToParameters(Card))
            return Card;
        var keys = new Dictionary<string, string>(Card.Parameters, StringComparer.OrdinalIgnoreCase)
        {
            ["ron"] = Text(p.ROn),
            ["roff"] = Text(p.ROff),
            ["kon"] = Text(p.KOn),
            ["koff"] = Text(p.KOff),
            ["aon"] = Text(p.AlphaOn),
            ["aoff"] = Text(p.AlphaOff),
            ["von"] = Text(p.VOn),
            ["voff"] = Text(p.VOff),
        };
        if (p.Window.Kind == StateWindowKind.None)
        {
            // A faulty device has no window, whatever the nominal one has.
            foreach (var key in WindowKeys)
                keys.Remove(key);
        }

        return new ModelCard(devices.Count == 1 ? Card.Name : $"{Card.Name}_{cell / Columns}_{cell % Columns}", Card.Kind, keys);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

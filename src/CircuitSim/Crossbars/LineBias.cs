using CircuitSim.Numerics;

namespace CircuitSim.Crossbars;

/// <summary>
/// What the outside does to one line of an array: holds it at a voltage, through its drivers or its sensing node, or leaves
/// it floating, tied to the rest by its cells alone. A plain voltage converts; the default is 0 V.
/// </summary>
public readonly record struct LineBias
{
    private readonly double voltage;

    private LineBias(double voltage, bool isFloating) => (this.voltage, IsFloating) = (voltage, isFloating);

    /// <summary>No driver and no sensing node at either end.</summary>
    public static LineBias Floating { get; } = new(0, isFloating: true);

    public bool IsFloating { get; }

    /// <summary>The voltage that the line's drivers or its sensing node hold [V].</summary>
    /// <exception cref="InvalidOperationException">The line is floating.</exception>
    public double Voltage => IsFloating ? throw new InvalidOperationException("A floating line is held at no voltage.") : voltage;

    /// <summary>Held at a voltage [V].</summary>
    /// <exception cref="InvalidParameterException">The voltage is not finite, or out of <see cref="CrossbarRange"/>.</exception>
    public static LineBias At(double voltage) => new(CrossbarRange.RequireVoltage(voltage, "line voltage"), isFloating: false);

    /// <summary>The same voltage on each of <paramref name="count"/> lines [V].</summary>
    public static LineBias[] All(int count, double voltage)
    {
        var lines = new LineBias[count];
        Array.Fill(lines, At(voltage));
        return lines;
    }

    public static implicit operator LineBias(double voltage) => At(voltage);

    public override string ToString() => IsFloating ? "floating" : SiText.Format(voltage, "V");
}

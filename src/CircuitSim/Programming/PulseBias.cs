namespace CircuitSim.Programming;

/// <summary>
/// Voltages of all lines in the flat part of a pulse of amplitude V; the lowest is 0 V, null is an open line.
/// <code>
///              word line     other word lines    written bit line j    other bit lines
/// reset V/2    V             V/2                 V − V_j               V/2
///       V/3    V             V/3                 V − V_j               2V/3
///       select V             0, gates off        V − V_j               V
/// set   V/2    0             V/2                 V_j                   V/2
///       V/3    0             2V/3                V_j                   V/3
///       select 0             0, gates off        V_j                   0
/// </code>
/// where V_j ≤ V is the amplitude of column j and V the largest of them. Floating: as V/2, with the other lines open.
/// </summary>
/// <param name="WordLine">Of the selected row [V].</param>
/// <param name="OtherWordLines">[V]</param>
/// <param name="OtherBitLines">[V]</param>
public readonly record struct PulseBias(double WordLine, double? OtherWordLines, double? OtherBitLines)
{
    /// <param name="amplitude">V [V].</param>
    public static PulseBias Of(BiasScheme scheme, WriteDirection direction, double amplitude)
    {
        var isReset = direction == WriteDirection.Reset;
        var word = isReset ? amplitude : 0;
        return scheme switch
        {
            BiasScheme.HalfVoltage => new PulseBias(word, amplitude / 2, amplitude / 2),
            BiasScheme.ThirdVoltage => isReset
                ? new PulseBias(word, amplitude / 3, 2 * amplitude / 3)
                : new PulseBias(word, 2 * amplitude / 3, amplitude / 3),
            BiasScheme.Select => new PulseBias(word, 0, word),
            _ => new PulseBias(word, null, null),
        };
    }

    /// <summary>Voltage of a bit line that is written [V].</summary>
    /// <param name="amplitude">V_j [V].</param>
    public double WrittenBitLine(WriteDirection direction, double amplitude) =>
        direction == WriteDirection.Reset ? WordLine - amplitude : amplitude;
}

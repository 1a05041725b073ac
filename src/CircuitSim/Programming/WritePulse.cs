namespace CircuitSim.Programming;

/// <summary>A pulse on cells of one row; they start together, and each ends when its bit line goes to the voltage of those that are not written.</summary>
/// <param name="Row">Word line.</param>
/// <param name="Columns">At least one, each bit line once.</param>
/// <param name="Edge">Length of every edge [s].</param>
public sealed record WritePulse(WriteDirection Direction, int Row, IReadOnlyList<ColumnPulse> Columns, double Edge)
{
    /// <summary>[V]</summary>
    public double LargestAmplitude => Columns.Max(c => c.Amplitude);

    /// <summary>[s]</summary>
    public double LongestWidth => Columns.Max(c => c.Width);
}

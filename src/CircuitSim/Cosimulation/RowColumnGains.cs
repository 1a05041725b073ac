namespace CircuitSim.Cosimulation;

/// <summary>Factors of the row voltages and of the column currents.</summary>
/// <param name="Rows">[rows], the largest 1, none negative: no row is driven above its read voltage.</param>
/// <param name="Columns">[columns].</param>
public sealed record RowColumnGains(double[] Rows, double[] Columns)
{
    /// <summary>Conductances whose rows are driven through these gains, [rows × columns] row-major [S].</summary>
    public double[] Drive(ReadOnlySpan<double> conductances)
    {
        var driven = conductances.ToArray();
        for (var k = 0; k < driven.Length; k++)
            driven[k] *= Rows[k / Columns.Length];
        return driven;
    }
}

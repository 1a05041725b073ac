namespace CircuitSim.Crossbars;

/// <summary>The product with the effective conductances, whatever its lanes.</summary>
internal interface IEffectiveProduct
{
    /// <summary>Largest sum of a column of the matrix [S].</summary>
    double LargestColumnSum { get; }

    /// <summary>Takes the matrix, [M × N] row-major [S].</summary>
    void Take(ReadOnlySpan<double> effective);

    /// <summary>Currents of each input: [inputs × M] row-major [V] to [inputs × N] row-major [A].</summary>
    void Multiply(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents);
}

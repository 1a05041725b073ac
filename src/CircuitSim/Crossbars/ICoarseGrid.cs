namespace CircuitSim.Crossbars;

/// <summary>The coarse part of the preconditioner: r ↦ P A⁻¹ Pᵀ r, with q = Pᵀ r and c = A⁻¹ q kept from step to step.</summary>
internal unsafe interface ICoarseGrid
{
    /// <summary>Rows of the coarse nodes; the last one is the last word line.</summary>
    ReadOnlySpan<int> RowNodes { get; }

    /// <summary>P c on the coarse rows, [coarse rows × padded columns] [V].</summary>
    double* Potentials { get; }

    /// <summary>
    /// What the passes write, [coarse rows × padded columns]: on the last coarse row the bit lines' voltages [V]; on the others
    /// the same, or where segments differ the mean current of the segments up to the next coarse row [A].
    /// </summary>
    double* Samples { get; }

    /// <summary>c·q, the coarse part of γ [A V].</summary>
    double Energy { get; }

    /// <summary>Takes the ends of the lines anew, some of which may float now.</summary>
    void Refactor();

    /// <summary>Sets <see cref="Potentials"/> and <see cref="Samples"/> to zero.</summary>
    void Reset();

    /// <summary>Adds the bit lines' own voltages v to <see cref="Samples"/>.</summary>
    void AddBitVoltages();

    /// <summary>Starts from word-line voltages u and the bit-line voltages in <see cref="Samples"/>; returns <see cref="Energy"/>.</summary>
    double Begin(double* u);

    /// <summary>Takes s = Pᵀ S p, with p the direction and <see cref="Samples"/> its bit-line voltages; returns c·s.</summary>
    double Restrict();

    /// <summary>q −= α s, c = A⁻¹ q; returns the new c·s.</summary>
    double Advance(double α);
}

namespace CircuitSim.Crossbars;

/// <summary>The coarse part of the preconditioner: r ↦ P A⁻¹ Pᵀ r, with q = Pᵀ r and c = A⁻¹ q kept from step to step.</summary>
internal unsafe interface ICoarseGrid
{
    /// <summary>Rows of the coarse nodes; the last one is the last word line.</summary>
    ReadOnlySpan<int> RowNodes { get; }

    /// <summary>P c on the coarse rows, [coarse rows × padded columns]; where segments differ, at the coarse column before [V].</summary>
    double* Potentials { get; }

    /// <summary>How much higher the next coarse column is, likewise; null where segments are alike [V].</summary>
    double* Rises { get; }

    /// <summary>Share of <see cref="Rises"/> that counts at each crosspoint, in strips; null where segments are alike [1].</summary>
    double* Shares { get; }

    /// <summary>
    /// What the passes write, [coarse rows × padded columns]: the bit lines' voltages y [V]; or where segments differ, the
    /// cells' currents D (p − y), summed along the bit lines with the rows' hats as weights [A].
    /// </summary>
    double* Samples { get; }

    /// <summary>The same currents times <see cref="Shares"/>; null where segments are alike [A].</summary>
    double* SharedSamples { get; }

    /// <summary>c·q, the coarse part of γ [A V].</summary>
    double Energy { get; }

    /// <summary>Takes the ends of the lines anew, some of which may float now.</summary>
    void Refactor();

    /// <summary>Starts from the residual r in <see cref="LineSystem.Work"/>; returns <see cref="Energy"/>.</summary>
    double Begin();

    /// <summary>Takes s = Pᵀ S p, with p the direction and <see cref="Samples"/> what the bit lines tell of it; returns c·s.</summary>
    double Restrict();

    /// <summary>q −= α s, c = A⁻¹ q; returns the new c·s.</summary>
    double Advance(double α);
}

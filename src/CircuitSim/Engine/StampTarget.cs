namespace CircuitSim.Engine;

/// <summary>
/// Where devices add their shares. Unknowns are node voltages, then branch currents; the last place of every array is
/// a dummy for ground, whose voltage is 0 and whose equation and matrix entries nobody reads, so that no stamp asks
/// whether a node is ground.
/// </summary>
internal readonly ref struct StampTarget(ReadOnlySpan<double> x, Span<double> residual, Span<double> jacobian)
{
    /// <summary>[unknowns + 1]; node voltages [V], branch currents [A].</summary>
    public readonly ReadOnlySpan<double> X = x;

    /// <summary>[unknowns + 1]; F: currents that leave each node [A], branch laws [V].</summary>
    public readonly Span<double> Residual = residual;

    /// <summary>[entries + 1]; ∂F/∂x, slot by slot.</summary>
    public readonly Span<double> Jacobian = jacobian;
}

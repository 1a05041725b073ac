namespace CircuitSim.Crossbars;

/// <summary>The direct solver, whatever its lanes.</summary>
internal interface IDissectionSolver
{
    /// <summary>Conductance from each word line's source to each sensing node, all at once, [M × N] row-major [S].</summary>
    void EffectiveConductances(Span<double> matrix);
}

namespace CircuitSim.Crossbars;

/// <summary>The direct solver, whatever its lanes.</summary>
internal interface IDissectionSolver
{
    /// <summary>Conductance from each word line's source to each sensing node, all at once, [M × N] row-major [S].</summary>
    void EffectiveConductances(Span<double> matrix);

    /// <summary>Factors the array as it is now, for <see cref="Correct"/>.</summary>
    void Factor();

    /// <summary>u = û + δ, δ being the answer of the word lines to the currents D (û − u) into the bit lines, û in <see cref="LineSystem.Work"/>.</summary>
    void Correct();
}

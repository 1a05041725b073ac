namespace CircuitSim.Crossbars;

/// <summary>The direct solver, whatever its lanes. Terminals are the sources of all word lines, then the sensing nodes.</summary>
internal interface IDissectionSolver
{
    /// <summary>Bound on the error of the current into each terminal, as of the latest <see cref="Solve"/>, [M + N] [A].</summary>
    double[] CurrentErrors { get; }

    /// <summary>Current that leaves the array into each terminal, likewise, [M + N] [A].</summary>
    double[] Currents { get; }

    /// <summary>Bound on the error of any effective conductance found last [S].</summary>
    double EffectiveError { get; }

    /// <summary>Conductance from each word line's source to each sensing node, all at once, [M × N] row-major [S].</summary>
    void EffectiveConductances(Span<double> matrix);

    /// <summary>Bound on what errors of the effective conductances make of any column current, the sensing nodes at 0 V [A].</summary>
    /// <param name="rowVoltages">[M] [V].</param>
    double EffectiveCurrentError(ReadOnlySpan<double> rowVoltages);

    /// <summary>Conductance between every two terminals, all at once, [(M + N) × (M + N)] symmetric with a diagonal of 0 [S].</summary>
    /// <returns>Bound on the error of any of them [S].</returns>
    double PortConductances(Span<double> matrix);

    /// <summary>Factors the array as it is now, for <see cref="Solve"/>.</summary>
    void Factor();

    /// <summary>Currents of the terminals, and the voltages of all nodes as <see cref="LineSystem"/> counts them.</summary>
    /// <param name="voltages">Voltage of each terminal; that of a floating line does not count, [M + N] [V].</param>
    void Solve(ReadOnlySpan<double> voltages);
}

namespace CircuitSim.Engine;

/// <summary>How a Newton iteration ended.</summary>
/// <param name="WorstUnknown">The unknown that was furthest from its tolerance in the last step, or −1.</param>
/// <param name="Step">Its last step [V] or [A].</param>
/// <param name="Tolerance">What its step had to stay below [V] or [A].</param>
/// <param name="SingularUnknown">The unknown without a pivot, or −1.</param>
internal readonly record struct NewtonOutcome(
    bool Converged, int Iterations, int WorstUnknown, double Step, double Tolerance, int SingularUnknown = -1);

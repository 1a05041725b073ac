namespace CircuitSim.Engine;

/// <summary>How exactly a charge or flux is to be integrated.</summary>
/// <param name="RateFloor">Rates below this do not count: abstol [A], for fluxes [V].</param>
/// <param name="ValueFloor">Values below this do not count: chgtol [C] or [Wb].</param>
internal readonly record struct ChargeTolerance(double RateFloor, double ValueFloor);

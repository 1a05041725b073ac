namespace CircuitSim.Engine;

/// <summary>How exactly a charge, flux or device state is to be integrated.</summary>
/// <param name="RateFloor">Rates below this do not count: abstol [A], for fluxes [V].</param>
/// <param name="ValueFloor">Values below this do not count: chgtol [C] or [Wb]; for a state a part of its range.</param>
/// <param name="Low">At or below, a limit holds the value and its error is none [C], [Wb] or the state's unit.</param>
/// <param name="High">At or above, likewise.</param>
internal readonly record struct ChargeTolerance(
    double RateFloor, double ValueFloor, double Low = double.NegativeInfinity, double High = double.PositiveInfinity)
{
    /// <summary>Whether the value is a state between limits, whose distance from zero means nothing.</summary>
    public bool IsBounded => !double.IsInfinity(Low);
}

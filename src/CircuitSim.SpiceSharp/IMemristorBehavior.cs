using SpiceSharp.Behaviors;

namespace CircuitSim.SpiceSharp;

/// <summary>The behavior of a memristor, by whatever simulation it was made: containers find behaviors by interface.</summary>
internal interface IMemristorBehavior : IBehavior
{
    /// <summary>w at the voltage of the last iteration [m].</summary>
    double State { get; }

    /// <exception cref="InvalidParameterException">The voltage is outside the range in which the device's parameters claim to hold.</exception>
    void RequireInRange();
}

using CircuitSim.Devices;

namespace CircuitSim.Engine;

/// <summary>Where the numbers of one memristor stand in the circuit's memory, and its model.</summary>
/// <param name="Memory">First of its <see cref="Count"/> places.</param>
internal sealed record MemristorPlace(int Memory, IMemristorModel Model)
{
    public const int State0 = 0, Voltage0 = 1, VoltageBefore = 2, Speed = 3;

    /// <summary>Numbers of memory that a device needs.</summary>
    public const int Count = 4;

    /// <summary>[m]</summary>
    /// <param name="memory">That of a point.</param>
    public double State(ReadOnlySpan<double> memory) => memory[Memory + State0];

    /// <exception cref="InvalidParameterException">The state is outside its range.</exception>
    public void SetState(StampTarget target, double w) => target.AcceptedMemory[Memory + State0] = Model.RequireStart(w);

    /// <summary>From now on the state moves so many times as fast as the card says; 0 holds it.</summary>
    public void SetSpeed(StampTarget target, double factor) => target.AcceptedMemory[Memory + Speed] = factor;
}

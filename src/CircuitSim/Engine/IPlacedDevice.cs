namespace CircuitSim.Engine;

/// <summary>A device that has places in the matrix.</summary>
internal interface IPlacedDevice
{
    void Reserve(MatrixPlan plan);

    void Resolve(in MatrixSlots slots);
}

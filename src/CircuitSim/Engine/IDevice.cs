namespace CircuitSim.Engine;

/// <summary>
/// One element as equations. The engine solves F(x) = 0: one row per node (the sum of the currents that leave it) and
/// one row per branch (the law of an element whose current is an unknown). A device says which nodes it ties together,
/// reserves its places in the matrix once, and then adds its share of F and of ∂F/∂x at any x, one array access each.
/// </summary>
internal interface IDevice
{
    /// <summary>States what the device does to the network at DC, for the check that every unknown is determined.</summary>
    void Describe(DcTopology topology);

    /// <summary>Asks for places in the matrix.</summary>
    void Reserve(MatrixPlan plan);

    /// <summary>Turns the places into slots of the value array.</summary>
    void Resolve(in MatrixSlots slots);

    /// <summary>Adds the device's currents and their derivatives at the point of the system.</summary>
    void Stamp(in StampTarget target);
}

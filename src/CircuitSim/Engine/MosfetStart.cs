namespace CircuitSim.Engine;

/// <summary>Voltages of a MOSFET at the start of a transient with uic; null takes those of the nodes [V].</summary>
internal readonly record struct MosfetStart(double? DrainSource, double? GateSource, double? BulkSource)
{
    public bool IsEmpty => DrainSource is null && GateSource is null && BulkSource is null;
}

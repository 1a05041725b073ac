namespace CircuitSim.Engine;

/// <summary>The value of an independent source over time.</summary>
internal abstract class SourceFunction
{
    /// <summary>[V] or [A]</summary>
    public abstract double At(double time);

    /// <summary>The first corner behind a time, at which a step should end; infinite if there is none [s].</summary>
    public virtual double NextCorner(double time) => double.PositiveInfinity;
}

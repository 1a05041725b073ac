namespace CircuitSim.Engine;

/// <param name="value">[V] or [A]</param>
internal sealed class ConstantFunction(double value) : SourceFunction
{
    public override double At(double time) => value;
}

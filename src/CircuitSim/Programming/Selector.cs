using CircuitSim.Netlists;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Programming;

/// <summary>A two-terminal selector without memory: an odd, growing current i(v).</summary>
public abstract record Selector
{
    /// <summary>Current from one node to the other as an expression for a B source [A].</summary>
    public abstract Expression Current(NodeId positive, NodeId negative);

    /// <summary>The voltage at which it carries a current [V].</summary>
    /// <param name="current">[A]</param>
    public abstract double VoltageAt(double current);

    /// <summary>Returns this selector if its parameters are possible.</summary>
    /// <exception cref="InvalidParameterException">Names the parameter.</exception>
    public abstract Selector Validated();
}

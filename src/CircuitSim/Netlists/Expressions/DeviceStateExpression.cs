namespace CircuitSim.Netlists.Expressions;

/// <summary>w(element): the state of a memristor. A transient reports it; nothing in the circuit can depend on it.</summary>
public sealed record DeviceStateExpression(string Element) : Expression(0)
{
    /// <summary>"m", or nothing where the state is a number.</summary>
    public string Unit { get; init; } = "m";

    public bool Equals(DeviceStateExpression? other) => other is not null && Element == other.Element;

    public override int GetHashCode() => Element.GetHashCode(StringComparison.Ordinal);
}

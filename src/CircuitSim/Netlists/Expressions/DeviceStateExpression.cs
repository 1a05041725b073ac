namespace CircuitSim.Netlists.Expressions;

/// <summary>w(element): the state of a memristor [m]. A transient reports it; nothing in the circuit can depend on it.</summary>
public sealed record DeviceStateExpression(string Element) : Expression(0);

namespace CircuitSim.Netlists.Expressions;

/// <summary>temper: temperature of the circuit [°C].</summary>
public sealed record TemperatureExpression() : Expression(0);

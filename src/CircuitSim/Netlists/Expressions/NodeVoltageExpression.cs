namespace CircuitSim.Netlists.Expressions;

/// <summary>v(positive, negative) [V]; v(node) is against ground.</summary>
public sealed record NodeVoltageExpression(NodeId Positive, NodeId Negative) : Expression(0);

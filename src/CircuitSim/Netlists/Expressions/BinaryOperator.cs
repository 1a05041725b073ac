namespace CircuitSim.Netlists.Expressions;

/// <summary>Comparisons and logic give 1 or 0; what is not zero counts as true.</summary>
public enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    And,
    Or,
}

namespace CircuitSim.Netlists.Expressions;

public enum UnaryOperator
{
    Minus,
    Plus,

    /// <summary>1 for zero, 0 for anything else.</summary>
    Not,
}

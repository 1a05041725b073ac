namespace CircuitSim.Netlists.Expressions;

/// <summary>What a call of a built-in function becomes.</summary>
internal enum BuiltInFunctionKind
{
    Unary,
    Chain,
    Conditional,
    Limit,
    Table,
}

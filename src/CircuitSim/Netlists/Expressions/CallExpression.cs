namespace CircuitSim.Netlists.Expressions;

/// <summary>A call of a built-in function or of a .func.</summary>
public sealed record CallExpression(string Function, IReadOnlyList<Expression> Arguments)
    : Expression(Arguments.Count == 0 ? 0 : Arguments.Max(a => a.Depth))
{
    public bool Equals(CallExpression? other) =>
        other is not null && Function.Equals(other.Function, StringComparison.OrdinalIgnoreCase) && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(StringComparer.OrdinalIgnoreCase.GetHashCode(Function), Arguments.Count);
}

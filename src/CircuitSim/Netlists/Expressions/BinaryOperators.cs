namespace CircuitSim.Netlists.Expressions;

/// <summary>The table of operators between two values: how they are written, how strongly they bind, what they compute.</summary>
internal static class BinaryOperators
{
    /// <summary>Binding of the operators that group to the right and bind stronger than a sign before them.</summary>
    public const int PowerBinding = 9;

    /// <summary>In the order in which a reader tries them; of two symbols the last is written.</summary>
    public static readonly (string Symbol, BinaryOperator Operator, int Binding, Operation Operation)[] All =
    [
        ("||", BinaryOperator.Or, 2, Operation.Or), ("&&", BinaryOperator.And, 3, Operation.And),
        ("==", BinaryOperator.Equal, 4, Operation.Equal), ("!=", BinaryOperator.NotEqual, 4, Operation.NotEqual),
        // With its operands exchanged, > is <.
        ("<=", BinaryOperator.LessOrEqual, 5, Operation.LessOrEqual), (">=", BinaryOperator.GreaterOrEqual, 5, Operation.LessOrEqual),
        ("<", BinaryOperator.Less, 5, Operation.Less), (">", BinaryOperator.Greater, 5, Operation.Less),
        ("+", BinaryOperator.Add, 6, Operation.Add), ("-", BinaryOperator.Subtract, 6, Operation.Subtract),
        ("**", BinaryOperator.Power, PowerBinding, Operation.Power),
        ("*", BinaryOperator.Multiply, 7, Operation.Multiply), ("/", BinaryOperator.Divide, 7, Operation.Divide),
        ("^", BinaryOperator.Power, PowerBinding, Operation.Power),
    ];

    public static (string Symbol, BinaryOperator Operator, int Binding, Operation Operation) Of(BinaryOperator op)
    {
        // A search of the runtime's own would be compiled for these rows at every start.
        var k = All.Length - 1;
        while (All[k].Operator != op)
            k--;
        return All[k];
    }
}

namespace CircuitSim.Netlists.Expressions;

/// <summary>Walks over the tree of an expression, for those who care for its leaves alone: quantities, parameters, numbers.</summary>
public static class ExpressionTree
{
    /// <summary>The leaves from left to right.</summary>
    public static IEnumerable<Expression> Leaves(Expression expression)
    {
        var open = new Stack<Expression>([expression]);
        while (open.TryPop(out var next))
        {
            switch (next)
            {
                case UnaryExpression u:
                    open.Push(u.Operand);
                    break;
                case BinaryExpression b:
                    open.Push(b.Right);
                    open.Push(b.Left);
                    break;
                case ConditionalExpression c:
                    open.Push(c.WhenFalse);
                    open.Push(c.WhenTrue);
                    open.Push(c.Condition);
                    break;
                case CallExpression c:
                    foreach (var argument in c.Arguments.Reverse())
                        open.Push(argument);
                    break;
                default:
                    yield return next;
                    break;
            }
        }
    }

    /// <summary>All calls, each in front of those in its arguments.</summary>
    public static IEnumerable<CallExpression> Calls(Expression expression)
    {
        var calls = new List<CallExpression>();
        WithCalls(expression, call =>
        {
            calls.Add(call);
            return call;
        });
        calls.Reverse();
        return calls;
    }

    /// <summary>The same tree with something else in place of each call, whose arguments have been replaced already.</summary>
    public static Expression WithCalls(Expression expression, Func<CallExpression, Expression> call) => expression switch
    {
        UnaryExpression u => new UnaryExpression(u.Operator, WithCalls(u.Operand, call)),
        BinaryExpression b => new BinaryExpression(b.Operator, WithCalls(b.Left, call), WithCalls(b.Right, call)),
        ConditionalExpression c => new ConditionalExpression(WithCalls(c.Condition, call), WithCalls(c.WhenTrue, call), WithCalls(c.WhenFalse, call)),
        CallExpression c => call(new CallExpression(c.Function, [.. c.Arguments.Select(a => WithCalls(a, call))])),
        _ => expression,
    };

    /// <summary>The same tree over other leaves.</summary>
    public static Expression WithLeaves(Expression expression, Func<Expression, Expression> leaf) => expression switch
    {
        UnaryExpression u => new UnaryExpression(u.Operator, WithLeaves(u.Operand, leaf)),
        BinaryExpression b => new BinaryExpression(b.Operator, WithLeaves(b.Left, leaf), WithLeaves(b.Right, leaf)),
        ConditionalExpression c => new ConditionalExpression(WithLeaves(c.Condition, leaf), WithLeaves(c.WhenTrue, leaf), WithLeaves(c.WhenFalse, leaf)),
        CallExpression c => new CallExpression(c.Function, [.. c.Arguments.Select(a => WithLeaves(a, leaf))]),
        _ => leaf(expression),
    };
}

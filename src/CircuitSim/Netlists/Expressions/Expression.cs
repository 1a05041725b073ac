namespace CircuitSim.Netlists.Expressions;

/// <summary>
/// A formula over numbers, parameters, node voltages, branch currents, time and temperature, as it was written.
/// <see cref="BoundExpression"/> evaluates it. Its text reads back as the same tree.
/// </summary>
public abstract record Expression
{
    /// <summary>Deepest tree: whoever walks one may recurse.</summary>
    public const int MostLevels = 500;

    /// <param name="below">Depth of the deepest operand; 0 without operands.</param>
    /// <exception cref="NetlistException">The tree is deeper than <see cref="MostLevels"/>.</exception>
    private protected Expression(int below)
    {
        Depth = below + 1;
        if (Depth > MostLevels)
            throw NetlistException.Because($"an expression is nested more than {MostLevels} levels deep; split it with .param or .func.");
    }

    /// <summary>Levels of this tree, 1 without operands.</summary>
    public int Depth { get; }

    /// <summary>Reads an expression; netlists/README.md has the grammar.</summary>
    /// <exception cref="NetlistException">The text is no expression; the message points at the place.</exception>
    public static Expression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ExpressionParser.Parse(text);
    }

    public static implicit operator Expression(double value) => new NumberExpression(value);

    /// <summary>The expression as it may stand in a netlist between braces.</summary>
    public sealed override string ToString() => ExpressionText.Of(this);
}

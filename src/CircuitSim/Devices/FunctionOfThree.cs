namespace CircuitSim.Devices;

/// <summary>
/// A quantity of a channel with its slopes along v_gs, v_ds and v_bs, which arithmetic carries along by the rules of
/// differentiation: a model states its equations once, and no slope can contradict them.
/// </summary>
public readonly record struct FunctionOfThree(double Value, double ByGate, double ByDrain, double ByBulk)
{
    public static implicit operator FunctionOfThree(double constant) => new(constant, 0, 0, 0);

    public static FunctionOfThree operator +(in FunctionOfThree a, in FunctionOfThree b) =>
        new(a.Value + b.Value, a.ByGate + b.ByGate, a.ByDrain + b.ByDrain, a.ByBulk + b.ByBulk);

    public static FunctionOfThree operator -(in FunctionOfThree a, in FunctionOfThree b) =>
        new(a.Value - b.Value, a.ByGate - b.ByGate, a.ByDrain - b.ByDrain, a.ByBulk - b.ByBulk);

    public static FunctionOfThree operator *(in FunctionOfThree a, in FunctionOfThree b) => new(
        a.Value * b.Value, a.ByGate * b.Value + a.Value * b.ByGate, a.ByDrain * b.Value + a.Value * b.ByDrain, a.ByBulk * b.Value + a.Value * b.ByBulk);

    public static FunctionOfThree operator *(double factor, in FunctionOfThree a) => a.Chain(factor * a.Value, factor);

    public static FunctionOfThree operator /(in FunctionOfThree a, in FunctionOfThree b) => a * b.Chain(1 / b.Value, -1 / (b.Value * b.Value));

    public static FunctionOfThree Sqrt(in FunctionOfThree x)
    {
        var root = Math.Sqrt(x.Value);
        return x.Chain(root, 0.5 / root);
    }

    public static FunctionOfThree Exp(in FunctionOfThree x)
    {
        var value = Math.Exp(x.Value);
        return x.Chain(value, value);
    }

    public static FunctionOfThree Pow(in FunctionOfThree x, double exponent)
    {
        var value = Math.Pow(x.Value, exponent);
        return x.Chain(value, exponent * value / x.Value);
    }

    public static FunctionOfThree Max(in FunctionOfThree a, in FunctionOfThree b) => a.Value >= b.Value ? a : b;

    public static FunctionOfThree Min(in FunctionOfThree a, in FunctionOfThree b) => a.Value <= b.Value ? a : b;

    /// <summary>A function of this quantity, of a value and a slope.</summary>
    public FunctionOfThree Chain(double value, double slope) => new(value, slope * ByGate, slope * ByDrain, slope * ByBulk);
}

using CircuitSim.Netlists;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

public class BoundExpressionTests
{
    [Fact]
    public void Bind_OfSeveralQuantities_NamesEachOnce()
    {
        var bound = Bind("v(a)*V(A) + v(a,b) + i(V1)*i(v1) + v(b,b) + time");
        Assert.Equal(["v(a)", "v(a,b)", "i(V1)"], bound.Controls.Select(c => c.ToString()));
        Assert.True(bound.DependsOnTime);
        var derivatives = new double[3];
        Assert.Equal(9 + 5 + 4 + 7, bound.Evaluate([3, 5, 2], 7, 27, derivatives));
        Assert.Equal([6, 1, 4], derivatives);
    }

    [Theory]
    [InlineData("v(a)*v(b) - v(a)/v(b) + 1/(v(a)+v(b))")]
    [InlineData("v(a)^3 + 2^v(b) + v(a)^v(b) + pow(-v(a), 3) + (-v(a))^2 + pwr(-v(a), 2.5) + (-v(a))^0.5")]
    [InlineData("exp(v(a)/0.5) + ln(v(a)) + log10(v(b)) + sqrt(v(a)*v(b)) + sqrt(-v(a)) + ln(-v(b))")]
    [InlineData("sin(v(a)) + cos(v(b)) + tan(v(a)) + asin(v(a)/3) + acos(v(b)/3) + atan(v(a))")]
    [InlineData("sinh(v(a)) + cosh(v(b)) + tanh(v(a)) + asinh(v(b)) + acosh(1+v(a)) + atanh(v(b)/3)")]
    [InlineData("abs(v(a)-v(b)) + min(v(a), v(b)) + max(v(a), 2*v(b)) + limit(v(a), -1, v(b)) + uramp(v(b)-v(a)) + uramp(v(a)-v(b))")]
    [InlineData("v(a) > v(b) ? v(a)^2 : v(b)^3")]
    [InlineData("v(a) < v(b) ? v(a)*v(b) : sqrt(v(a)-v(b))")]
    [InlineData("table(v(a)*v(b), 0, 0, 1, 1, 2, 5) + atan2(v(a), v(b)) + atan2(-v(b), v(a))")]
    [InlineData("sgn(v(a)) + u(v(b)) + floor(v(a)) + ceil(v(b)) + nint(v(a)) + int(v(b)) + (v(a) < v(b)) + !v(a)")]
    [InlineData("exp(700*v(a)) * 1e-250")]
    public void Evaluate_AwayFromCorners_HasTheDerivativesOfDifferences(string text)
    {
        var bound = Bind(text);
        foreach (var point in new double[][] { [0.7, 1.3], [1.45, 0.35], [0.2, 0.9], [2.2, 1.7] })
        {
            var controls = bound.Controls.Select(c => ((NodeVoltageExpression)c).Positive.Name == "a" ? point[0] : point[1]).ToArray();
            var derivatives = new double[controls.Length];
            bound.Evaluate(controls, 0, 27, derivatives);
            for (var k = 0; k < controls.Length; k++)
            {
                double At(double step)
                {
                    var moved = (double[])controls.Clone();
                    moved[k] += step;
                    return bound.Evaluate(moved, 0, 27, new double[controls.Length]);
                }

                const double H = 1e-5;
                // Fourth order, so that the comparison is not about the differences.
                var expected = (8 * (At(H) - At(-H)) - (At(2 * H) - At(-2 * H))) / (12 * H);
                if (double.IsFinite(expected))
                    Close.Equal(expected, derivatives[k], 1e-7, 1e-8, $"{text} by {bound.Controls[k]} at {point[0]}, {point[1]}");
            }
        }
    }

    [Theory]
    [InlineData("abs(v(a))", 0, 0, 1)]
    [InlineData("uramp(v(a))", 0, 0, 1)]
    [InlineData("table(v(a), 0, 0, 1, 1, 2, 5)", 1, 1, 4)]
    [InlineData("table(v(a), 0, 3, 1, 1)", -1, 3, 0)]
    [InlineData("max(v(a), 0)", 0, 0, 1)]
    [InlineData("max(0, v(a))", 0, 0, 0)]
    [InlineData("1/v(a)", 0, 1e32, -1e64)]
    [InlineData("sqrt(v(a))", 0, 0, 0.5e16)]
    [InlineData("v(a)^0", 0, 1, 0)]
    [InlineData("v(a)^1", 0, 0, 1)]
    [InlineData("v(a)^2", 0, 0, 0)]
    [InlineData("v(a) > 0 ? ln(v(a)) : v(a)", -1, -1, 1)]
    [InlineData("u(v(a))", 0, 0.5, 0)]
    [InlineData("exp(v(a))", 1000, double.NaN, double.NaN)]
    public void Evaluate_AtCorners_IsWhatIsPromised(string text, double at, double value, double slope)
    {
        var derivatives = new double[1];
        var actual = Bind(text).Evaluate([at], 0, 27, derivatives);
        if (double.IsNaN(value))
        {
            Assert.True(double.IsFinite(actual) && double.IsFinite(derivatives[0]));
            return;
        }

        Close.Equal(value, actual, 1e-15);
        Close.Equal(slope, derivatives[0], 1e-15);
    }

    [Theory]
    [InlineData("1/0", "'1 / 0' divides by zero")]
    [InlineData("nosuch(1)", "function nosuch is not defined")]
    [InlineData("sqrt(1, 2)", "sqrt() takes 1 argument, not 2")]
    [InlineData("table(1, 2)", "table() takes a variable and pairs x, y")]
    [InlineData("table(1, 2, 3, 2, 4)", "the points of 'table(1, 2, 3, 2, 4)' are not in order")]
    [InlineData("sqre(4)", "function sqre is not defined; did you mean sqrt?")]
    public void Constant_OfAFault_SaysWhatIsWrong(string text, string what) =>
        Assert.StartsWith(what, Assert.Throws<NetlistException>(() => BoundExpression.Constant(Expression.Parse(text))).What, StringComparison.Ordinal);

    [Fact]
    public void Evaluate_ManyTimes_AllocatesNothing()
    {
        var bound = Bind("exp(v(a)) * v(b)^2 + table(v(a), 0, 0, 1, 1)");
        var (controls, derivatives) = (new double[] { 1, 2 }, new double[2]);
        bound.Evaluate(controls, 0, 27, derivatives);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 1000; k++)
            bound.Evaluate(controls, k, 27, derivatives);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Evaluated very often, an expression is compiled: from then on the same operations are done in the same order.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Evaluate_OnceCompiled_GivesTheSameBitsAsBefore()
    {
        const int Often = 21_000;
        var random = new RandomStream(5);
        double[][] points = [.. Enumerable.Range(0, 40).Select(k => new[]
        {
            // Zero, both signs, halves and magnitudes that overflow.
            k % 5 == 0 ? 0 : random.NextUniform(-3, 3), k % 7 == 0 ? 0.5 : k % 11 == 0 ? -1e200 : random.NextUniform(-3, 3), random.NextUniform(0, 1),
        })];
        for (var trial = 0; trial < 120; trial++)
        {
            // All three controls, whatever the tree holds.
            var text = $"{Tree(random, 6)} + 0*(v(a) + v(b) + i(V1))";
            var bound = Bind(text);
            int[] order = [.. bound.Controls.Select(c => Array.IndexOf(["v(a)", "v(b)", "i(V1)"], c.ToString()))];
            var interpreted = points.Select(Bits).ToArray();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (controls, derivatives) = (new double[order.Length], new double[order.Length]);
            for (var k = 0; k < Often; k++)
                bound.Evaluate(controls, 0, 27, derivatives);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before > 1000, "nothing was compiled");
            var compiled = points.Select(Bits).ToArray();
            for (var k = 0; k < points.Length; k++)
                Assert.True(interpreted[k].SequenceEqual(compiled[k]), $"{text} at {string.Join(", ", points[k])}");

            long[] Bits(double[] point)
            {
                double[] values = [.. order.Select(k => point[k])];
                var slopes = new double[values.Length];
                var value = bound.Evaluate(values, 1e-3 * point[2], 27, slopes);
                return [BitConverter.DoubleToInt64Bits(value), .. slopes.Select(BitConverter.DoubleToInt64Bits)];
            }
        }
    }

    private static readonly string[] Functions =
    [
        "abs", "sqrt", "exp", "ln", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "floor", "ceil",
        "nint", "int", "sgn", "u", "uramp", "!", "-", "",
    ];

    private static readonly string[] Operators = ["+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "&&", "||"];

    private static string Tree(RandomStream random, int depth)
    {
        if (depth == 0)
        {
            return random.NextInt32(8) switch
            {
                0 or 1 => "v(a)",
                2 or 3 => "v(b)",
                4 => "i(V1)",
                5 => "time",
                6 => "temper",
                _ => SiText.Exact(random.NextUniform(0.1, 3)),
            };
        }

        string Inner() => Tree(random, random.NextInt32(depth));
        return random.NextInt32(9) switch
        {
            0 => $"({Inner()} ? {Inner()} : {Inner()})",
            1 => $"table({Inner()}, -1, 2, 0, -1, {SiText.Exact(random.NextUniform(0.5, 2))}, 3)",
            2 => $"{(random.NextInt32(2) == 0 ? "pwr" : "atan2")}({Inner()}, {Inner()})",
            3 => $"{(random.NextInt32(2) == 0 ? "min" : "max")}({Inner()}, {Inner()})",
            4 => $"limit({Inner()}, {Inner()}, {Inner()})",
            5 or 6 => $"{Functions[random.NextInt32(Functions.Length)]}({Inner()})",
            // A constant divisor of zero is a fault.
            _ => $"({Inner()} {Operators[random.NextInt32(Operators.Length)]} ({Inner()} + 1e-9*v(a)))",
        };
    }

    private static BoundExpression Bind(string text) => BoundExpression.Bind(Expression.Parse(text));
}

using CircuitSim.Netlists;
using CircuitSim.Netlists.Expressions;
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

    private static BoundExpression Bind(string text) => BoundExpression.Bind(Expression.Parse(text));
}

using System.Diagnostics;
using System.Globalization;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Benchmarks;

/// <summary>One evaluation of a behavioral source with all its derivatives, before and after its expression is compiled.</summary>
internal static class ExpressionRatios
{
    /// <summary>Evaluations within which every expression has been compiled.</summary>
    private const int Patience = 20_000;

    private const int Interpreted = 15_000;

    private const int Compiled = 200_000;

    private const int Runs = 15;

    private static readonly (string Name, string Text, double Bound)[] Expressions =
    [
        ("polynomial", "1 + 2*v(a) + 3*v(a)*v(a) + 4*v(a)*v(b) + 5*v(b)*v(b) + 6*v(a)*v(a)*v(a)", 3),
        ("junction", "1e-14*(exp(v(a)/0.02585) - 1)", 1.5),
        // Four powers are most of it, whoever calls them.
        ("memristor", "(v(a) > 0.3 ? 0.091*(v(a)/0.3 - 1)^4*(1 - exp(v(b)*2 - 5)) : (v(a) < -1.5 ? -216.2*(v(a)/(-1.5) - 1)^4 : 0)) + v(a,b)/(1k + 99k*limit(v(b),0,1))", 1.2),
    ];

    public static bool Run()
    {
        Console.WriteLine($"expressions: time of one evaluation with all derivatives, interpreted / compiled, medians of {Runs}.");
        // The interpreter itself is compiled in tiers: give it time to reach the last.
        for (var k = 0; k < 40; k++)
        {
            foreach (var (_, text, _) in Expressions)
                Measure(text, Interpreted, 0);
            Thread.Sleep(k % 10 == 9 ? 150 : 0);
        }

        var holds = true;
        foreach (var (name, text, bound) in Expressions)
        {
            var measured = Enumerable.Range(0, Runs).Select(_ => Measure(text, Interpreted, Compiled)).ToArray();
            var (before, compiling, after) = (Median(measured.Select(m => m.Before)), Median(measured.Select(m => m.Compiling)), Median(measured.Select(m => m.After)));
            holds &= Criterion.AtLeast($"expression of a {name}", before / after, bound, string.Create(CultureInfo.InvariantCulture,
                $"{1e9 * before:0.0} ns / {1e9 * after:0.0} ns; compiling takes {1e6 * compiling:0} us"));
        }

        return holds;
    }

    /// <returns>[s]</returns>
    private static (double Before, double Compiling, double After) Measure(string text, int interpreted, int compiled)
    {
        var bound = BoundExpression.Bind(Expression.Parse(text));
        var (controls, derivatives) = (new double[bound.Controls.Count], new double[bound.Controls.Count]);
        var before = Seconds(interpreted) / interpreted;
        if (compiled == 0)
            return (before, 0, 0);
        var between = Patience - interpreted;
        var compiling = Seconds(between) - between * before;
        return (before, compiling, Seconds(compiled) / compiled);

        double Seconds(int count)
        {
            var start = Stopwatch.GetTimestamp();
            for (var k = 0; k < count; k++)
            {
                for (var c = 0; c < controls.Length; c++)
                    controls[c] = 0.4 - 0.1 * c + 1e-6 * k;
                bound.Evaluate(controls, 0, 27, derivatives);
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Runs / 2);
}

using System.Globalization;
using CircuitSim.Numerics;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Numerics;

public class BoundedLeastSquaresTests
{
    private static readonly double[] Least = [-3, -3], Greatest = [3, 3];

    [Fact]
    public void Minimize_RosenbrocksValley_EndsAtOneOne()
    {
        var found = BoundedLeastSquares.Minimize(Rosenbrock, [-1.2, 1], Least, Greatest, 200)!;
        Assert.True(found.Converged);
        Close.Equal([1.0, 1.0], found.Point, rtol: 1e-6);
    }

    /// <summary>With y ≤ 0.5, (1 − x)² + 100 (0.5 − x²)² is least where its derivative is zero: 200 x³ − 99 x − 1 = 0.</summary>
    [Fact]
    public void Minimize_WhereABoundHolds_StopsAtItAndStillMovesTheOthers()
    {
        var found = BoundedLeastSquares.Minimize(Rosenbrock, [-1.2, 0.5], Least, [3, 0.5], 200)!;
        var x = found.Point[0];
        Close.Equal(0.5, found.Point[1], rtol: 1e-12);
        Close.Equal(0, 200 * x * x * x - 99 * x - 1, rtol: 0, atol: 1e-3);
    }

    [Fact]
    public void Minimize_FromAStartAtABound_LeavesIt()
    {
        var found = BoundedLeastSquares.Minimize(Rosenbrock, [3, 3], Least, Greatest, 200)!;
        Close.Equal([1.0, 1.0], found.Point, rtol: 1e-6);
    }

    [Fact]
    public void Minimize_WhereThereAreNoResiduals_ShortensTheStepOrSaysSo()
    {
        Assert.Null(BoundedLeastSquares.Minimize(_ => null, [0, 0], Least, Greatest, 10));
        var found = BoundedLeastSquares.Minimize(p => p[0] > 1.2 ? null : Rosenbrock(p), [-1.2, 1], Least, Greatest, 500)!;
        Close.Equal([1.0, 1.0], found.Point, rtol: 1e-6);
    }

    [SciPyFact]
    public void Minimize_AnExponentialThroughNoise_IsSciPys()
    {
        var stream = new RandomStream(5).Child("noise");
        double[] t = [.. Enumerable.Range(0, 40).Select(k => 0.1 * k)];
        double[] y = [.. t.Select(x => 2 * Math.Exp(-1.3 * x) + 0.4 + 0.05 * stream.NextNormal())];
        var found = BoundedLeastSquares.Minimize(p => [.. t.Select((x, k) => p[0] * Math.Exp(-p[1] * x) + p[2] - y[k])], [1, 1, 0], [0, 0, -1], [10, 10, 0.35], 200)!;
        string List(double[] values) => string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        var scipy = NumPy.Run($"""
            from scipy.optimize import least_squares
            t, y = np.array([{List(t)}]), np.array([{List(y)}])
            r = least_squares(lambda p: p[0]*np.exp(-p[1]*t)+p[2]-y, [1,1,0], bounds=([0,0,-1],[10,10,0.35]), xtol=1e-14, ftol=1e-14, gtol=1e-14)
            print(*r.x)
            """).Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        Close.Equal(scipy, found.Point, rtol: 1e-5);
    }

    private static double[] Rosenbrock(double[] p) => [1 - p[0], 10 * (p[1] - p[0] * p[0])];
}

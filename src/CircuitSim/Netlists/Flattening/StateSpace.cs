using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// A source with a transfer function as elements that every engine has. With D(s) w = u and y = N(s) w, the states w₀ … wₙ are
/// voltages of nodes of its own: T wₖ′ = wₖ₊₁, a capacitor of T farads into which flows the current wₖ₊₁ · 1 S, and Σ aₖ T⁻ᵏ wₖ = u, the
/// sum of currents at the last node (controllable canonical form; T. Kailath, Linear Systems, Prentice-Hall 1980, section 2.1).
/// It also holds for a numerator of the higher degree, a derivative. T, the mean time constant, makes the coefficients alike.
/// </summary>
internal static class StateSpace
{
    /// <summary>The elements in place of the source; the last has its name.</summary>
    /// <exception cref="NetlistException">The transfer function is no quotient of polynomials in s, or one of too high a degree.</exception>
    public static IEnumerable<Element> Of(LaplaceSource source)
    {
        var h = TransferFunction.Of(source.Transfer);
        var (numerator, denominator, time) = Scaled(h);
        var nodes = Enumerable.Range(0, h.Degree + 1).Select(k => new NodeId($"{source.Name}_w{k}!")).ToArray();
        if (h.Degree == 0)
        {
            yield return Output(new BinaryExpression(BinaryOperator.Multiply, numerator[0] / denominator[0], source.Input));
            yield break;
        }

        var dot = source.Name.LastIndexOf('.') + 1;
        string Inner(char letter, int k) => $"{source.Name[..dot]}{letter}_{source.Name[dot..]}_w{k}";
        for (var k = 0; k < h.Degree; k++)
        {
            yield return new Capacitor(Inner('C', k), nodes[k], NodeId.Ground, time) { Place = source.Place };
            yield return new VoltageControlledCurrentSource(Inner('G', k), NodeId.Ground, nodes[k], nodes[k + 1], NodeId.Ground, 1) { Place = source.Place };
        }

        yield return new BehavioralSource(Inner('B', h.Degree), nodes[^1], NodeId.Ground, BehavioralQuantity.Current,
            new BinaryExpression(BinaryOperator.Subtract, Combination(denominator, nodes), source.Input))
        { Place = source.Place };
        yield return Output(Combination(numerator, nodes));

        BehavioralSource Output(Expression value) => new(source.Name, source.Positive, source.Negative, source.Quantity, value) { Place = source.Place };
    }

    /// <summary>Σ cₖ wₖ of the coefficients that are not zero.</summary>
    private static Expression Combination(double[] coefficients, NodeId[] nodes)
    {
        Expression? sum = null;
        for (var k = 0; k < coefficients.Length; k++)
        {
            if (coefficients[k] == 0)
                continue;
            var term = new BinaryExpression(BinaryOperator.Multiply, coefficients[k], new NodeVoltageExpression(nodes[k], NodeId.Ground));
            sum = sum is null ? term : new BinaryExpression(BinaryOperator.Add, sum, term);
        }

        return sum ?? 0.0;
    }

    /// <summary>The coefficients over p = s T, those of the denominator at most one, and T [s].</summary>
    private static (double[] Numerator, double[] Denominator, double Time) Scaled(TransferFunction h)
    {
        var time = TimeOf(h.Denominator) ?? TimeOf(h.Numerator) ?? 1;
        double[] Over(double[] c) => [.. c.Select((value, k) => value / Math.Pow(time, k))];
        var (numerator, denominator) = (Over(h.Numerator), Over(h.Denominator));
        var largest = denominator.Max(Math.Abs);
        return ([.. numerator.Select(b => b / largest)], [.. denominator.Select(a => a / largest)], time);
    }

    /// <summary>(|c_last| / |c_first|)^(1/powers between them); null of a single power.</summary>
    private static double? TimeOf(double[] coefficients)
    {
        var first = Array.FindIndex(coefficients, c => c != 0);
        return first >= 0 && first < coefficients.Length - 1
            ? Math.Exp((Math.Log(Math.Abs(coefficients[^1])) - Math.Log(Math.Abs(coefficients[first]))) / (coefficients.Length - 1 - first))
            : null;
    }
}

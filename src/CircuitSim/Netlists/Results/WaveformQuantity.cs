using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Results;

/// <summary>An expression over the vectors of an analysis.</summary>
internal sealed class WaveformQuantity
{
    private readonly BoundExpression bound;
    private readonly double temperature;
    private readonly double[] controls, derivatives;

    /// <summary>Vectors whose difference each control is; −1 for ground.</summary>
    private readonly (int Plus, int Minus)[] vectors;

    public WaveformQuantity(Expression expression, WaveformHeader header, double temperature)
    {
        this.temperature = temperature;
        bound = BoundExpression.Bind(expression);
        vectors = [.. bound.Controls.Select(control => Vectors(control, header))];
        controls = new double[vectors.Length];
        derivatives = new double[vectors.Length];
    }

    public double At(double x, ReadOnlySpan<double> values)
    {
        for (var c = 0; c < vectors.Length; c++)
        {
            var (plus, minus) = vectors[c];
            controls[c] = (plus < 0 ? 0 : values[plus]) - (minus < 0 ? 0 : values[minus]);
        }

        return bound.Evaluate(controls, x, temperature, derivatives);
    }

    private static (int Plus, int Minus) Vectors(Expression control, WaveformHeader header)
    {
        if (Find(control) is { } vector)
            return (vector, -1);
        if (control is NodeVoltageExpression v)
            return (Node(v.Positive), Node(v.Negative));
        throw Missing(control);

        int Node(NodeId node)
        {
            var voltage = new NodeVoltageExpression(node, NodeId.Ground);
            return node.IsGround ? -1 : Find(voltage) ?? throw Missing(voltage);
        }

        int? Find(Expression quantity)
        {
            var name = quantity.ToString()!;
            for (var k = 0; k < header.Vectors.Count; k++)
            {
                if (header.Vectors[k].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return k;
            }

            return null;
        }

        NetlistException Missing(Expression quantity) =>
            NetlistException.Because($"{quantity} is not among the results; check its name against the netlist and its .save.");
    }
}

using System.Numerics;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;

namespace CircuitSim.Netlists.Results;

/// <summary>An expression over the vectors of an analysis; of small signals a real number, as <see cref="PhasorFormula"/> says.</summary>
internal sealed class WaveformQuantity
{
    private readonly BoundExpression? bound;
    private readonly PhasorFormula? formula;
    private readonly double temperature;
    private readonly double[] controls, derivatives;
    private readonly Complex[] amplitudes;

    /// <summary>Vectors whose difference each control is, those of real parts; −1 for ground.</summary>
    private readonly (int Plus, int Minus)[] vectors;

    public WaveformQuantity(Expression expression, WaveformHeader header, SimulatorOptions options)
    {
        temperature = options.Temperature;
        if (header.Analysis == AnalysisKind.SmallSignal)
            formula = PhasorFormula.Bind(expression, temperature, options.PhasesInDegrees);
        else
            bound = BoundExpression.Bind(expression);
        vectors = [.. (formula?.Controls ?? bound!.Controls).Select(control => Find(control, header))];
        controls = new double[vectors.Length];
        derivatives = new double[vectors.Length];
        amplitudes = new Complex[formula is null ? 0 : vectors.Length];
    }

    /// <summary>The vectors that it reads.</summary>
    public IEnumerable<int> Vectors => vectors.SelectMany(v => new[] { v.Plus, v.Minus }).Where(v => v >= 0).SelectMany(v => formula is null ? new[] { v } : [v, v + 1]);

    public double At(double x, ReadOnlySpan<double> values)
    {
        for (var c = 0; c < vectors.Length; c++)
        {
            var (plus, minus) = vectors[c];
            controls[c] = Difference(plus, minus, values);
            // The imaginary part lies behind the real one.
            if (formula is not null)
                amplitudes[c] = new Complex(controls[c], Difference(plus < 0 ? plus : plus + 1, minus < 0 ? minus : minus + 1, values));
        }

        return formula?.Evaluate(amplitudes, x) ?? bound!.Evaluate(controls, x, temperature, derivatives);
    }

    private static double Difference(int plus, int minus, ReadOnlySpan<double> values) =>
        (plus < 0 ? 0 : values[plus]) - (minus < 0 ? 0 : values[minus]);

    private static (int Plus, int Minus) Find(Expression control, WaveformHeader header)
    {
        if (Vector(control) is { } vector)
            return (vector, -1);
        if (control is NodeVoltageExpression v)
            return (Node(v.Positive), Node(v.Negative));
        throw Missing(control);

        int Node(NodeId node)
        {
            var voltage = new NodeVoltageExpression(node, NodeId.Ground);
            return node.IsGround ? -1 : Vector(voltage) ?? throw Missing(voltage);
        }

        int? Vector(Expression quantity)
        {
            var name = (header.Analysis == AnalysisKind.Noise ? NoiseExpression.Of(quantity) : quantity) is NoiseExpression noise ? noise.Name : WaveformSelection.NamesOf(quantity, header.Analysis).First();
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

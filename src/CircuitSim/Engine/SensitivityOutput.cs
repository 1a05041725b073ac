using System.Numerics;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>An output of a <c>.sens</c>: a real number made of unknowns, device states, or small signals.</summary>
internal sealed class SensitivityOutput
{
    private readonly Circuit circuit;
    private readonly BoundExpression? bound;
    private readonly PhasorFormula? formula;
    private readonly double phaseTurn;
    private readonly (int Plus, int Minus, MemristorPlace? State)[] controls;
    private readonly double[] values, derivatives;
    private readonly Complex[] amplitudes;

    private SensitivityOutput(Expression expression, Circuit circuit, bool isSmallSignal)
    {
        this.circuit = circuit;
        var options = circuit.Options;
        Vector = new WaveformVector(expression.ToString(), ExpressionUnit.Under(options, ExpressionUnit.Of(expression)));
        if (isSmallSignal)
            formula = PhasorFormula.Bind(expression, options.Temperature, options.PhasesInDegrees);
        else
            bound = BoundExpression.Bind(expression);
        phaseTurn = expression is PhasorExpression { Part: PhasorPart.Phase } ? options.PhasesInDegrees ? 360 : 2 * Math.PI : 0;
        controls = [.. (formula?.Controls ?? bound!.Controls).Select(q => q is DeviceStateExpression w
            ? (circuit.Numbering.UnknownCount, circuit.Numbering.UnknownCount, circuit.Memristors.First(m => m.Key.Equals(w.Element, StringComparison.OrdinalIgnoreCase)).Value)
            : (circuit.Numbering.Unknowns(q, ".sens") is var (plus, minus) ? plus : 0, circuit.Numbering.Unknowns(q, ".sens").Minus, (MemristorPlace?)null))];
        (values, derivatives, amplitudes) = (new double[controls.Length], new double[controls.Length], new Complex[controls.Length]);
    }

    public WaveformVector Vector { get; }

    /// <summary>The outputs of an analysis; of a complex one, its real and its imaginary part.</summary>
    public static SensitivityOutput[] Of(IEnumerable<Expression> expressions, Circuit circuit, bool isSmallSignal) =>
        [.. expressions.SelectMany(e => isSmallSignal ? Parts(e) : [e]).Select(e => new SensitivityOutput(e, circuit, isSmallSignal))];

    private static Expression[] Parts(Expression e) => !PhasorFormula.Bind(e).IsComplex ? [e]
        : e is NodeVoltageExpression or BranchCurrentExpression ? [new PhasorExpression(PhasorPart.Real, e), new PhasorExpression(PhasorPart.Imaginary, e)]
        : [new CallExpression("re", [e]), new CallExpression("im", [e])];

    /// <param name="x">[unknowns + 1]</param>
    /// <param name="memory">Of the devices.</param>
    /// <param name="time">[s]</param>
    public double At(double[] x, double[] memory, double time)
    {
        for (var k = 0; k < controls.Length; k++)
            values[k] = controls[k].State is { } state ? state.State(memory) : x[controls[k].Plus] - x[controls[k].Minus];
        return bound!.Evaluate(values, time, circuit.Options.Temperature, derivatives);
    }

    /// <summary>The slope at the point that was evaluated last.</summary>
    /// <param name="slope">dx/dp, [unknowns + 1].</param>
    public double Slope(double[] slope)
    {
        var sum = 0.0;
        for (var k = 0; k < controls.Length; k++)
            sum += derivatives[k] * (slope[controls[k].Plus] - slope[controls[k].Minus]);
        return sum;
    }

    /// <param name="x">Small signals, [unknowns + 1].</param>
    /// <param name="frequency">[Hz]</param>
    /// <param name="slope">dX/dp.</param>
    /// <param name="distance">How far along the slope.</param>
    public double At(Complex[] x, double frequency, Complex[] slope, double distance)
    {
        for (var k = 0; k < controls.Length; k++)
        {
            var (plus, minus, _) = controls[k];
            amplitudes[k] = x[plus] - x[minus] + distance * (slope[plus] - slope[minus]);
        }

        return formula!.Evaluate(amplitudes, frequency);
    }

    /// <summary>A value near another one: phases do not turn in between.</summary>
    public double Near(double value, double reference) => phaseTurn > 0 ? reference + Math.IEEERemainder(value - reference, phaseTurn) : value;
}

using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Engine;

/// <summary>
/// The circuits around one value p of a parameter. What depends on p is differentiated by the difference of the fourth order over
/// p ± h and p ± 2h (M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 1964, 25.3.6): with h = p/4096 a resistance
/// loses 1e-14 of its slope, an exponent of 40 1e-9, and rounding 1e-12.
/// </summary>
internal sealed class Variation
{
    /// <summary>A power of two, so that the places around p are exact.</summary>
    private const double Part = 1.0 / 4096;

    private static readonly (int Place, double Weight)[] Stencil = [(-2, 1.0 / 12), (-1, -2.0 / 3), (1, 2.0 / 3), (2, -1.0 / 12)];

    private readonly SensitivityParameter parameter;
    private readonly EquationSystem[] systems;

    /// <summary>[places, memory]; what devices remember from the start, which may be the parameter itself.</summary>
    private readonly double[][] starts;

    /// <exception cref="NetlistException">The circuit around the value is another one, or none.</exception>
    public Variation(SensitivityParameter parameter, Circuit circuit)
    {
        this.parameter = parameter;
        Step = StepOf(parameter);
        systems = [.. Stencil.Select(s => new EquationSystem(Near(parameter, circuit, s.Place * Step, null)))];
        starts = [.. systems.Select(s => (double[])[.. s.Target.AcceptedMemory])];
    }

    /// <summary>h, in the unit of the parameter.</summary>
    public double Step { get; }

    /// <summary>Of a value of zero nothing says what is little, but its unit.</summary>
    /// <param name="time">What is little there of a time [s].</param>
    public static double StepOf(SensitivityParameter parameter, double time = 1e-9) =>
        Part * (parameter.Value != 0 ? Math.Abs(parameter.Value) : parameter.Unit switch { "s" => time, "A" => 1e-3, "m" => 1e-9, _ => 1 });

    /// <summary>The circuit with another value of the parameter; of the same unknowns.</summary>
    /// <exception cref="NetlistException">It is another one, or none.</exception>
    public static Circuit Near(SensitivityParameter parameter, Circuit circuit, double distance, Analysis? analysis)
    {
        Circuit near;
        try
        {
            near = Circuit.Build(parameter.Varied(parameter.Value + distance).Flatten(), analysis);
        }
        catch (CircuitSimException e)
        {
            throw NetlistException.Because($".sens cannot vary {parameter.Name} around {parameter.Value:G6}: {(e as NetlistException)?.What ?? e.Message}");
        }

        var (mine, its) = (circuit.Numbering, near.Numbering);
        return (mine.UnknownCount, mine.MemoryCount, mine.Charges.Count) == (its.UnknownCount, its.MemoryCount, its.Charges.Count) ? near
            : throw NetlistException.Because($".sens cannot vary {parameter.Name} around {parameter.Value:G6}, where the circuit itself changes; give it a value away from there.");
    }

    /// <summary>The derivative of a function of a parameter, which is asked at four distances.</summary>
    /// <param name="step">See <see cref="Step"/>.</param>
    public static double Derivative(double step, Func<double, double> at)
    {
        var sum = 0.0;
        foreach (var (place, weight) in Stencil)
            sum += weight * at(place * step);
        return sum / step;
    }

    /// <summary>Lets the sources that a sweep sets have its values; one that is the parameter itself is varied around them.</summary>
    public void Sweep(DcSweepAnalysis sweep, double[] values)
    {
        for (var k = 0; k < values.Length; k++)
        {
            var source = sweep.Axes[k].Source;
            var isParameter = source.Equals(parameter.Source, StringComparison.OrdinalIgnoreCase);
            for (var s = 0; s < systems.Length; s++)
            {
                if (systems[s].Circuit.Numbering.Sources.TryGetValue(source, out var swept))
                    swept.Override = values[k] + (isParameter ? Stencil[s].Place * Step : 0);
            }
        }
    }

    /// <summary>Adds ∂F/∂p at a fixed point.</summary>
    /// <param name="around">At the point.</param>
    public void AddSlope(EquationSystem around, Span<double> residual)
    {
        for (var s = 0; s < systems.Length; s++)
        {
            Place(s, around, [], 0);
            systems[s].Begin();
            systems[s].Evaluate();
            for (var k = 0; k < residual.Length; k++)
                residual[k] += Stencil[s].Weight / Step * systems[s].Target.Residual[k];
        }
    }

    /// <summary>The change of small signals along a path of operating points.</summary>
    /// <param name="around">At the point.</param>
    /// <param name="slope">dx/dp, [unknowns].</param>
    public SmallSignalSlope Linearized(EquationSystem around, double[] slope) => new(around, systems.Select((system, s) =>
    {
        Place(s, around, slope, Stencil[s].Place * Step);
        return (system, Stencil[s].Weight / Step);
    }));

    private void Place(int index, EquationSystem around, double[] slope, double distance)
    {
        var (to, from) = (systems[index].Target, around.Target);
        from.X.CopyTo(to.X, 0);
        for (var k = 0; k < slope.Length; k++)
            to.X[k] += distance * slope[k];
        for (var k = 0; k < to.Memory.Length; k++)
        {
            var isParameter = starts[0][k] != starts[^1][k];
            (to.Memory[k], to.AcceptedMemory[k]) = isParameter ? (starts[index][k], starts[index][k]) : (from.Memory[k], from.AcceptedMemory[k]);
        }

        systems[index].ForgetEvaluations();
    }
}

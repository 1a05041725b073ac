using System.Numerics;
using CircuitSim.Numerics;

namespace CircuitSim.Engine;

/// <summary>
/// A circuit linearised at its operating point: (G + jωC) δx = b. Both matrices come from the stamps of the transient: their
/// ∂F/∂x is G + Alpha · C, whatever Alpha is, so that no group knows of small signals. Real and imaginary parts are unknowns 2k and
/// 2k + 1 of a real matrix whose pattern, without the entries that are zero at every frequency, is analysed once:
/// <code>
/// | G  −ωC | | Re δx |   | Re b |
/// | ωC   G | | Im δx | = | Im b |
/// </code>
/// What comes late (<see cref="DeviceGroup.AddDelays"/>) is turned besides.
/// </summary>
internal sealed class SmallSignalSystem
{
    /// <summary>So large that it leaves nothing of G, and a power of two, so that C is exact [1/s].</summary>
    private const double Large = 1.6069380442589903e60;

    private readonly Circuit circuit;
    private readonly SparsePattern pattern;
    private readonly SparseLu lu;
    private readonly double[] values, real, scratch, solution;
    private readonly (int Slot, double Conductance)[] conductances;
    private readonly (int Slot, double Capacitance)[] capacitances;
    private readonly (int RealReal, int RealImaginary, int ImaginaryReal, int ImaginaryImaginary, double Slope, double Delay)[] delays;

    /// <param name="system">With devices accepted at the operating point.</param>
    /// <param name="isTransposed">Whether the equations are those of the adjoint network.</param>
    public SmallSignalSystem(EquationSystem system, bool isTransposed = false)
    {
        circuit = system.Circuit;
        var (conductance, capacitance) = Linearize(system);
        var n = circuit.Numbering.UnknownCount;
        var builder = new SparsePatternBuilder(2 * n, 2 * n);
        var (g, c) = (new List<(int Ticket, double Value)>(), new List<(int Ticket, double Value)>());
        for (var column = 0; column < n; column++)
        {
            for (var k = system.Pattern.ColumnStarts[column]; k < system.Pattern.ColumnStarts[column + 1]; k++)
            {
                var (i, j) = isTransposed ? (column, system.Pattern.RowIndices[k]) : (system.Pattern.RowIndices[k], column);
                if (conductance[k] != 0)
                {
                    g.Add((builder.Reserve(2 * i, 2 * j), conductance[k]));
                    g.Add((builder.Reserve(2 * i + 1, 2 * j + 1), conductance[k]));
                }

                if (capacitance[k] != 0)
                {
                    c.Add((builder.Reserve(2 * i, 2 * j + 1), -capacitance[k]));
                    c.Add((builder.Reserve(2 * i + 1, 2 * j), capacitance[k]));
                }
            }
        }

        var late = Delays(circuit);
        var d = late.ConvertAll(entry =>
        {
            var (i, j) = isTransposed ? (entry.Column, entry.Row) : (entry.Row, entry.Column);
            return (builder.Reserve(2 * i, 2 * j), builder.Reserve(2 * i, 2 * j + 1), builder.Reserve(2 * i + 1, 2 * j), builder.Reserve(2 * i + 1, 2 * j + 1));
        });
        pattern = builder.Build(out var slots);
        delays = [.. late.Select((entry, k) => (slots[d[k].Item1], slots[d[k].Item2], slots[d[k].Item3], slots[d[k].Item4], entry.Slope, entry.Delay))];
        conductances = [.. g.Select(e => (slots[e.Ticket], e.Value))];
        capacitances = [.. c.Select(e => (slots[e.Ticket], e.Value))];
        lu = SparseLu.Analyze(pattern);
        (values, real, scratch, solution) = (new double[pattern.EntryCount], new double[2 * n], new double[2 * n], new double[2 * n]);
    }

    /// <summary>G and C at the point of the target, entry by entry of the pattern.</summary>
    public static (double[] Conductances, double[] Capacitances) Linearize(EquationSystem system)
    {
        var conductance = At(0);
        // Capacitances that a device remembers are those of this very evaluation.
        system.AcceptDevices();
        var capacitance = At(Large);
        system.Target.Alpha = 0;
        for (var k = 0; k < capacitance.Length; k++)
            capacitance[k] = (capacitance[k] - conductance[k]) / Large;
        return (conductance, capacitance);

        double[] At(double alpha)
        {
            system.Target.Alpha = alpha;
            system.ForgetEverything();
            system.ForgetEvaluations();
            system.Begin();
            system.Evaluate();
            return [.. system.Target.Jacobian.AsSpan(0, system.Pattern.EntryCount)];
        }
    }

    /// <summary>See <see cref="DeviceGroup.AddDelays"/>; of unknowns only.</summary>
    public static List<(int Row, int Column, double Slope, double Delay)> Delays(Circuit circuit)
    {
        var late = new List<(int Row, int Column, double Slope, double Delay)>();
        foreach (var group in circuit.Groups)
            group.AddDelays(late);
        late.RemoveAll(d => d.Row == circuit.Numbering.UnknownCount || d.Column == circuit.Numbering.UnknownCount);
        return late;
    }

    public long Factorizations { get; private set; }

    /// <summary>Factors the equations of one frequency [Hz].</summary>
    /// <exception cref="SingularMatrixException">Nothing determines an unknown there.</exception>
    public void Factor(double frequency)
    {
        Array.Clear(values);
        foreach (var (slot, conductance) in conductances)
            values[slot] += conductance;
        var omega = 2 * Math.PI * frequency;
        foreach (var (slot, capacitance) in capacitances)
            values[slot] += omega * capacitance;
        foreach (var (realReal, realImaginary, imaginaryReal, imaginaryImaginary, slope, delay) in delays)
        {
            var (sine, cosine) = Math.SinCos(omega * delay);
            values[realReal] += slope * (cosine - 1);
            values[imaginaryImaginary] += slope * (cosine - 1);
            values[realImaginary] += slope * sine;
            values[imaginaryReal] -= slope * sine;
        }

        Factorizations++;
        var outcome = lu.Refactor(values);
        if (!outcome.Succeeded)
            throw circuit.Undetermined(outcome.FailedColumn / 2);
    }

    /// <summary>δx of a right-hand side, with one step of refinement.</summary>
    /// <param name="right">[unknowns]</param>
    /// <param name="x">[unknowns + 1]; the last place is ground's, which stays zero.</param>
    public void Solve(ReadOnlySpan<Complex> right, Span<Complex> x)
    {
        for (var k = 0; k < real.Length / 2; k++)
            (real[2 * k], real[2 * k + 1]) = (right[k].Real, right[k].Imaginary);
        real.CopyTo(solution, 0);
        lu.Solve(solution);
        lu.Refine(values, real, solution, scratch);
        for (var k = 0; k < real.Length / 2; k++)
            x[k] = new Complex(solution[2 * k], solution[2 * k + 1]);
    }
}

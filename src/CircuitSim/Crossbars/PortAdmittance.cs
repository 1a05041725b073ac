using CircuitSim.Netlists;
using CircuitSim.Netlists.Elements;

namespace CircuitSim.Crossbars;

/// <summary>
/// What a linear array is to the circuits around it at DC, wires included: a mesh of conductances between its M + N ports, the
/// sources of the word lines and then the sensing nodes. Port a takes in the current I_a = Σ_b Y_ab (V_a − V_b): the admittance
/// matrix is −Y off the diagonal and has rows that sum to zero. The mesh is what eliminating every node inside leaves (star to
/// mesh, Kron reduction), found by sums, products and quotients of positive numbers alone, so each conductance is right to
/// <see cref="ErrorBound"/> whatever the wires and cells are.
/// </summary>
public sealed class PortAdmittance
{
    private readonly double[] conductances;

    private PortAdmittance(int rows, int columns, double[] conductances, double errorBound)
    {
        (Rows, Columns, this.conductances, ErrorBound) = (rows, columns, conductances, errorBound);
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>M + N.</summary>
    public int Count => Rows + Columns;

    /// <summary>Bound on the error of any conductance [S].</summary>
    public double ErrorBound { get; }

    /// <summary>Between every two ports, [(M + N) × (M + N)] symmetric with a diagonal of 0 [S].</summary>
    public ReadOnlySpan<double> Conductances => conductances;

    /// <summary>Between two ports [S].</summary>
    public double this[int a, int b] => conductances[a * Count + b];

    /// <summary>The elimination of an array, its cells' states frozen.</summary>
    /// <param name="cells">[M × N] row-major [S].</param>
    /// <exception cref="InvalidParameterException">Wiring or cells are not valid.</exception>
    public static PortAdmittance Compute(CrossbarWiring wiring, ReadOnlySpan<double> cells, CrossbarSolverOptions? options = null)
    {
        var solver = new CrossbarSolver(wiring, options);
        solver.Factor(cells);
        var count = wiring.Rows + wiring.Columns;
        var conductances = new double[count * count];
        return new PortAdmittance(wiring.Rows, wiring.Columns, conductances, solver.SolvePorts(conductances));
    }

    /// <summary>
    /// Adds the mesh as a resistor between every two ports of the array, <c>Ry_a_b</c> with a &lt; b: (M + N)²/2 in all, which
    /// pays against 3 M N of the full netlist where iterations and right-hand sides are many.
    /// </summary>
    /// <param name="array">Of the same size; only its ports and its prefix count.</param>
    /// <param name="rowsAreHeld">Whether sources without resistance hold all word lines: what flows between these then changes nothing but the sources' own currents, and is left out.</param>
    public void AddTo(CircuitDraft draft, ArrayCircuit array, bool rowsAreHeld = false)
    {
        if (array.Rows != Rows || array.Columns != Columns)
            throw InvalidParameterException.WrongShape("array", $"[{array.Rows} × {array.Columns}]", $"[{Rows} × {Columns}]");
        for (var a = 0; a < Count; a++)
        {
            for (var b = rowsAreHeld ? Math.Max(a + 1, Rows) : a + 1; b < Count; b++)
            {
                // Below that a conductance has no resistance in floating point, and no current worth the name.
                if (this[a, b] > 1e-300)
                    draft.Add(new Resistor($"R{array.Prefix}y_{a}_{b}", Port(a), Port(b), 1 / this[a, b]));
            }
        }

        NodeId Port(int port) => port < Rows ? array.WordPort(port) : array.BitPort(port - Rows);
    }
}

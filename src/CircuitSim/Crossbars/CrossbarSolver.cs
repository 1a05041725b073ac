namespace CircuitSim.Crossbars;

/// <summary>
/// Solves a linear read of an array: conductances and line voltages in, every node voltage and column current out.
/// <code>
///        u(i,j−1) ──Rw── u(i,j) ──Rw── u(i,j+1)       KCL on word lines:  R u − D v = b_u
///                          │ g(i,j)                    KCL on bit lines:   C v − D u = b_v
///        v(i−1,j) ──Rb── v(i,j) ──Rb── v(i+1,j)       D = diag(g)
/// </code>
/// R and C are families of chains: tridiagonal, with the cells' conductances on the diagonal. Eliminating v leaves
/// S u = b with S = R − D C⁻¹ D and b = b_u + D C⁻¹ b_v, symmetric positive definite, which conjugate gradients solve
/// with R as preconditioner. Two identities of conjugate gradients save the residual vector and every stencil:
/// p·S p = γ + β² (p·R p)_old − p·t with t = D C⁻¹ D p, and γ' = α z'·t.
/// <para>
/// <b>No subtraction.</b> The pivots of a chain are built from the conductance to ground seen so far (Grassmann, Taksar
/// and Heyman, 1985), a sum of positive terms, and the substitutions only add; so currents keep 15 digits however small
/// the wire resistance is, where elimination on the assembled matrix loses R_cell/R_wire of them.
/// </para>
/// <para>
/// Cost: two passes over the array per iteration, about N/λ iterations with the decay length λ = 1/√(R_wire · g) cells.
/// Memory: nine doubles per crosspoint, all allocated by the constructor. An instance belongs to one thread at a time.
/// Judged by the general engine and by ngspice (CrossbarAgreementTests) and by the laws of resistive networks
/// (CrossbarPhysicsTests). Cells that are nearly
/// shorts slow the iteration down, wires of more than about 10 × R_on may end in a <see cref="ConvergenceException"/>.
/// </para>
/// </summary>
public sealed class CrossbarSolver
{
    /// <summary>What a resistance of zero is taken as [Ω]: on a 100 × 100 array of 1 kΩ cells it moves a current by 1e-14 of itself.</summary>
    private const double ZeroResistance = 1e-15;

    /// <summary>Default bound on the error of a port current, relative to the largest one: nothing is left but rounding.</summary>
    private const double DefaultTolerance = 1e-15;

    /// <summary>A healthy array needs none; one whose wires have the resistance of its cells, one or two.</summary>
    private const int MostRestarts = 20;

    private readonly int rows, columns;

    /// <summary>Conductance between the source and the first crosspoint of each word line, and beyond the last one [S].</summary>
    private readonly double[] nearEnd, farEnd;

    /// <summary>Conductance between the last crosspoint of each bit line and its sensing node [S].</summary>
    private readonly double[] senseEnd;

    /// <summary>Conductance of the segment before crosspoint (i, j) on its word line and on its bit line, [M × N] [S].</summary>
    private readonly double[] wordLink, bitLink;

    private readonly double[] g, wordPivot, bitPivot;
    private readonly double[] u, v, p, z, t;
    private bool factored;

    /// <exception cref="InvalidParameterException">The wiring is not valid.</exception>
    public CrossbarSolver(CrossbarWiring wiring)
    {
        ArgumentNullException.ThrowIfNull(wiring);
        wiring.Validated();
        Wiring = wiring;
        (rows, columns) = (wiring.Rows, wiring.Columns);
        (nearEnd, farEnd, senseEnd) = (new double[rows], new double[rows], new double[columns]);
        var size = rows * columns;
        (wordLink, bitLink) = (new double[size], new double[size]);
        (g, wordPivot, bitPivot) = (new double[size], new double[size], new double[size]);
        (u, v, p, z, t) = (new double[size], new double[size], new double[size], new double[size], new double[size]);
        ReadWiring();
    }

    public CrossbarWiring Wiring { get; }

    /// <summary>Voltages of the word-line nodes after a solve, [M × N] row-major [V].</summary>
    public ReadOnlySpan<double> WordLineVoltages => u;

    /// <summary>Voltages of the bit-line nodes after a solve, [M × N] row-major [V].</summary>
    public ReadOnlySpan<double> BitLineVoltages => v;

    /// <summary>Takes the conductances of the cells and factors every line.</summary>
    /// <param name="conductances">Cells, [M × N] row-major, finite; 0 is an open cell [S].</param>
    /// <exception cref="InvalidParameterException">Wrong shape, or a conductance that is negative or not finite.</exception>
    public void Factor(ReadOnlySpan<double> conductances)
    {
        if (conductances.Length != g.Length)
            throw InvalidParameterException.WrongShape("conductances", $"[{conductances.Length}]", $"[{rows} × {columns}]");
        for (var k = 0; k < g.Length; k++)
        {
            if (!(conductances[k] >= 0) || !double.IsFinite(conductances[k]))
                throw InvalidParameterException.OutOfRange($"conductance of cell ({k / columns}, {k % columns})", conductances[k], "S", "finite and not negative");
            g[k] = conductances[k];
        }

        for (var i = 0; i < rows; i++)
            FactorChain(i * columns, 1, columns, nearEnd[i], farEnd[i], wordLink, wordPivot);
        for (var j = 0; j < columns; j++)
            FactorChain(j, columns, rows, 0, senseEnd[j], bitLink, bitPivot);
        factored = true;
    }

    /// <summary>Solves with the sensing nodes at ground.</summary>
    /// <param name="rowVoltages">Voltage of each word-line source, [M] [V].</param>
    /// <param name="columnCurrents">Current that leaves each bit line into its sensing node, [N] [A].</param>
    /// <param name="tolerance">Bound on the error of any column current, relative to the largest column current.</param>
    /// <exception cref="ConvergenceException">The bound was not reached.</exception>
    public CrossbarOutcome Solve(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents, double tolerance = DefaultTolerance)
    {
        RequireLength(columnCurrents.Length, columns, "column currents");
        var outcome = SolveVoltages(rowVoltages, default, tolerance);
        ReadColumnCurrents(columnCurrents);
        return outcome;
    }

    /// <summary>
    /// Solves with one sensing node at 1 V and everything else at ground; the currents that then leave through the word
    /// lines are, by reciprocity, the conductances from every row to that column.
    /// </summary>
    /// <param name="column">The bit line whose sensing node is driven.</param>
    /// <param name="rowConductances">Effective conductance from each row to the column, [M] [S].</param>
    /// <param name="tolerance">Bound on the error of any of them, relative to the largest.</param>
    /// <exception cref="ConvergenceException">The bound was not reached.</exception>
    public CrossbarOutcome SolveAdjoint(int column, Span<double> rowConductances, double tolerance = DefaultTolerance)
    {
        RequireLength(rowConductances.Length, rows, "row conductances");
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, columns);
        Span<double> senseVoltages = columns <= 512 ? stackalloc double[columns] : new double[columns];
        senseVoltages.Clear();
        senseVoltages[column] = 1;
        var outcome = SolveVoltages(default, senseVoltages, tolerance);
        for (var i = 0; i < rows; i++)
            rowConductances[i] = nearEnd[i] * u[i * columns] + farEnd[i] * u[i * columns + columns - 1];
        return outcome;
    }

    /// <summary>An empty span stands for lines that are all at ground.</summary>
    private CrossbarOutcome SolveVoltages(ReadOnlySpan<double> rowVoltages, ReadOnlySpan<double> senseVoltages, double tolerance)
    {
        if (!factored)
            throw new InvalidOperationException("Factor must be called before Solve.");
        if (!rowVoltages.IsEmpty)
            RequireLength(rowVoltages.Length, rows, "row voltages");
        foreach (var voltage in rowVoltages)
            InvalidParameterException.RequireFinite(voltage, "V", "row voltage");

        var outcome = IterateConjugateGradients(rowVoltages, senseVoltages, tolerance);
        RecoverBitLines(senseVoltages);
        return outcome.Converged
            ? outcome
            : throw ConvergenceException.NotReached(
                "array solver", outcome.Iterations, outcome.CurrentErrorBound, tolerance, null,
                "Where wires have a far higher resistance than cells, lines hardly carry current; check the wire resistance, or solve the array's netlist on the built-in engine.");
    }

    /// <summary>t = b_u + D C⁻¹ b_v, the right-hand side of the Schur complement.</summary>
    private void InjectSources(ReadOnlySpan<double> rowVoltages, ReadOnlySpan<double> senseVoltages)
    {
        Array.Clear(t);
        if (!senseVoltages.IsEmpty)
        {
            for (var j = 0; j < columns; j++)
                t[(rows - 1) * columns + j] = senseEnd[j] * senseVoltages[j];
            SolveBitLines(t);
            for (var k = 0; k < t.Length; k++)
                t[k] *= g[k];
        }

        for (var i = 0; i < rowVoltages.Length; i++)
        {
            t[i * columns] += nearEnd[i] * rowVoltages[i];
            t[i * columns + columns - 1] += farEnd[i] * rowVoltages[i];
        }
    }

    private CrossbarOutcome IterateConjugateGradients(
        ReadOnlySpan<double> rowVoltages, ReadOnlySpan<double> senseVoltages, double tolerance)
    {
        InjectSources(rowVoltages, senseVoltages);
        Array.Clear(u);
        t.CopyTo(z, 0);
        SolveWordLines(z);
        var γ = Dot(z, t);
        var start = γ;
        double β = 0, pRp = 0;
        var restarts = 0;
        // Each iteration shrinks the error by a factor that depends on N/λ only; a healthy array needs far fewer.
        var mostIterations = 200 + 4 * (rows + columns);
        for (var iteration = 0; ; iteration++)
        {
            // The bound costs a pass, so it is looked at only once the energy says that it may hold.
            if (γ <= 1e-16 * start || iteration == mostIterations)
            {
                var bound = RelativeCurrentBound(senseVoltages);
                if (bound <= tolerance || iteration == mostIterations)
                    return new CrossbarOutcome(iteration, bound, bound <= tolerance);
                if (γ == 0)
                {
                    if (++restarts > MostRestarts)
                        return new CrossbarOutcome(iteration, bound, false);
                    γ = Restart(rowVoltages, senseVoltages);
                    (β, pRp) = (0, 0);
                }
            }

            for (var k = 0; k < p.Length; k++)
            {
                p[k] = z[k] + β * p[k];
                t[k] = g[k] * p[k];
            }

            SolveBitLines(t);
            double pt = 0;
            for (var k = 0; k < t.Length; k++)
            {
                t[k] *= g[k];
                pt += p[k] * t[k];
            }

            pRp = γ + β * β * pRp;
            var curvature = pRp - pt;
            if (!(curvature > 0) || γ == 0)
            {
                γ = 0;
                continue;
            }

            var α = γ / curvature;
            t.CopyTo(v, 0);
            SolveWordLines(v);
            double zt = 0;
            for (var k = 0; k < z.Length; k++)
            {
                u[k] += α * p[k];
                z[k] -= α * (p[k] - v[k]);
                zt += z[k] * t[k];
            }

            var γNext = Math.Max(0, α * zt);
            β = γNext / γ;
            γ = γNext;
        }
    }

    /// <summary>
    /// Where wires have a higher resistance than cells, both layers hold nearly the same voltages and p·Rp − p·t cancels:
    /// the recurrences lose their way before the bound holds. Beginning anew from z = R⁻¹ (b + D C⁻¹ D u) − u recovers.
    /// </summary>
    /// <returns>γ = z·R z, as a sum of positive terms.</returns>
    private double Restart(ReadOnlySpan<double> rowVoltages, ReadOnlySpan<double> senseVoltages)
    {
        InjectSources(rowVoltages, senseVoltages);
        RecoverBitLines(default);
        for (var k = 0; k < t.Length; k++)
            z[k] = t[k] + g[k] * v[k];
        SolveWordLines(z);
        for (var k = 0; k < z.Length; k++)
            z[k] -= u[k];
        double γ = 0;
        for (var i = 0; i < rows; i++)
        {
            var row = i * columns;
            γ += nearEnd[i] * z[row] * z[row] + farEnd[i] * z[row + columns - 1] * z[row + columns - 1];
            for (var k = row; k < row + columns; k++)
            {
                γ += g[k] * z[k] * z[k];
                if (k > row)
                    γ += wordLink[k] * (z[k] - z[k - 1]) * (z[k] - z[k - 1]);
            }
        }

        return γ;
    }

    /// <summary>v = C⁻¹ (D u + b_v): KCL holds on the bit lines by construction.</summary>
    private void RecoverBitLines(ReadOnlySpan<double> senseVoltages)
    {
        for (var k = 0; k < v.Length; k++)
            v[k] = g[k] * u[k];
        for (var j = 0; j < senseVoltages.Length; j++)
            v[(rows - 1) * columns + j] += senseEnd[j] * senseVoltages[j];
        SolveBitLines(v);
    }

    private void ReadColumnCurrents(Span<double> columnCurrents)
    {
        for (var j = 0; j < columns; j++)
            columnCurrents[j] = senseEnd[j] * v[(rows - 1) * columns + j];
    }

    /// <summary>
    /// A bound on the error of any port current, relative to the largest port current. With r = R z what is missing to KCL
    /// on the word lines (the bit lines have none), a column's current is off by aᵀr, a the potentials of its adjoint
    /// problem: that column's sensing node at 1 V, all else at ground. Now aᵀr = (R a)ᵀz, and KCL of the adjoint problem
    /// says R a = D a_v with the bit lines' potentials a_v in [0, 1]; so |δI| ≤ Σ g|z|. (Σ|r| is a bound, too, but its
    /// stencil loses every digit where one wire is a million times shorter than its neighbour.) For the current of a
    /// word line the adjoint problem has its source on that line, which adds the end's own conductance times |z| there.
    /// Rounding, about 1e-16 per current, is not included.
    /// </summary>
    private double RelativeCurrentBound(ReadOnlySpan<double> senseVoltages)
    {
        double residual = 0;
        for (var k = 0; k < z.Length; k++)
            residual += g[k] * Math.Abs(z[k]);
        RecoverBitLines(senseVoltages);
        double largest = 0, atSource = 0;
        if (senseVoltages.IsEmpty)
        {
            for (var j = 0; j < columns; j++)
                largest = Math.Max(largest, Math.Abs(senseEnd[j] * v[(rows - 1) * columns + j]));
        }
        else
        {
            for (var i = 0; i < rows; i++)
            {
                var (first, last) = (i * columns, i * columns + columns - 1);
                largest = Math.Max(largest, Math.Abs(nearEnd[i] * u[first] + farEnd[i] * u[last]));
                atSource = Math.Max(atSource, nearEnd[i] * Math.Abs(z[first]) + farEnd[i] * Math.Abs(z[last]));
            }
        }

        residual += atSource;
        return largest > 0 ? residual / largest : residual;
    }

    private void SolveWordLines(double[] x)
    {
        for (var i = 0; i < rows; i++)
            SolveChain(i * columns, 1, columns, wordLink, wordPivot, x);
    }

    private void SolveBitLines(double[] x)
    {
        // Row by row over all bit lines at once: the same chain as SolveChain, in the order of memory.
        for (var j = 0; j < columns; j++)
            x[j] /= bitPivot[j];
        for (var k = columns; k < x.Length; k++)
            x[k] = (x[k] + bitLink[k] * x[k - columns]) / bitPivot[k];
        for (var k = x.Length - columns - 1; k >= 0; k--)
            x[k] += bitLink[k + columns] / bitPivot[k] * x[k + columns];
    }

    /// <summary>
    /// Pivots of one chain: h is the conductance to ground that the part eliminated so far shows to its last node.
    /// </summary>
    private void FactorChain(int first, int stride, int length, double firstEnd, double lastEnd, double[] link, double[] pivot)
    {
        var h = firstEnd + g[first];
        var k = first;
        for (var n = 1; n < length; n++, k += stride)
        {
            var next = link[k + stride];
            pivot[k] = h + next;
            h = g[k + stride] + next * (h / pivot[k]);
        }

        pivot[k] = h + lastEnd;
    }

    private static void SolveChain(int first, int stride, int length, double[] link, double[] pivot, double[] x)
    {
        var last = first + (length - 1) * stride;
        x[first] /= pivot[first];
        for (var k = first + stride; k <= last; k += stride)
            x[k] = (x[k] + link[k] * x[k - stride]) / pivot[k];
        for (var k = last - stride; k >= first; k -= stride)
            x[k] += link[k + stride] / pivot[k] * x[k + stride];
    }

    private void ReadWiring()
    {
        for (var i = 0; i < rows; i++)
        {
            var segment = i * (columns + 1);
            nearEnd[i] = Conductance(Wiring.Drivers[i] + Wiring.WordLineSegments[segment]);
            farEnd[i] = Wiring.Drive == WordLineDrive.BothEnds
                ? Conductance(Wiring.Drivers[i] + Wiring.WordLineSegments[segment + columns])
                : 0;
            for (var j = 1; j < columns; j++)
                wordLink[i * columns + j] = Conductance(Wiring.WordLineSegments[segment + j]);
        }

        for (var j = 0; j < columns; j++)
        {
            senseEnd[j] = Conductance(Wiring.SenseInputs[j] + Wiring.BitLineSegments[rows * columns + j]);
            for (var i = 1; i < rows; i++)
                bitLink[i * columns + j] = Conductance(Wiring.BitLineSegments[i * columns + j]);
        }
    }

    private static double Conductance(double resistance) => 1 / Math.Max(resistance, ZeroResistance);

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var k = 0; k < a.Length; k++)
            sum += a[k] * b[k];
        return sum;
    }

    private static void RequireLength(int actual, int expected, string name)
    {
        if (actual != expected)
            throw InvalidParameterException.WrongShape(name, $"[{actual}]", $"[{expected}]");
    }
}

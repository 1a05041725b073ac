using System.Numerics;
using CircuitSim.Devices;

namespace CircuitSim.Crossbars;

/// <summary>
/// Solves a read of an array whose cells are not ohmic, i = i(v), i never falling with v; a cell with a state has it at 0. Newton's method:
/// with g = ∂i/∂v and c = i − g (u − v) at the voltages at hand the cells are linear,
/// <code>
/// R u − D v = b_u − c      C v − D u = b_v + c
/// </code>
/// and the passes of <see cref="CrossbarSolver"/> solve that, no further than the step is worth (inexact Newton). What a step
/// leaves is measured as the bound on the currents is: max(Σ g (û − u)⁺, Σ g (u − û)⁺) + Σ g |v̂ − v|, hats from one exact
/// solve of all lines each. Where a step does not lessen it, the step is cut to the least content on its way, which
/// exists because every step leads downhill (docs/proofs.md, 8). As Newton's steps start from the voltages before, so does the
/// next solve if <see cref="CrossbarSolverOptions.StartsWarm"/> says so.
/// <para>
/// Cost: three to six steps, each about two iterations' time for the cells, the factors and the measure besides its own
/// iterations. In large or resistive arrays these have a coarse grid, into which the cells do not enter: one factor serves
/// all steps, and all steps together need about as many iterations as a linear solve. All memory but the grid's is allocated
/// by the constructor; an instance belongs to one thread at a time. Judged by Kirchhoff's current law at every node and by
/// the general engine (NonlinearCrossbarTests).
/// </para>
/// </summary>
public sealed unsafe class NonlinearCrossbarSolver<TCell>
    where TCell : struct, IArrayCell<TCell>
{
    /// <summary>2⁻⁵².</summary>
    private const double Ulp = 2.220446049250313e-16;

    private const int MostSteps = 60, MostBisections = 40, MostIterations = 2000;

    private readonly int rows, columns;
    private readonly CrossbarSolverOptions options;
    private readonly TCell[] cells;
    private readonly LineSystem a;
    private readonly LineKernel kernel;
    private readonly LineIteration lines;
    private readonly bool[] allStrips, allBlocks;
    private readonly double* lastWordVoltages, lastBitVoltages, foundBitVoltages;
    private readonly LineSources sources;
    private readonly LineReach reach;
    private readonly MethodChoice choice;
    private double totalConductance;
    private bool isSolved;

    /// <param name="cells">[M × N] row-major.</param>
    /// <exception cref="InvalidParameterException">The wiring, the number of cells or an option is not valid.</exception>
    public NonlinearCrossbarSolver(CrossbarWiring wiring, ReadOnlySpan<TCell> cells, CrossbarSolverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(wiring);
        Wiring = wiring.Validated();
        this.options = options ?? new CrossbarSolverOptions();
        (rows, columns) = (wiring.Rows, wiring.Columns);
        if (cells.Length != rows * columns)
            throw InvalidParameterException.WrongShape("cells", $"[{cells.Length}]", $"[{rows} × {columns}]");
        this.cells = cells.ToArray();
        a = new LineSystem(wiring);
        a.UseCellSources(true);
        (sources, reach) = (new LineSources(a), new LineReach(a));
        choice = new MethodChoice(a, this.options.Method);
        kernel = LineKernel.For(a, this.options);
        lines = new LineIteration(a, kernel);
        (allStrips, allBlocks) = (new bool[a.Layout.Strips], new bool[a.Layout.PaddedRows / 8]);
        Array.Fill(allStrips, true);
        Array.Fill(allBlocks, true);
        lastWordVoltages = a.Allocate(a.Layout.Length);
        lastBitVoltages = a.Allocate(a.Layout.Length);
        foundBitVoltages = a.Allocate(a.Layout.Length);
    }

    public CrossbarWiring Wiring { get; }

    /// <summary>Solves with the sensing nodes at ground.</summary>
    /// <param name="rowVoltages">Voltage of each word-line source, [M] [V].</param>
    /// <param name="columnCurrents">Current that leaves each bit line into its sensing node, [N] [A].</param>
    /// <exception cref="ConvergenceException">The tolerance was not reached.</exception>
    public NonlinearOutcome Solve(ReadOnlySpan<double> rowVoltages, Span<double> columnCurrents)
    {
        if (rowVoltages.Length != rows || columnCurrents.Length != columns)
        {
            throw InvalidParameterException.WrongShape(
                "row voltages and column currents", $"[{rowVoltages.Length}], [{columnCurrents.Length}]", $"[{rows}], [{columns}]");
        }

        foreach (var voltage in rowVoltages)
            CrossbarRange.RequireVoltage(voltage, "row voltage");
        sources.ConnectAll();
        sources.Read(rowVoltages);
        return SolveCurrents(columnCurrents);
    }

    /// <summary>Solves with any line at any voltage or floating, as a write does.</summary>
    /// <param name="wordLines">[M].</param>
    /// <param name="bitLines">What the sensing node of each bit line is held at, if it is, [N].</param>
    /// <param name="columnCurrents">Current that leaves each bit line into its sensing node, 0 for a floating one, [N] [A].</param>
    /// <exception cref="InvalidParameterException">Wrong lengths.</exception>
    /// <exception cref="SingularMatrixException">A floating line is tied to no voltage by cells that conduct.</exception>
    /// <exception cref="ConvergenceException">The tolerance was not reached.</exception>
    public NonlinearOutcome Solve(ReadOnlySpan<LineBias> wordLines, ReadOnlySpan<LineBias> bitLines, Span<double> columnCurrents)
    {
        if (columnCurrents.Length != columns)
            throw InvalidParameterException.WrongShape("column currents", $"[{columnCurrents.Length}]", $"[{columns}]");
        sources.Connect(wordLines, bitLines);
        sources.Apply(wordLines, bitLines);
        return SolveCurrents(columnCurrents);
    }

    private NonlinearOutcome SolveCurrents(Span<double> columnCurrents)
    {
        if (!options.StartsWarm || !isSolved)
        {
            Strips(a.WordVoltages).Clear();
            Strips(foundBitVoltages).Clear();
        }
        else
        {
            sources.Recount(a.WordVoltages, areBitLines: false);
            sources.Recount(foundBitVoltages, areBitLines: true);
        }

        isSolved = true;
        var outcome = TakeSteps();
        for (var j = 0; j < columns; j++)
            columnCurrents[j] = lines.BitCurrents[j];
        GC.KeepAlive(this);
        return outcome.Converged
            ? outcome
            : throw ConvergenceException.NotReached(
                "nonlinear array solver", outcome.NewtonSteps, outcome.CurrentErrorBound, options.Tolerance, null,
                "A cell's current must never fall with its voltage; raise the wire resistance of near-shorts or the tolerance.");
    }

    /// <summary>Copies the node voltages of the last solve, [M × N] row-major each [V].</summary>
    public void ReadVoltages(Span<double> wordLines, Span<double> bitLines)
    {
        a.GatherVoltages(a.WordVoltages, areBitLines: false, wordLines);
        a.GatherVoltages(foundBitVoltages, areBitLines: true, bitLines);
    }

    private NonlinearOutcome TakeSteps()
    {
        var (iterations, isCut, best) = (0, false, double.PositiveInfinity);
        for (var step = 0; ; step++)
        {
            // Here u and v (kept in foundBitVoltages) are the voltages of the step before.
            Linearize();
            var missing = lines.Close() + BitLineMiss();
            var largest = Largest(lines.BitCurrents);
            if (!(missing < best) && step > 0 && step < MostSteps && !isCut && LeastContent() is < 1 and var α)
            {
                Cut(α);
                isCut = true;
                continue;
            }

            var bound = largest > 0 ? missing / largest : missing;
            // Σ g |û − u| is a difference of rounded voltages.
            var goal = Math.Max(options.Tolerance, largest > 0 ? 4 * Ulp * totalConductance * sources.LargestVoltage / largest : 0);
            if (bound <= goal || step >= MostSteps)
            {
                a.ExchangeWorkAndWordVoltages();
                Strips(a.BitVoltages).CopyTo(Strips(foundBitVoltages));
                return new NonlinearOutcome(step, iterations, bound, bound <= goal && goal <= Math.Max(options.Tolerance, CrossbarOutcome.GreatestBound), lines.Method);
            }

            (best, isCut) = (missing, false);
            Strips(a.WordVoltages).CopyTo(Strips(lastWordVoltages));
            Strips(foundBitVoltages).CopyTo(Strips(lastBitVoltages));
            iterations += SolveLinearized(missing * Math.Max(Math.Min(0.03, bound), goal / (4 * bound)));
        }
    }

    /// <summary>Conjugate gradients until Σ g |z| is about <paramref name="target"/>, then v for the u found.</summary>
    private int SolveLinearized(double target)
    {
        lines.Restart();
        var iterations = 1;
        while (lines.LineEnergy > 0 && iterations < MostIterations && 0.3 * Math.Sqrt(totalConductance * lines.LineEnergy) > target)
        {
            lines.Step();
            iterations++;
        }

        kernel.CloseBitLines();
        Strips(a.BitVoltages).CopyTo(Strips(foundBitVoltages));
        return iterations;
    }

    private void Linearize()
    {
        // Whole eights, of which the last ones may only fill up and stay at 0.
        Span<double> bitRests = stackalloc double[StripLayout.Width], voltages = stackalloc double[StripLayout.Width];
        Span<double> currents = stackalloc double[StripLayout.Width], conductances = stackalloc double[StripLayout.Width];
        var total = Vector<double>.Zero;
        for (var strip = 0; strip < a.Layout.Strips; strip++)
        {
            var first = strip * StripLayout.Width;
            var used = Math.Min(StripLayout.Width, columns - first);
            bitRests.Clear();
            currents.Clear();
            conductances.Clear();
            a.BitRests.AsSpan(first, used).CopyTo(bitRests);
            for (var i = 0; i < rows; i++)
            {
                var place = a.Layout.Index(i, first);
                double* u = a.WordVoltages + place, v = foundBitVoltages + place;
                var wordRest = new Vector<double>(a.WordRests[i]);
                for (var n = 0; n < StripLayout.Width; n += Vector<double>.Count)
                    (wordRest - new Vector<double>(bitRests[n..]) + (Vector.Load(u + n) - Vector.Load(v + n))).CopyTo(voltages[n..]);
                TCell.Linearize(cells.AsSpan(i * columns + first, used), voltages[..used], currents[..used], conductances[..used]);
                for (var n = 0; n < StripLayout.Width; n += Vector<double>.Count)
                {
                    var conductance = new Vector<double>(conductances[n..]);
                    conductance.Store(a.Cells + place + n);
                    (new Vector<double>(currents[n..]) - conductance * (Vector.Load(u + n) - Vector.Load(v + n))).Store(a.CellSources + place + n);
                    total += conductance;
                }
            }
        }

        totalConductance = Vector.Sum(total);
        if (sources.AnyFloats)
            reach.RequireVoltages();
        kernel.Factor(allStrips, allBlocks);
        choice.Choose(totalConductance);
        lines.Use(choice);
    }

    /// <summary>Σ g |v̂ − v|.</summary>
    private double BitLineMiss()
    {
        // The length is whole eights.
        double* g = a.Cells, found = a.BitVoltages, before = foundBitVoltages;
        var sum = Vector<double>.Zero;
        for (long k = 0; k < a.Layout.Length; k += Vector<double>.Count)
            sum += Vector.Load(g + k) * Vector.Abs(Vector.Load(found + k) - Vector.Load(before + k));
        return Vector.Sum(sum);
    }

    /// <summary>The share α of the latest step at which the content stops falling, from below; 1 where it falls all the way.</summary>
    private double LeastContent()
    {
        var (atStart, gain) = WireSlope();
        double Slope(double α) => atStart + α * gain + CellSlope(α);
        if (Slope(1) <= 0)
            return 1;
        var flat = 0.1 * Math.Abs(Slope(0));
        var (low, high) = (0.0, 1.0);
        for (var k = 0; k < MostBisections; k++)
        {
            var middle = 0.5 * (low + high);
            var slope = Slope(middle);
            if (slope > 0)
                high = middle;
            else
                low = middle;
            if (slope <= 0 && slope >= -flat)
                break;
        }

        return low;
    }

    /// <summary>dE/dα of wires and sources along the latest step: at its start, and how much it grows up to its end.</summary>
    private (double AtStart, double Gain) WireSlope()
    {
        var layout = a.Layout;
        var (atStart, gain) = (0.0, 0.0);
        void Add(double conductance, double source, double start, double step)
        {
            atStart += (conductance * start - source) * step;
            gain += conductance * step * step;
        }

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var k = layout.Index(i, j);
                double u = lastWordVoltages[k], v = lastBitVoltages[k];
                double du = a.WordVoltages[k] - u, dv = foundBitVoltages[k] - v;
                if (j == 0)
                    Add(a.NearEnds[i], a.NearSources[i], u, du);
                else
                {
                    var left = layout.Index(i, j - 1);
                    var before = lastWordVoltages[left];
                    Add(a.WordSegmentBefore(i, j), 0, u - before, du - (a.WordVoltages[left] - before));
                }

                if (j == columns - 1)
                    Add(a.FarEnds[i], a.FarSources[i], u, du);
                if (i > 0)
                {
                    var upper = layout.Index(i - 1, j);
                    var before = lastBitVoltages[upper];
                    Add(a.BitSegmentBefore(i, j), 0, v - before, dv - (foundBitVoltages[upper] - before));
                }

                else
                    Add(a.FarSenses[j], 0, v, dv);
                if (i == rows - 1)
                    Add(a.Senses[j], 0, v, dv);
            }
        }

        return (atStart, gain);
    }

    /// <summary>dE/dα of the cells where the share α of the latest step ends.</summary>
    private double CellSlope(double α)
    {
        double sum = 0;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var k = a.Layout.Index(i, j);
                var cell = i * columns + j;
                var start = lastWordVoltages[k] - lastBitVoltages[k];
                var step = a.WordVoltages[k] - foundBitVoltages[k] - start;
                sum += cells[cell].Linearize(a.WordRests[i] - a.BitRests[j] + start + α * step, w: 0).Current * step;
            }
        }

        return sum;
    }

    private void Cut(double α)
    {
        for (long k = 0; k < a.Layout.Length; k++)
        {
            a.WordVoltages[k] = lastWordVoltages[k] + α * (a.WordVoltages[k] - lastWordVoltages[k]);
            foundBitVoltages[k] = lastBitVoltages[k] + α * (foundBitVoltages[k] - lastBitVoltages[k]);
        }
    }

    private Span<double> Strips(double* strips) => new(strips, checked((int)a.Layout.Length));

    private static double Largest(double[] currents)
    {
        double largest = 0;
        foreach (var current in currents)
            largest = Math.Max(largest, Math.Abs(current));
        return largest;
    }
}

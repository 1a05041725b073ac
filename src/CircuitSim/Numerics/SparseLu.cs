namespace CircuitSim.Numerics;

/// <summary>
/// Sparse LU with threshold partial pivoting, made for circuit matrices: nearly symmetric pattern, large diagonal.
/// <para>
/// <see cref="Analyze"/> permutes to block triangular form and orders each diagonal block for little fill.
/// <see cref="Factor"/> factors each block column by column, left-looking (Gilbert and Peierls, SIAM J. Sci. Stat.
/// Comput. 9(5), 1988): column k of the factors is the solution of L x = A(:, k), and the places where x is not zero
/// are those reached from A(:, k) in the graph of L, which is kept thin by symmetric pruning (Eisenstat and Liu, 1992).
/// The diagonal is the pivot as long as it is not smaller than <see cref="PivotThreshold"/> times the largest candidate.
/// A block with much fill whose values are those of a network of conductances is left to <see cref="ConductanceFactors"/>.
/// <see cref="Refactor"/> repeats the arithmetic for new values on the same pattern and pivots, and falls back to
/// <see cref="Factor"/> when a pivot has become too small.
/// </para>
/// <para>
/// With rows P and columns Q permuted: P A Q = L U in each diagonal block; blocks above the diagonal keep A's values.
/// Entries of L and U cost 12 bytes each. Holds its workspace: one instance belongs to one thread at a time. Judged by
/// residuals and by a dense solver in SparseLuTests.
/// </para>
/// </summary>
public sealed class SparseLu
{
    /// <summary>
    /// A diagonal entry this small against the largest candidate still becomes the pivot. Resistive networks never get
    /// near it (their columns stay diagonally dominant); for others 1e-3, as SPICE has it, loses three digits more
    /// without a step of refinement.
    /// </summary>
    public const double PivotThreshold = 0.1;

    /// <summary>Smaller pivots than this, against the rest of their column, end a refactorisation.</summary>
    private const double RefactorThreshold = 1e-6;

    private const int None = -1;

    /// <summary>Entries of L per column from which dense fronts pay: below, single columns solve faster, which counts in a transient (measured).</summary>
    private const int MuchFill = 12;

    private readonly SparsePattern pattern;
    private readonly int n;

    /// <summary>By block: those whose pattern may be that of a network of conductances; the others are null.</summary>
    private readonly ConductanceFactors?[] networks;

    /// <summary>By block: whether its values were those of one, so that its factors are there and not among the columns here.</summary>
    private readonly bool[] isNetwork;
    private readonly int structurallyEmptyColumn;
    private readonly int[] blockStarts;

    /// <summary>Column of A at each position; with <see cref="matchedRow"/> the analysed diagonal.</summary>
    private readonly int[] columnOrder;
    private readonly int[] matchedRow;

    // A's entries by position k of their column, split into those of the diagonal block and those above it. Rows are
    // numbered by the position at which the analysis put them.
    private readonly int[] insideStarts;
    private readonly int[] insideRows;
    private readonly int[] insideSlots;

    /// <summary>Those that are factored.</summary>
    private readonly double[] insideValues;
    private readonly int[] aboveStarts;
    private readonly int[] aboveRows;
    private readonly int[] aboveSlots;
    private readonly double[] aboveValues;

    /// <summary>Columns with entries above their diagonal block: few, as a rule those of sources.</summary>
    private readonly int[] aboveColumns;

    // The factors by columns: L without its unit diagonal, U without its diagonal, which is in pivots. While a block is
    // factored its L has rows numbered as above; afterwards, and in U always, they are pivot positions.
    private readonly int[] lowerStarts;
    private readonly int[] upperStarts;
    private readonly double[] pivots;
    private readonly double[] inversePivots;

    /// <summary>Each pivot against the largest entry of its column of A.</summary>
    private readonly double[] pivotShares;
    private int[] lowerRows = [];
    private double[] lowerValues = [];
    private int[] upperRows = [];
    private double[] upperValues = [];

    private readonly int firstRoom;

    private readonly int[] rowOfPivot;
    private readonly int[] pivotOfRow;

    /// <summary>Row of A at each position of the factors.</summary>
    private readonly int[] rowOfPosition;
    private readonly bool[] changed;
    private bool factored;

    private readonly double[] work;
    private readonly int[] mark;
    private readonly int[] reach;
    private readonly int[] path;
    private readonly int[] progress;
    private readonly int[] candidates;
    private readonly int[] prunedEnd;

    private SparseLu(SparsePattern pattern, IFillReducingOrdering ordering)
    {
        this.pattern = pattern;
        n = pattern.Columns;
        var form = BlockTriangularForm.Of(pattern);
        structurallyEmptyColumn = form.UnmatchedColumn;
        blockStarts = form.BlockStarts;
        columnOrder = OrderBlocks(pattern, form, ordering, out var lowerEntriesOf);
        matchedRow = new int[n];
        var positionOfRow = new int[n];
        var blockStartOf = new int[n];
        for (var b = 0; b + 1 < blockStarts.Length; b++)
        {
            for (var k = blockStarts[b]; k < blockStarts[b + 1]; k++)
            {
                blockStartOf[k] = blockStarts[b];
                matchedRow[k] = form.RowOfColumn[columnOrder[k]];
                if (matchedRow[k] >= 0)
                    positionOfRow[matchedRow[k]] = k;
            }
        }

        insideStarts = new int[n + 1];
        aboveStarts = new int[n + 1];
        var aboveCount = 0;
        for (var k = 0; k < n; k++)
        {
            foreach (var row in pattern.RowsOf(columnOrder[k]))
                aboveCount += positionOfRow[row] < blockStartOf[k] ? 1 : 0;
        }

        insideRows = new int[pattern.EntryCount - aboveCount];
        insideSlots = new int[pattern.EntryCount - aboveCount];
        aboveRows = new int[aboveCount];
        aboveSlots = new int[aboveCount];
        for (var k = 0; k < n; k++)
        {
            var (inside, above) = (insideStarts[k], aboveStarts[k]);
            for (var slot = pattern.ColumnStarts[columnOrder[k]]; slot < pattern.ColumnStarts[columnOrder[k] + 1]; slot++)
            {
                var row = positionOfRow[pattern.RowIndices[slot]];
                if (row >= blockStartOf[k])
                    (insideRows[inside], insideSlots[inside++]) = (row, slot);
                else
                    (aboveRows[above], aboveSlots[above++]) = (row, slot);
            }

            (insideStarts[k + 1], aboveStarts[k + 1]) = (inside, above);
        }

        aboveColumns = [.. Enumerable.Range(0, n).Where(k => aboveStarts[k + 1] > aboveStarts[k])];
        networks = new ConductanceFactors?[blockStarts.Length - 1];
        isNetwork = new bool[networks.Length];
        for (var b = 0; b < networks.Length; b++)
        {
            var (first, end) = (blockStarts[b], blockStarts[b + 1]);
            if (lowerEntriesOf[b] >= MuchFill * (end - first) && columnOrder.AsSpan(first, end - first).SequenceEqual(matchedRow.AsSpan(first, end - first)))
                networks[b] = ConductanceFactors.Analyze(first, end, insideStarts, insideRows);
        }

        // Room for the factors of a matrix whose pivots are the diagonal; more where the ordering does not know, or pivots differ.
        var columnEntries = Enumerable.Range(0, networks.Length).Sum(b => networks[b] is null ? lowerEntriesOf[b] : 0);
        firstRoom = (int)Math.Min(lowerEntriesOf.Any(e => e > 0) ? columnEntries + n : 2L * pattern.EntryCount + n, Array.MaxLength);

        insideValues = new double[insideSlots.Length];
        aboveValues = new double[aboveStarts[n]];
        lowerStarts = new int[n + 1];
        upperStarts = new int[n + 1];
        pivots = new double[n];
        inversePivots = new double[n];
        pivotShares = new double[n];
        changed = new bool[n];
        rowOfPivot = new int[n];
        pivotOfRow = new int[n];
        rowOfPosition = new int[n];
        work = new double[n];
        mark = new int[n];
        reach = new int[n];
        path = new int[n];
        progress = new int[n];
        candidates = new int[n];
        prunedEnd = new int[n];
    }

    /// <summary>Entries of L and U, the diagonal counted once; 0 before the first factorisation.</summary>
    public int FactorEntryCount => factored ? lowerStarts[n] + upperStarts[n] + n + Enumerable.Range(0, networks.Length).Sum(b => isNetwork[b] ? (int)(2 * networks[b]!.EntryCount) - 2 * (blockStarts[b + 1] - blockStarts[b]) : 0) : 0;

    /// <summary>Diagonal blocks of the block triangular form.</summary>
    public int BlockCount => blockStarts.Length - 1;

    /// <summary>Chooses the permutations from the pattern alone.</summary>
    /// <param name="ordering">Order within the diagonal blocks; null takes <see cref="ApproximateMinimumDegree"/>.</param>
    public static SparseLu Analyze(SparsePattern pattern, IFillReducingOrdering? ordering = null)
    {
        if (pattern.Rows != pattern.Columns)
            throw InvalidParameterException.WrongShape(nameof(pattern), $"{pattern.Rows} × {pattern.Columns}", "square");
        return new SparseLu(pattern, ordering ?? new ApproximateMinimumDegree());
    }

    private static int[] OrderBlocks(SparsePattern pattern, BlockTriangularForm form, IFillReducingOrdering ordering, out long[] lowerEntries)
    {
        lowerEntries = new long[form.BlockStarts.Length - 1];
        var order = form.Columns.AsSpan().ToArray();
        var scratch = new int[pattern.Columns];
        for (var b = 0; b + 1 < form.BlockStarts.Length; b++)
        {
            var block = form.Columns.AsSpan(form.BlockStarts[b], form.BlockStarts[b + 1] - form.BlockStarts[b]).ToArray();
            if (block.Length < 3)
                continue;
            // The unknowns come in the order of the netlist, which orderings use to break ties.
            Array.Sort(block);
            var vertices = ordering.Order(AdjacencyGraph.OfBlock(pattern, block, form.ColumnOfRow, scratch), out lowerEntries[b]);
            for (var k = 0; k < block.Length; k++)
                order[form.BlockStarts[b] + k] = block[vertices[k]];
        }

        return order;
    }

    /// <summary>Factors the matrix with these values, choosing pivots.</summary>
    /// <param name="values">[≥ EntryCount], slot by slot.</param>
    public FactorOutcome Factor(ReadOnlySpan<double> values)
    {
        factored = false;
        if (structurallyEmptyColumn >= 0)
            return FactorOutcome.Failed(structurallyEmptyColumn);
        Array.Fill(pivotOfRow, None);
        Array.Fill(mark, None);
        Array.Fill(prunedEnd, None);
        Array.Clear(work);
        var smallest = double.PositiveInfinity;
        for (var b = 0; b + 1 < blockStarts.Length; b++)
        {
            if (isNetwork[b] = FactorNetwork(b, values))
            {
                KeepDiagonal(b);
                continue;
            }

            for (var k = blockStarts[b]; k < blockStarts[b + 1]; k++)
            {
                var reachStart = FindReach(k, out var candidateCount);
                var largestEntry = Scatter(k, values);
                ReserveColumn(k, n - reachStart, candidateCount);
                EliminateColumn(k, reachStart);
                var pivotRow = ChoosePivot(k, candidateCount);
                if (pivotRow == None)
                    return FactorOutcome.Failed(columnOrder[k]);
                StoreLower(k, pivotRow, candidateCount);
                PruneBy(k, pivotRow);
                smallest = Math.Min(smallest, pivotShares[k] = Math.Abs(pivots[k]) / largestEntry);
            }
        }

        for (var p = 0; p < lowerStarts[n]; p++)
            lowerRows[p] = pivotOfRow[lowerRows[p]];
        for (var k = 0; k < n; k++)
            (inversePivots[k], rowOfPosition[k]) = (1 / pivots[k], matchedRow[rowOfPivot[k]]);
        KeepAbove(values);
        factored = true;
        return new FactorOutcome(None, smallest, false);
    }

    private bool FactorNetwork(int b, ReadOnlySpan<double> values)
    {
        if (networks[b] is not { } network)
            return false;
        for (var p = insideStarts[blockStarts[b]]; p < insideStarts[blockStarts[b + 1]]; p++)
            insideValues[p] = values[insideSlots[p]];
        return network.Factor(insideValues);
    }

    /// <summary>The diagonal has the pivots of a network, and its columns here are empty.</summary>
    private void KeepDiagonal(int b)
    {
        for (var k = blockStarts[b]; k < blockStarts[b + 1]; k++)
        {
            (pivotOfRow[k], rowOfPivot[k], pivots[k]) = (k, k, 1);
            (lowerStarts[k + 1], upperStarts[k + 1]) = (lowerStarts[k], upperStarts[k]);
        }
    }

    /// <summary>
    /// The positions j whose columns of L change column k, in topological order at the end of <see cref="reach"/>,
    /// and the rows without pivot that column k touches, in <see cref="candidates"/>.
    /// </summary>
    private int FindReach(int k, out int candidateCount)
    {
        candidateCount = 0;
        var top = n;
        for (var p = insideStarts[k]; p < insideStarts[k + 1]; p++)
        {
            var row = insideRows[p];
            if (mark[row] == k)
                continue;
            mark[row] = k;
            if (pivotOfRow[row] == None)
            {
                candidates[candidateCount++] = row;
                continue;
            }

            var depth = 0;
            path[0] = pivotOfRow[row];
            progress[0] = lowerStarts[path[0]];
            while (depth >= 0)
            {
                var j = path[depth];
                var end = prunedEnd[j] == None ? lowerStarts[j + 1] : prunedEnd[j];
                var q = progress[depth];
                var descended = false;
                while (q < end)
                {
                    var next = lowerRows[q++];
                    if (mark[next] == k)
                        continue;
                    mark[next] = k;
                    if (pivotOfRow[next] == None)
                    {
                        candidates[candidateCount++] = next;
                        continue;
                    }

                    progress[depth] = q;
                    depth++;
                    path[depth] = pivotOfRow[next];
                    progress[depth] = lowerStarts[path[depth]];
                    descended = true;
                    break;
                }

                if (descended)
                    continue;
                reach[--top] = j;
                depth--;
            }
        }

        return top;
    }

    private double Scatter(int k, ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        for (var p = insideStarts[k]; p < insideStarts[k + 1]; p++)
        {
            var value = insideValues[p] = values[insideSlots[p]];
            work[insideRows[p]] = value;
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    private void ReserveColumn(int k, int upperCount, int lowerCount)
    {
        Grow(ref upperRows, ref upperValues, upperStarts[k], upperCount);
        Grow(ref lowerRows, ref lowerValues, lowerStarts[k], lowerCount);

        void Grow(ref int[] rows, ref double[] entries, int used, int more)
        {
            if (used + more <= rows.Length)
                return;
            var size = Math.Max(used + more, Math.Max(firstRoom, rows.Length + rows.Length / 2));
            Array.Resize(ref rows, size);
            Array.Resize(ref entries, size);
        }
    }

    /// <summary>x := L⁻¹ A(:, k), of which the part above the diagonal is U(:, k).</summary>
    private void EliminateColumn(int k, int reachStart)
    {
        var upper = upperStarts[k];
        for (var t = reachStart; t < n; t++)
        {
            var j = reach[t];
            var row = rowOfPivot[j];
            var xj = work[row];
            work[row] = 0;
            upperRows[upper] = j;
            upperValues[upper++] = xj;
            SubtractColumn(j, xj, work);
        }

        upperStarts[k + 1] = upper;
    }

    private void SubtractColumn(int j, double factor, double[] x)
    {
        var (rows, entries, last) = (lowerRows, lowerValues, lowerStarts[j + 1]);
        for (var p = lowerStarts[j]; p < last; p++)
            x[rows[p]] -= entries[p] * factor;
    }

    private int ChoosePivot(int k, int candidateCount)
    {
        var largest = 0.0;
        var best = None;
        for (var c = 0; c < candidateCount; c++)
        {
            var magnitude = Math.Abs(work[candidates[c]]);
            if (magnitude > largest)
                (largest, best) = (magnitude, candidates[c]);
            else if (double.IsNaN(magnitude))
                return None;
        }

        if (!double.IsFinite(largest))
            return None;
        // Row k shares the diagonal with column k unless an earlier column took it.
        if (pivotOfRow[k] == None && mark[k] == k && Math.Abs(work[k]) >= PivotThreshold * largest && work[k] != 0)
            return k;
        return best;
    }

    private void StoreLower(int k, int pivotRow, int candidateCount)
    {
        var pivot = work[pivotRow];
        pivots[k] = pivot;
        pivotOfRow[pivotRow] = k;
        rowOfPivot[k] = pivotRow;
        var lower = lowerStarts[k];
        for (var c = 0; c < candidateCount; c++)
        {
            var row = candidates[c];
            if (row != pivotRow)
            {
                lowerRows[lower] = row;
                lowerValues[lower++] = work[row] / pivot;
            }

            work[row] = 0;
        }

        lowerStarts[k + 1] = lower;
    }

    /// <summary>
    /// Where U(j, k) and L(k, j) are both there, everything that column j reaches below row k is reached through
    /// column k as well: later searches may stop at the rows of column j that have pivots by now.
    /// </summary>
    private void PruneBy(int k, int pivotRow)
    {
        for (var u = upperStarts[k]; u < upperStarts[k + 1]; u++)
        {
            var j = upperRows[u];
            if (prunedEnd[j] != None)
                continue;
            var (low, high) = (lowerStarts[j], lowerStarts[j + 1]);
            var p = low;
            while (p < high && lowerRows[p] != pivotRow)
                p++;
            if (p == high)
                continue;
            while (low < high)
            {
                if (pivotOfRow[lowerRows[low]] != None)
                {
                    low++;
                    continue;
                }

                high--;
                (lowerRows[low], lowerRows[high]) = (lowerRows[high], lowerRows[low]);
                (lowerValues[low], lowerValues[high]) = (lowerValues[high], lowerValues[low]);
            }

            prunedEnd[j] = low;
        }
    }

    private void KeepAbove(ReadOnlySpan<double> values)
    {
        for (var p = 0; p < aboveValues.Length; p++)
            aboveValues[p] = values[aboveSlots[p]];
    }

    /// <summary>
    /// Factors new values on the pattern and pivots of the last factorisation; chooses anew if these fail. Columns whose values
    /// are those of the last time, and on which none that changed has an effect, are as they are.
    /// </summary>
    /// <param name="values">[≥ EntryCount], slot by slot.</param>
    public FactorOutcome Refactor(ReadOnlySpan<double> values)
    {
        if (!factored)
            return Factor(values);
        var smallest = double.PositiveInfinity;
        for (var b = 0; b < networks.Length; b++)
        {
            if (isNetwork[b] ? BlockHasChanged(b, values) && !FactorNetwork(b, values) : !RefactorBlock(b, values, ref smallest))
                return Factor(values) with { Repivoted = true };
        }

        KeepAbove(values);
        return new FactorOutcome(None, smallest, false);
    }

    private bool BlockHasChanged(int b, ReadOnlySpan<double> values)
    {
        for (var p = insideStarts[blockStarts[b]]; p < insideStarts[blockStarts[b + 1]]; p++)
        {
            if (insideValues[p] != values[insideSlots[p]])
                return true;
        }

        return false;
    }

    // In one piece and without checks of indices, like the solution: most columns of a circuit have one to three entries, and a
    // transient of transistors refactors twice a step.
    private unsafe bool RefactorBlock(int b, ReadOnlySpan<double> values, ref double smallest)
    {
        fixed (double* a = values, x = work, inside = insideValues, upper = upperValues, lower = lowerValues)
        fixed (int* slots = insideSlots, insideRow = insideRows, upperRow = upperRows, lowerRow = lowerRows, pivotOf = pivotOfRow)
        fixed (int* insideStart = insideStarts, upperStart = upperStarts, lowerStart = lowerStarts)
        {
            for (var k = blockStarts[b]; k < blockStarts[b + 1]; k++)
            {
                var (first, end) = (insideStart[k], insideStart[k + 1]);
                var hasChanged = false;
                for (var p = first; p < end; p++)
                    hasChanged |= inside[p] != a[slots[p]];
                var (firstUpper, endUpper) = (upperStart[k], upperStart[k + 1]);
                for (var u = firstUpper; u < endUpper && !hasChanged; u++)
                    hasChanged = changed[upperRow[u]];
                changed[k] = hasChanged;
                if (!hasChanged)
                {
                    smallest = Math.Min(smallest, pivotShares[k]);
                    continue;
                }

                var largestEntry = 0.0;
                for (var p = first; p < end; p++)
                {
                    var value = inside[p] = a[slots[p]];
                    x[pivotOf[insideRow[p]]] = value;
                    largestEntry = Math.Max(largestEntry, Math.Abs(value));
                }

                for (var u = firstUpper; u < endUpper; u++)
                {
                    var j = upperRow[u];
                    var xj = x[j];
                    x[j] = 0;
                    upper[u] = xj;
                    for (var (p, last) = (lowerStart[j], lowerStart[j + 1]); p < last; p++)
                        x[lowerRow[p]] -= lower[p] * xj;
                }

                var pivot = x[k];
                x[k] = 0;
                var largest = 0.0;
                for (var (p, last) = (lowerStart[k], lowerStart[k + 1]); p < last; p++)
                {
                    var xp = x[lowerRow[p]];
                    x[lowerRow[p]] = 0;
                    lower[p] = xp / pivot;
                    largest = Math.Max(largest, Math.Abs(xp));
                }

                if (!(pivot != 0 && double.IsFinite(pivot) && double.IsFinite(largest) && Math.Abs(pivot) >= RefactorThreshold * largest))
                    return false;
                (pivots[k], inversePivots[k], pivotShares[k]) = (pivot, 1 / pivot, Math.Abs(pivot) / largestEntry);
                smallest = Math.Min(smallest, pivotShares[k]);
            }
        }

        return true;
    }

    /// <summary>Solves A x = b in place.</summary>
    /// <param name="x">[n]; b before, x after.</param>
    /// <exception cref="InvalidOperationException">There is no factorisation.</exception>
    public void Solve(Span<double> x)
    {
        if (!factored)
            throw new InvalidOperationException("Factor has not succeeded; there is nothing to solve with.");
        var sorted = work.AsSpan(0, n);
        var rows = rowOfPosition.AsSpan(0, n);
        var columns = columnOrder.AsSpan(0, n);
        for (var k = 0; k < sorted.Length; k++)
            sorted[k] = x[rows[k]];
        var above = aboveColumns.Length;
        for (var b = blockStarts.Length - 2; b >= 0; b--)
        {
            if (isNetwork[b])
            {
                networks[b]!.Solve(work.AsSpan(blockStarts[b], blockStarts[b + 1] - blockStarts[b]));
            }
            else
            {
                SolveLower(blockStarts[b], blockStarts[b + 1]);
                SolveUpper(blockStarts[b], blockStarts[b + 1]);
            }

            var end = above;
            while (above > 0 && aboveColumns[above - 1] >= blockStarts[b])
                above--;
            SubtractAbove(above, end);
        }

        for (var k = 0; k < sorted.Length; k++)
            x[columns[k]] = sorted[k];
        sorted.Clear();
    }

    // Loops without a call per column, most columns of a circuit having one to three entries, and without checks of indices, which
    // are those of the factors' own pattern: a transient of an array solves three times a step.
    private unsafe void SolveLower(int first, int end)
    {
        fixed (double* x = work, entries = lowerValues)
        fixed (int* starts = lowerStarts, rows = lowerRows)
        {
            var p = starts[first];
            for (var k = first; k < end; k++)
            {
                var xk = x[k];
                for (var last = starts[k + 1]; p < last; p++)
                    x[rows[p]] -= entries[p] * xk;
            }
        }
    }

    private unsafe void SolveUpper(int first, int end)
    {
        fixed (double* x = work, entries = upperValues, inverses = inversePivots)
        fixed (int* starts = upperStarts, rows = upperRows)
        {
            var u = starts[end] - 1;
            for (var k = end - 1; k >= first; k--)
            {
                var xk = x[k] * inverses[k];
                x[k] = xk;
                for (var last = starts[k]; u >= last; u--)
                    x[rows[u]] -= entries[u] * xk;
            }
        }
    }

    /// <param name="first">Of the columns with entries above their block.</param>
    private unsafe void SubtractAbove(int first, int end)
    {
        fixed (double* x = work, entries = aboveValues)
        fixed (int* columns = aboveColumns, starts = aboveStarts, rows = aboveRows, pivotOf = pivotOfRow)
        {
            for (var k = first; k < end; k++)
            {
                var column = columns[k];
                var xk = x[column];
                // A supply's column is long, and most steps leave it where it is.
                if (xk == 0)
                    continue;
                for (var p = starts[column]; p < starts[column + 1]; p++)
                    x[pivotOf[rows[p]]] -= entries[p] * xk;
            }
        }
    }

    /// <summary>One step of iterative refinement: x += A⁻¹ (b − A x). Returns max |correction| / max |x|.</summary>
    /// <param name="values">The values that were factored.</param>
    /// <param name="scratch">[n]; holds the correction afterwards.</param>
    public double Refine(ReadOnlySpan<double> values, ReadOnlySpan<double> b, Span<double> x, Span<double> scratch)
    {
        pattern.Multiply(values, x, scratch);
        for (var i = 0; i < n; i++)
            scratch[i] = b[i] - scratch[i];
        Solve(scratch);
        var (correction, size) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            x[i] += scratch[i];
            correction = Math.Max(correction, Math.Abs(scratch[i]));
            size = Math.Max(size, Math.Abs(x[i]));
        }

        return size == 0 ? 0 : correction / size;
    }
}

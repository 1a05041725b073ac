namespace CircuitSim.Numerics;

/// <summary>
/// LLᵀ of a block that is a network of conductances: symmetric, nothing above zero off the diagonal, and a diagonal that is at
/// least the sum of the rest of its column; what it has beyond that leads to ground. Half the arithmetic of LU, no search for
/// pivots, and all of it dense.
/// <para>
/// Multifrontal (Duff and Reid, ACM Trans. Math. Softw. 9(3), 1983): columns of one pattern form a front, a small dense network
/// whose own nodes are taken out by <see cref="DenseStarMesh{T}"/>; the mesh that it leaves waits on a stack for its parent. Counts
/// of columns as Gilbert, Ng and Peyton have them (SIAM J. Matrix Anal. Appl. 15(4), 1994); a front whose few own columns cost
/// little more in its parent joins it.
/// </para>
/// <para>
/// Ground is the last row of every front and never taken out. Unknowns are numbered anew, children before parents. Memory: fronts' own
/// columns, padded to whole eights, and the stack. One instance belongs to one thread at a time. Judged by SparseLu's tests.
/// </para>
/// </summary>
internal sealed unsafe class ConductanceFactors
{
    private const int None = -1, Lanes = 8;

    /// <summary>By less than this part of itself a diagonal may fall short of the rest of its column: rounding of its sum.</summary>
    private const double Rounding = 1e-13;

    /// <summary>A node that keeps no more of its diagonal than this is left to pivoting: the network is all but cut off from ground.</summary>
    private const double SmallestPivot = 1e-13;

    private readonly int n;

    /// <summary>By position in the block, the number of each unknown here.</summary>
    private readonly int[] number;

    // Entries of A below the diagonal by columns, in the new numbers; places are those of the block's values.
    private readonly int[] entryStarts;
    private readonly int[] entryRows;
    private readonly int[] entryPlaces;
    private readonly int[] mirrorPlaces;
    private readonly int[] diagonalPlaces;

    // Front f has the unknowns firsts[f] … firsts[f + 1] − 1 and the later ones boundary[boundaryStarts[f] … boundaryStarts[f + 1] − 1].
    private readonly int[] firsts;
    private readonly int[] boundaryStarts;
    private readonly int[] boundary;
    private readonly int[] childCounts;
    private readonly int fronts;

    private readonly int[] position;
    private readonly double[] excess;
    private readonly double[] roots;
    private readonly double[] x;
    private PinnedBuffer? columns, front, stack, gathered;

    private ConductanceFactors(int[] entryStarts, int[] entryRows, int[] entryPlaces, int[] mirrorPlaces, int[] diagonalPlaces)
    {
        n = diagonalPlaces.Length;
        var parent = EliminationTree(entryStarts, entryRows);
        number = Postorder(parent);
        (this.entryStarts, this.entryRows, this.entryPlaces, this.mirrorPlaces) = Renumber(entryStarts, entryRows, entryPlaces, mirrorPlaces, number);
        // The tree of the new numbers; every parent is behind its children, and the last child just before it.
        parent = EliminationTree(this.entryStarts, this.entryRows);
        var counts = ColumnCounts(this.entryStarts, this.entryRows, parent);
        EntryCount = counts.Sum(c => (long)c);
        var frontOf = JoinColumns(parent, counts, out fronts);

        // Joined columns move behind each other.
        firsts = new int[fronts + 1];
        foreach (var f in frontOf)
            firsts[f + 1]++;
        for (var f = 0; f < fronts; f++)
            firsts[f + 1] += firsts[f];
        var next = firsts.AsSpan(0, fronts).ToArray();
        var moved = new int[n];
        for (var k = 0; k < n; k++)
            moved[k] = next[frontOf[k]]++;
        (this.entryStarts, this.entryRows, this.entryPlaces, this.mirrorPlaces) = Renumber(this.entryStarts, this.entryRows, this.entryPlaces, this.mirrorPlaces, moved);
        for (var k = 0; k < n; k++)
            number[k] = moved[number[k]];
        this.diagonalPlaces = new int[n];
        for (var k = 0; k < n; k++)
            this.diagonalPlaces[number[k]] = diagonalPlaces[k];
        (boundaryStarts, boundary, childCounts) = FindBoundaries();
        position = new int[n];
        (excess, roots, x) = (new double[n], new double[n], new double[n]);
    }

    /// <summary>Entries of L with its diagonal, without those that joining fronts added.</summary>
    public long EntryCount { get; }

    /// <summary>Null where the pattern of the block is not symmetric with a whole diagonal.</summary>
    /// <param name="starts">Of the whole matrix, column by column.</param>
    /// <param name="rows">Rows of the block have numbers from <paramref name="first"/>.</param>
    public static ConductanceFactors? Analyze(int first, int end, int[] starts, int[] rows)
    {
        var n = end - first;
        var diagonal = new int[n];
        Array.Fill(diagonal, None);
        // Entries row by row: the mirror images of those of a column.
        var rowStarts = new int[n + 1];
        for (var p = starts[first]; p < starts[end]; p++)
            rowStarts[rows[p] - first + 1]++;
        for (var i = 0; i < n; i++)
            rowStarts[i + 1] += rowStarts[i];
        var next = rowStarts.AsSpan(0, n).ToArray();
        var (columnOf, placeOf) = (new int[rowStarts[n]], new int[rowStarts[n]]);
        for (var k = 0; k < n; k++)
        {
            for (var p = starts[first + k]; p < starts[first + k + 1]; p++)
            {
                var row = rows[p] - first;
                (columnOf[next[row]], placeOf[next[row]++]) = (k, p);
                if (row == k)
                    diagonal[k] = p;
            }
        }

        var lower = (rowStarts[n] - n) / 2;
        var (entryStarts, entryRows, places, mirrors) = (new int[n + 1], new int[Math.Max(lower, 0)], new int[Math.Max(lower, 0)], new int[Math.Max(lower, 0)]);
        var mirrorOf = new int[n];
        var seenBy = new int[n];
        Array.Fill(seenBy, None);
        var count = 0;
        for (var k = 0; k < n; k++)
        {
            if (diagonal[k] == None || rowStarts[k + 1] - rowStarts[k] != starts[first + k + 1] - starts[first + k])
                return null;
            for (var p = rowStarts[k]; p < rowStarts[k + 1]; p++)
                (seenBy[columnOf[p]], mirrorOf[columnOf[p]]) = (k, placeOf[p]);
            for (var p = starts[first + k]; p < starts[first + k + 1]; p++)
            {
                var row = rows[p] - first;
                if (seenBy[row] != k)
                    return null;
                if (row <= k)
                    continue;
                if (count == lower)
                    return null;
                (entryRows[count], places[count], mirrors[count++]) = (row, p, mirrorOf[row]);
            }

            entryStarts[k + 1] = count;
        }

        return new ConductanceFactors(entryStarts, entryRows, places, mirrors, diagonal);
    }

    /// <summary>The first later unknown that each is tied to once those before are taken out (Liu, 1986).</summary>
    private static int[] EliminationTree(int[] starts, int[] rows)
    {
        var n = starts.Length - 1;
        var (rowStarts, columnOf) = Transpose(starts, rows);
        var (parent, ancestor) = (new int[n], new int[n]);
        Array.Fill(parent, None);
        Array.Fill(ancestor, None);
        for (var k = 0; k < n; k++)
        {
            for (var p = rowStarts[k]; p < rowStarts[k + 1]; p++)
            {
                for (var i = columnOf[p]; i != k;)
                {
                    var following = ancestor[i];
                    ancestor[i] = k;
                    if (following == None)
                    {
                        parent[i] = k;
                        break;
                    }

                    i = following;
                }
            }
        }

        return parent;
    }

    private static (int[] Starts, int[] Columns) Transpose(int[] starts, int[] rows)
    {
        var n = starts.Length - 1;
        var rowStarts = new int[n + 1];
        for (var p = 0; p < starts[n]; p++)
            rowStarts[rows[p] + 1]++;
        for (var i = 0; i < n; i++)
            rowStarts[i + 1] += rowStarts[i];
        var next = rowStarts.AsSpan(0, n).ToArray();
        var columnOf = new int[starts[n]];
        for (var k = 0; k < n; k++)
        {
            for (var p = starts[k]; p < starts[k + 1]; p++)
                columnOf[next[rows[p]]++] = k;
        }

        return (rowStarts, columnOf);
    }

    /// <summary>A number for each unknown of a forest: children before parents, each subtree without a gap.</summary>
    private static int[] Postorder(int[] parent)
    {
        var n = parent.Length;
        var (head, next, path, number) = (new int[n], new int[n], new int[n], new int[n]);
        Array.Fill(head, None);
        for (var k = n - 1; k >= 0; k--)
        {
            if (parent[k] != None)
                (next[k], head[parent[k]]) = (head[parent[k]], k);
        }

        var count = 0;
        for (var root = 0; root < n; root++)
        {
            if (parent[root] != None)
                continue;
            var depth = 0;
            path[0] = root;
            while (depth >= 0)
            {
                var child = head[path[depth]];
                if (child == None)
                {
                    number[path[depth--]] = count++;
                    continue;
                }

                head[path[depth]] = next[child];
                path[++depth] = child;
            }
        }

        return number;
    }

    /// <summary>Entries below the diagonal under new numbers; the two places of one that changes sides change, too.</summary>
    private static (int[] Starts, int[] Rows, int[] Places, int[] Mirrors) Renumber(int[] starts, int[] rows, int[] places, int[] mirrors, int[] number)
    {
        var n = starts.Length - 1;
        var newStarts = new int[n + 1];
        for (var k = 0; k < n; k++)
        {
            for (var p = starts[k]; p < starts[k + 1]; p++)
                newStarts[Math.Min(number[k], number[rows[p]]) + 1]++;
        }

        for (var k = 0; k < n; k++)
            newStarts[k + 1] += newStarts[k];
        var next = newStarts.AsSpan(0, n).ToArray();
        var (newRows, newPlaces, newMirrors) = (new int[rows.Length], new int[rows.Length], new int[rows.Length]);
        for (var k = 0; k < n; k++)
        {
            for (var p = starts[k]; p < starts[k + 1]; p++)
            {
                var (column, row) = (number[k], number[rows[p]]);
                var isBelow = row > column;
                var target = next[isBelow ? column : row]++;
                (newRows[target], newPlaces[target], newMirrors[target]) = isBelow ? (row, places[p], mirrors[p]) : (column, mirrors[p], places[p]);
            }
        }

        return (newStarts, newRows, newPlaces, newMirrors);
    }

    /// <summary>Entries of each column of L with its diagonal, of a tree in postorder.</summary>
    private static int[] ColumnCounts(int[] starts, int[] rows, int[] parent)
    {
        var n = parent.Length;
        var (count, firstDescendant, firstOfLeaf, lastLeaf, ancestor) = (new int[n], new int[n], new int[n], new int[n], new int[n]);
        Array.Fill(firstOfLeaf, None);
        Array.Fill(lastLeaf, None);
        for (var k = 0; k < n; k++)
            (firstDescendant[k], ancestor[k]) = (k, k);
        for (var k = 0; k < n; k++)
        {
            count[k] += firstDescendant[k] == k ? 1 : 0;
            if (parent[k] != None)
            {
                firstDescendant[parent[k]] = Math.Min(firstDescendant[parent[k]], firstDescendant[k]);
                count[parent[k]]--;
            }

            for (var p = starts[k]; p < starts[k + 1]; p++)
            {
                var row = rows[p];
                // Unless another leaf of the row's subtree lies below k, k is one.
                if (firstDescendant[k] <= firstOfLeaf[row])
                    continue;
                firstOfLeaf[row] = firstDescendant[k];
                count[k]++;
                if (lastLeaf[row] != None)
                    count[Root(lastLeaf[row])]--;
                lastLeaf[row] = k;
            }

            if (parent[k] != None)
                ancestor[k] = parent[k];
        }

        for (var k = 0; k < n; k++)
        {
            if (parent[k] != None)
                count[parent[k]] += count[k];
        }

        return count;

        int Root(int k)
        {
            var root = k;
            while (ancestor[root] != root)
                root = ancestor[root];
            while (ancestor[k] != root)
                (k, ancestor[k]) = (ancestor[k], root);
            return root;
        }
    }

    /// <summary>The front of each column: chains of one pattern, and children whose columns cost little more in their parent.</summary>
    private static int[] JoinColumns(int[] parent, int[] counts, out int fronts)
    {
        var n = parent.Length;
        var frontOf = new int[n];
        // Of each chain: its last column, its own columns, the rows of the first, and zeros among its entries.
        var (last, own, size, zeros) = (new int[n], new int[n], new int[n], new long[n]);
        var chains = 0;
        for (var k = 0; k < n; k++)
        {
            if (!(k > 0 && parent[k - 1] == k && counts[k - 1] == counts[k] + 1))
                size[chains++] = counts[k];
            (last[chains - 1], frontOf[k]) = (k, chains - 1);
            own[chains - 1]++;
        }

        var into = new int[chains];
        for (var f = 0; f < chains; f++)
        {
            into[f] = f;
            if (parent[last[f]] == None)
                continue;
            var p = frontOf[parent[last[f]]];
            var (allOwn, allSize) = (own[f] + own[p], own[f] + size[p]);
            var allZeros = zeros[f] + zeros[p] + (long)own[f] * (allSize - size[f]);
            var share = allZeros / ((double)allOwn * allSize - 0.5 * allOwn * (allOwn - 1));
            if (!(allOwn <= 4 || (allOwn <= 16 && share < 0.6) || (allOwn <= 48 && share < 0.1) || share < 0.04))
                continue;
            into[f] = p;
            (own[p], size[p], zeros[p]) = (allOwn, allSize, allZeros);
        }

        // Parents have higher numbers: from the last down, each learns where its parent ended.
        fronts = 0;
        var numbers = new int[chains];
        for (var f = 0; f < chains; f++)
            numbers[f] = into[f] == f ? fronts++ : None;
        for (var f = chains - 1; f >= 0; f--)
            numbers[f] = into[f] == f ? numbers[f] : numbers[into[f]];
        for (var k = 0; k < n; k++)
            frontOf[k] = numbers[frontOf[k]];
        return frontOf;
    }

    /// <summary>The later unknowns of each front, ascending, and how many children it has: they are the last fronts on the stack.</summary>
    private (int[] Starts, int[] Rows, int[] ChildCounts) FindBoundaries()
    {
        var (starts, children) = (new int[fronts + 1], new int[fronts]);
        var rows = new int[Math.Max(2 * n, 16)];
        var frontOf = new int[n];
        for (var f = 0; f < fronts; f++)
            Array.Fill(frontOf, f, firsts[f], firsts[f + 1] - firsts[f]);
        var seenBy = new int[n];
        Array.Fill(seenBy, None);
        var waiting = new int[fronts];
        var (count, depth) = (0, 0);
        for (var f = 0; f < fronts; f++)
        {
            var end = firsts[f + 1];
            var first = count;
            for (var p = entryStarts[firsts[f]]; p < entryStarts[end]; p++)
                Add(entryRows[p]);
            while (depth > 0 && starts[waiting[depth - 1]] < starts[waiting[depth - 1] + 1] && frontOf[rows[starts[waiting[depth - 1]]]] == f)
            {
                var child = waiting[--depth];
                children[f]++;
                for (var p = starts[child]; p < starts[child + 1]; p++)
                    Add(rows[p]);
            }

            rows.AsSpan(first, count - first).Sort();
            starts[f + 1] = count;
            waiting[depth++] = f;

            void Add(int row)
            {
                if (row < end || seenBy[row] == f)
                    return;
                seenBy[row] = f;
                if (count == rows.Length)
                    Array.Resize(ref rows, 2 * rows.Length);
                rows[count++] = row;
            }
        }

        return (starts, rows, children);
    }

    private int SizeOf(int f) => firsts[f + 1] - firsts[f] + boundaryStarts[f + 1] - boundaryStarts[f] + 1;

    /// <summary>Whole eights.</summary>
    private static int Padded(int size) => (size + Lanes - 1) & -Lanes;

    /// <summary>Rows of the mesh that a front leaves, with ground.</summary>
    private int RestOf(int f) => boundaryStarts[f + 1] - boundaryStarts[f] + 1;

    private void Allocate()
    {
        long frontLength = 0, stackLength = 0, top = 0, columnLength = 0, largest = 0;
        var waiting = new long[fronts];
        var depth = 0;
        for (var f = 0; f < fronts; f++)
        {
            var stride = Padded(SizeOf(f));
            largest = Math.Max(largest, stride);
            frontLength = Math.Max(frontLength, (long)StrideOf(f) * SizeOf(f));
            columnLength += (long)stride * (firsts[f + 1] - firsts[f]);
            for (var c = 0; c < childCounts[f]; c++)
                top -= waiting[--depth];
            var rest = (long)RestOf(f) * RestOf(f);
            waiting[depth++] = rest;
            top += rest;
            stackLength = Math.Max(stackLength, top);
        }

        front = PinnedBuffer.BesideMuch(frontLength + Lanes);
        stack = PinnedBuffer.BesideMuch(stackLength);
        columns = PinnedBuffer.BesideMuch(columnLength);
        gathered = new PinnedBuffer(largest);
    }

    /// <summary>From one column of a front to the next: whole eights, and no power of two where there are many.</summary>
    private int StrideOf(int f)
    {
        var padded = Padded(SizeOf(f));
        return padded % 64 == 0 ? padded + Lanes : padded;
    }

    /// <summary>Whether the values are those of a network of conductances; then they are factored.</summary>
    /// <param name="values">Place by place.</param>
    public bool Factor(ReadOnlySpan<double> values)
    {
        for (var k = 0; k < n; k++)
            excess[k] = values[diagonalPlaces[k]];
        for (var k = 0; k < n; k++)
        {
            for (var p = entryStarts[k]; p < entryStarts[k + 1]; p++)
            {
                var value = values[entryPlaces[p]];
                if (!(value <= 0 && value == values[mirrorPlaces[p]]))
                    return false;
                excess[k] += value;
                excess[entryRows[p]] += value;
            }
        }

        for (var k = 0; k < n; k++)
        {
            var diagonal = values[diagonalPlaces[k]];
            if (!(diagonal > 0 && diagonal <= double.MaxValue && excess[k] >= -Rounding * diagonal))
                return false;
            excess[k] = Math.Max(0, excess[k]);
        }

        if (front is null)
            Allocate();
        if (Lanes512.IsSupported)
            Eliminate<Lanes512>(values);
        else if (Lanes256.IsSupported)
            Eliminate<Lanes256>(values);
        else
            Eliminate<ScalarLanes>(values);
        for (var k = 0; k < n; k++)
        {
            if (!(roots[k] > 0 && roots[k] * roots[k] * SmallestPivot * values[diagonalPlaces[k]] < 1))
                return false;
        }

        return true;
    }

    private void Eliminate<T>(ReadOnlySpan<double> values)
        where T : unmanaged, ILanes<T>
    {
        double* top = stack!.Pointer, kept = columns!.Pointer, matrix = front!.Pointer;
        var waiting = new int[fronts];
        var depth = 0;
        for (var f = 0; f < fronts; f++)
        {
            var (first, own, size, stride, padded) = (firsts[f], firsts[f + 1] - firsts[f], SizeOf(f), StrideOf(f), Padded(SizeOf(f)));
            new Span<double>(matrix, stride * size).Clear();
            for (var k = 0; k < own; k++)
                position[first + k] = k;
            for (var p = boundaryStarts[f]; p < boundaryStarts[f + 1]; p++)
                position[boundary[p]] = own + p - boundaryStarts[f];
            for (var k = 0; k < own; k++)
            {
                var column = matrix + (long)k * stride;
                for (var p = entryStarts[first + k]; p < entryStarts[first + k + 1]; p++)
                    column[position[entryRows[p]]] = -values[entryPlaces[p]];
                column[size - 1] = excess[first + k];
            }

            for (var c = 0; c < childCounts[f]; c++)
            {
                var child = waiting[--depth];
                var rest = RestOf(child);
                top -= (long)rest * rest;
                AddMesh(matrix, stride, size, child, top);
            }

            DenseStarMesh<T>.Eliminate(matrix, stride, size, own);
            for (var k = 0; k < own; k++, kept += padded)
            {
                // Without what lies above the diagonal, and without ground, whose voltage is zero.
                var column = matrix + (long)k * stride;
                roots[first + k] = column[k];
                new Span<double>(kept, k + 1).Clear();
                new Span<double>(column + k + 1, size - k - 2).CopyTo(new Span<double>(kept + k + 1, size - k - 2));
                new Span<double>(kept + size - 1, padded - size + 1).Clear();
            }

            var left = size - own;
            for (var k = 0; k < left; k++, top += left)
                new Span<double>(matrix + (long)(own + k) * stride + own + k, left - k).CopyTo(new Span<double>(top + k, left - k));
            waiting[depth++] = f;
        }

        GC.KeepAlive(this);
    }

    private void AddMesh(double* matrix, int stride, int size, int child, double* mesh)
    {
        var rows = boundary.AsSpan(boundaryStarts[child], boundaryStarts[child + 1] - boundaryStarts[child]);
        Span<int> places = rows.Length <= 256 ? stackalloc int[rows.Length] : new int[rows.Length];
        for (var r = 0; r < rows.Length; r++)
            places[r] = position[rows[r]];
        for (var c = 0; c < places.Length; c++, mesh += places.Length + 1)
        {
            var target = matrix + (long)places[c] * stride;
            for (var r = c + 1; r < places.Length; r++)
                target[places[r]] += mesh[r];
            target[size - 1] += mesh[places.Length];
        }
    }

    /// <summary>Solves with the factors in place.</summary>
    /// <param name="b">[n], by position in the block.</param>
    public void Solve(Span<double> b)
    {
        for (var k = 0; k < n; k++)
            x[number[k]] = b[k];
        if (Lanes512.IsSupported)
            Solve<Lanes512>();
        else if (Lanes256.IsSupported)
            Solve<Lanes256>();
        else
            Solve<ScalarLanes>();
        for (var k = 0; k < n; k++)
            b[k] = x[number[k]];
    }

    private void Solve<T>()
        where T : unmanaged, ILanes<T>
    {
        double* l = columns!.Pointer, w = gathered!.Pointer;
        for (var f = 0; f < fronts; f++)
        {
            var (first, own, padded) = (firsts[f], firsts[f + 1] - firsts[f], Padded(SizeOf(f)));
            Gather(f, w, padded);
            for (var k = 0; k < own; k++, l += padded)
            {
                var y = w[k] *= roots[first + k];
                var factor = T.Broadcast(y);
                for (var r = k & -Lanes; r < padded; r += Lanes)
                    T.FusedMultiplyAdd(factor, T.Load(l + r), T.Load(w + r)).Store(w + r);
            }

            for (var k = 0; k < own; k++)
                x[first + k] = w[k];
            for (var p = boundaryStarts[f]; p < boundaryStarts[f + 1]; p++)
                x[boundary[p]] = w[own + p - boundaryStarts[f]];
        }

        for (var f = fronts - 1; f >= 0; f--)
        {
            var (first, own, padded) = (firsts[f], firsts[f + 1] - firsts[f], Padded(SizeOf(f)));
            Gather(f, w, padded);
            for (var k = own - 1; k >= 0; k--)
            {
                l -= padded;
                var sum = T.Broadcast(0);
                for (var r = k & -Lanes; r < padded; r += Lanes)
                    sum = T.FusedMultiplyAdd(T.Load(l + r), T.Load(w + r), sum);
                x[first + k] = w[k] = (w[k] + T.Sum(sum)) * roots[first + k];
            }
        }

        GC.KeepAlive(this);
    }

    private void Gather(int f, double* w, int padded)
    {
        var (first, own) = (firsts[f], firsts[f + 1] - firsts[f]);
        for (var k = 0; k < own; k++)
            w[k] = x[first + k];
        var count = own;
        for (var p = boundaryStarts[f]; p < boundaryStarts[f + 1]; p++)
            w[count++] = x[boundary[p]];
        for (; count < padded; count++)
            w[count] = 0;
    }
}

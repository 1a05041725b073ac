namespace CircuitSim.Numerics;

/// <summary>
/// Approximate minimum degree ordering (Amestoy, Davis, Duff, SIAM J. Matrix Anal. Appl. 17(4), 1996).
/// <para>
/// Elimination is played on the quotient graph: a variable's list holds first the elements (cliques left by earlier
/// pivots) and then the variables that it touches, so that no clique is ever written out and the graph never grows.
/// Variables with equal lists are merged (supervariables), variables that touch nothing but the new element go with
/// the pivot (mass elimination), and elements inside the new one vanish in it. Degrees are upper bounds:
/// d_i = |A_i \ i| + |L_p \ i| + Σ_e |L_e \ L_p|, where the last terms are counted once for all i of the pivot's element.
/// </para>
/// </summary>
public sealed class ApproximateMinimumDegree : IFillReducingOrdering
{
    public int[] Order(AdjacencyGraph graph, out long lowerEntries)
    {
        var quotient = new QuotientGraph(graph);
        var order = quotient.Eliminate();
        lowerEntries = quotient.LowerEntries;
        return order;
    }

    private sealed class QuotientGraph
    {
        private const int None = -1;

        private readonly int n;

        /// <summary>Pool of all lists; list i is <c>pool[start[i] … start[i] + length[i] − 1]</c>.</summary>
        private readonly int[] pool;
        private readonly int[] start;
        private readonly int[] length;
        private int free;

        /// <summary>How many of a variable's list entries are elements; they stand first.</summary>
        private readonly int[] elementCount;
        private readonly bool[] isElement;

        /// <summary>Unknowns in a supervariable or pivot; 0 for one that is gone, negative while it is in the new element.</summary>
        private readonly int[] weight;

        /// <summary>External degree of a variable (an upper bound), size of an element.</summary>
        private readonly int[] degree;

        /// <summary>Who took a variable or an element in: the assembly tree.</summary>
        private readonly int[] parent;

        private readonly int[] mark;
        private int stamp = 1;

        // Variables by degree, doubly linked. While a variable is in the new element, next and previous
        // serve its hash bucket: the link and the hash.
        private readonly int[] head;
        private readonly int[] next;
        private readonly int[] previous;
        private readonly int[] bucket;
        private int leastDegree;

        private int eliminated;

        /// <summary>Entries of L below the diagonal, so far; those of dense variables are not among them.</summary>
        public long LowerEntries { get; private set; }

        public QuotientGraph(AdjacencyGraph graph)
        {
            n = graph.VertexCount;
            // A new element is never larger than the lists that it replaces, so n places beyond the graph suffice
            // once the pool is compacted; a little more makes compactions rare.
            pool = new int[graph.NeighbourCount + graph.NeighbourCount / 4 + n + 1];
            start = new int[n];
            length = new int[n];
            elementCount = new int[n];
            isElement = new bool[n];
            weight = new int[n];
            degree = new int[n];
            parent = new int[n];
            mark = new int[n];
            head = new int[n + 1];
            next = new int[n];
            previous = new int[n];
            bucket = new int[n];
            Array.Fill(weight, 1);
            Array.Fill(parent, None);
            Array.Fill(head, None);
            Array.Fill(bucket, None);
            for (var i = 0; i < n; i++)
            {
                var neighbours = graph.NeighboursOf(i);
                start[i] = free;
                length[i] = degree[i] = neighbours.Length;
                neighbours.CopyTo(pool.AsSpan(free));
                free += neighbours.Length;
            }
        }

        public int[] Eliminate()
        {
            var dense = SetDenseVariablesAside();
            for (var i = 0; i < n; i++)
            {
                if (weight[i] > 0)
                    InsertByDegree(i);
            }

            while (eliminated < n - dense.Count)
            {
                var pivot = TakeLeastDegree();
                BuildElement(pivot);
                CountOutsideSizes(pivot);
                UpdateLists(pivot);
                MergeEqualVariables(pivot);
                CloseElement(pivot);
            }

            return Postorder(dense);
        }

        /// <summary>A row that touches almost everything (a supply rail) would be in every element: it is ordered last, and the others do not see it.</summary>
        private List<int> SetDenseVariablesAside()
        {
            var limit = Math.Max(16, 10 * Math.Sqrt(n));
            var dense = new List<int>();
            for (var i = 0; i < n; i++)
            {
                if (degree[i] <= limit)
                    continue;
                dense.Add(i);
                weight[i] = 0;
                length[i] = 0;
            }

            dense.Sort((a, b) => degree[a] != degree[b] ? degree[a].CompareTo(degree[b]) : a.CompareTo(b));
            return dense;
        }

        private int TakeLeastDegree()
        {
            while (head[leastDegree] == None)
                leastDegree++;
            var pivot = head[leastDegree];
            RemoveByDegree(pivot);
            return pivot;
        }

        /// <summary>L_p = (A_p ∪ ⋃ L_e) \ p: the union of the pivot's variables and of its elements, which it absorbs.</summary>
        private void BuildElement(int pivot)
        {
            var pivotWeight = weight[pivot];
            eliminated += pivotWeight;
            weight[pivot] = -pivotWeight;
            var elements = elementCount[pivot];
            if (elements > 0)
            {
                var bound = (long)length[pivot] - elements;
                for (var p = start[pivot]; p < start[pivot] + elements; p++)
                    bound += length[pool[p]];
                if (free + Math.Min(bound, n) > pool.Length)
                    Compact();
            }

            // Without elements the list shrinks in place; otherwise the element is written behind all lists.
            var list = start[pivot];
            var listEnd = list + length[pivot];
            var target = elements == 0 ? list : free;
            var first = target;
            var size = 0;
            for (var p = list; p < list + elements; p++)
            {
                var e = pool[p];
                for (var q = start[e]; q < start[e] + length[e]; q++)
                    target = Collect(pool[q], target, ref size);
                parent[e] = pivot;
                length[e] = 0;
                mark[e] = 0;
            }

            for (var p = list + elements; p < listEnd; p++)
                target = Collect(pool[p], target, ref size);
            if (elements > 0)
                free = target;
            start[pivot] = first;
            length[pivot] = target - first;
            degree[pivot] = size;
            isElement[pivot] = true;
        }

        private int Collect(int variable, int target, ref int size)
        {
            var w = weight[variable];
            if (w <= 0)
                return target;
            size += w;
            weight[variable] = -w;
            RemoveByDegree(variable);
            pool[target] = variable;
            return target + 1;
        }

        /// <summary>Leaves mark[e] − stamp = |L_e \ L_p| for every element that touches the new one.</summary>
        private void CountOutsideSizes(int pivot)
        {
            if (stamp > int.MaxValue - 3L * n - 3)
            {
                for (var e = 0; e < n; e++)
                    mark[e] = mark[e] != 0 ? 1 : 0;
                stamp = 2;
            }

            for (var p = start[pivot]; p < start[pivot] + length[pivot]; p++)
            {
                var i = pool[p];
                var w = -weight[i];
                for (var q = start[i]; q < start[i] + elementCount[i]; q++)
                {
                    var e = pool[q];
                    if (mark[e] >= stamp)
                        mark[e] -= w;
                    else if (mark[e] != 0)
                        mark[e] = degree[e] + stamp - w;
                }
            }
        }

        /// <summary>Replaces absorbed elements by the new one in every list, bounds the degrees, and hashes the lists.</summary>
        private void UpdateLists(int pivot)
        {
            for (var p = start[pivot]; p < start[pivot] + length[pivot]; p++)
            {
                var i = pool[p];
                var first = start[i];
                var end = first + length[i];
                var variables = first + elementCount[i];
                var kept = first;
                var bound = 0;
                var hash = 0u;
                for (var q = first; q < variables; q++)
                {
                    var e = pool[q];
                    if (mark[e] == 0)
                        continue;
                    var outside = mark[e] - stamp;
                    if (outside > 0)
                    {
                        bound += outside;
                        hash += (uint)e;
                        pool[kept++] = e;
                    }
                    else
                    {
                        // Aggressive absorption: L_e lies wholly in L_p.
                        parent[e] = pivot;
                        length[e] = 0;
                        mark[e] = 0;
                    }
                }

                var keptElements = kept - first;
                for (var q = variables; q < end; q++)
                {
                    var j = pool[q];
                    if (weight[j] <= 0)
                        continue;
                    bound += weight[j];
                    hash += (uint)j;
                    pool[kept++] = j;
                }

                if (kept == first)
                {
                    EliminateWith(pivot, i);
                    continue;
                }

                // The pivot was in this list itself or through an element of its own that has just gone, so there is room.
                pool[kept] = pool[first + keptElements];
                pool[first + keptElements] = pool[first];
                pool[first] = pivot;
                length[i] = kept - first + 1;
                elementCount[i] = keptElements + 1;
                degree[i] = Math.Min(degree[i], bound);
                hash %= (uint)n;
                next[i] = bucket[hash];
                bucket[hash] = i;
                previous[i] = (int)hash;
            }
        }

        /// <summary>A variable that touches nothing outside the new element can be eliminated with its pivot at no cost.</summary>
        private void EliminateWith(int pivot, int variable)
        {
            var w = -weight[variable];
            parent[variable] = pivot;
            weight[variable] = 0;
            length[variable] = 0;
            weight[pivot] -= w;
            degree[pivot] -= w;
            eliminated += w;
        }

        /// <summary>Variables with the same elements and variables stay the same for ever: one of them stands for all.</summary>
        private void MergeEqualVariables(int pivot)
        {
            stamp += n + 1;
            for (var p = start[pivot]; p < start[pivot] + length[pivot]; p++)
            {
                if (weight[pool[p]] == 0)
                    continue;
                var i = bucket[previous[pool[p]]];
                bucket[previous[pool[p]]] = None;
                for (; i != None && next[i] != None; i = next[i])
                {
                    for (var q = start[i]; q < start[i] + length[i]; q++)
                        MarkEntry(pool[q]);
                    var last = i;
                    for (var j = next[i]; j != None; j = next[j])
                    {
                        if (length[j] == length[i] && elementCount[j] == elementCount[i] && AllMarked(j))
                        {
                            parent[j] = i;
                            weight[i] += weight[j];
                            weight[j] = 0;
                            length[j] = 0;
                            next[last] = next[j];
                        }
                        else
                        {
                            last = j;
                        }
                    }

                    stamp++;
                }
            }
        }

        // Marks of elements that are gone are 0 and stay 0; no list holds such an element here.
        private void MarkEntry(int entry) => mark[entry] = stamp;

        private bool AllMarked(int variable)
        {
            for (var q = start[variable]; q < start[variable] + length[variable]; q++)
            {
                if (mark[pool[q]] != stamp)
                    return false;
            }

            return true;
        }

        /// <summary>Drops what was merged from the element, and gives the rest their degrees: d_i = bound + |L_p \ i|.</summary>
        private void CloseElement(int pivot)
        {
            var kept = start[pivot];
            var atEnd = start[pivot] + length[pivot] == free;
            for (var p = start[pivot]; p < start[pivot] + length[pivot]; p++)
            {
                var i = pool[p];
                var w = -weight[i];
                if (w <= 0)
                    continue;
                weight[i] = w;
                degree[i] = Math.Max(0, Math.Min(degree[i] + degree[pivot] - w, n - eliminated - w));
                InsertByDegree(i);
                pool[kept++] = i;
            }

            weight[pivot] = -weight[pivot];
            LowerEntries += (long)weight[pivot] * degree[pivot] + (long)weight[pivot] * (weight[pivot] - 1) / 2;
            length[pivot] = kept - start[pivot];
            mark[pivot] = length[pivot] == 0 ? 0 : 1;
            if (atEnd)
                free = kept;
        }

        private void InsertByDegree(int variable)
        {
            var d = degree[variable];
            var old = head[d];
            next[variable] = old;
            previous[variable] = None;
            if (old != None)
                previous[old] = variable;
            head[d] = variable;
            leastDegree = Math.Min(leastDegree, d);
        }

        private void RemoveByDegree(int variable)
        {
            var after = next[variable];
            var before = previous[variable];
            if (after != None)
                previous[after] = before;
            if (before != None)
                next[before] = after;
            else
                head[degree[variable]] = after;
        }

        /// <summary>Moves all lists to the front of the pool, in their present order.</summary>
        private void Compact()
        {
            // The first entry of each list makes room for the name of its owner.
            for (var i = 0; i < n; i++)
            {
                if (length[i] == 0)
                    continue;
                (pool[start[i]], start[i]) = (~i, pool[start[i]]);
            }

            var end = free;
            free = 0;
            for (var p = 0; p < end;)
            {
                if (pool[p] >= 0)
                {
                    p++;
                    continue;
                }

                var i = ~pool[p];
                pool[free] = start[i];
                start[i] = free;
                for (var q = 1; q < length[i]; q++)
                    pool[free + q] = pool[p + q];
                free += length[i];
                p += length[i];
            }
        }

        /// <summary>
        /// Children before parents, and below one pivot its elements before the variables that went with it: the
        /// variables were eliminated together with the pivot, after all that it absorbed.
        /// </summary>
        private int[] Postorder(List<int> dense)
        {
            Array.Fill(head, None);
            // Children are pushed to the front, so what shall come first is pushed last.
            for (var pass = 0; pass < 2; pass++)
            {
                for (var i = n - 1; i >= 0; i--)
                {
                    if (parent[i] == None || isElement[i] != (pass == 1))
                        continue;
                    next[i] = head[parent[i]];
                    head[parent[i]] = i;
                }
            }

            var order = new int[n];
            var count = 0;
            var path = new int[n];
            for (var root = 0; root < n; root++)
            {
                if (parent[root] != None || !isElement[root])
                    continue;
                var depth = 0;
                path[0] = root;
                while (depth >= 0)
                {
                    var child = head[path[depth]];
                    if (child != None)
                    {
                        head[path[depth]] = next[child];
                        path[++depth] = child;
                    }
                    else
                    {
                        order[count++] = path[depth--];
                    }
                }
            }

            foreach (var i in dense)
                order[count++] = i;
            return order;
        }
    }
}

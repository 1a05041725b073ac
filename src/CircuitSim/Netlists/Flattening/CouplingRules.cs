using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Flattening;

/// <summary>
/// What couplings of inductors must obey together. The energy ½ iᵀ L i of inductors is never negative, whatever their
/// currents are; scaled by √L, the matrix with ones on its diagonal and the couplings k beside it has no negative eigenvalue.
/// </summary>
internal static class CouplingRules
{
    /// <summary>Most inductors that are coupled with one another, be it through others: their matrix is full.</summary>
    private const int MostCoupled = 1000;

    /// <summary>Per row: smaller numbers are rounding, such as a coupling of 1 leaves behind.</summary>
    private const double Rounding = 1e-12;

    /// <exception cref="NetlistException">Something that is no inductor, a pair that is coupled twice, or couplings that cannot be at once.</exception>
    public static void Check(FlatNetlist flat)
    {
        var couplings = flat.Elements.OfType<CoupledInductors>().ToList();
        if (couplings.Count == 0)
            return;
        var inductors = flat.Elements.OfType<Inductor>().Select(l => l.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var coupling in couplings)
            CheckNames(coupling, inductors);
        foreach (var group in Groups(couplings))
            CheckTogether(group);
    }

    private static void CheckNames(CoupledInductors k, HashSet<string> inductors)
    {
        if (k.Inductors.Count < 2)
            throw NetlistException.At(k.Place, $"{k.Name} names fewer than two inductors; give those that share flux.");
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var inductor in k.Inductors)
        {
            if (!inductors.Contains(inductor))
                throw NetlistException.At(k.Place, $"{k.Name} couples {inductor}, which is no inductor of the circuit; check its name.");
            if (!named.Add(inductor))
                throw NetlistException.At(k.Place, $"{k.Name} couples {inductor} with itself; name each inductor once.");
        }
    }

    /// <summary>Couplings that have inductors in common, directly or through others.</summary>
    private static IEnumerable<List<CoupledInductors>> Groups(List<CoupledInductors> couplings)
    {
        var parents = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var coupling in couplings)
        {
            var root = Root(coupling.Inductors[0]);
            foreach (var inductor in coupling.Inductors)
                parents[Root(inductor)] = root;
        }

        return couplings.GroupBy(k => Root(k.Inductors[0]), StringComparer.OrdinalIgnoreCase).Select(g => g.ToList());

        string Root(string inductor)
        {
            while (parents.TryGetValue(inductor, out var parent) && !parent.Equals(inductor, StringComparison.OrdinalIgnoreCase))
            {
                // Path halving.
                var next = parents[parent];
                parents[inductor] = next;
                inductor = next;
            }

            return inductor;
        }
    }

    private static void CheckTogether(List<CoupledInductors> group)
    {
        var names = group.SelectMany(k => k.Inductors).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count > MostCoupled)
            throw NetlistException.At(group[0].Place, $"{group[0].Name}: {names.Count} inductors share flux with one another; {MostCoupled} are allowed.");
        var index = names.Select((name, k) => (name, k)).ToDictionary(p => p.name, p => p.k, StringComparer.OrdinalIgnoreCase);
        var matrix = new double[names.Count, names.Count];
        for (var k = 0; k < names.Count; k++)
            matrix[k, k] = 1;
        foreach (var coupling in group)
        {
            foreach (var (first, second) in coupling.Pairs)
            {
                var (i, j) = (index[first], index[second]);
                if (matrix[i, j] != 0)
                    throw NetlistException.At(coupling.Place, $"{coupling.Name} couples {first} and {second}, which another K couples, too; leave one of the two out.");
                matrix[i, j] = matrix[j, i] = coupling.Coupling.Number;
            }
        }

        if (!IsPositiveSemidefinite(matrix))
        {
            throw NetlistException.At(group[0].Place,
                $"{group[0].Name}: {string.Join(", ", names.Take(9))} cannot be coupled like this: some currents would store less than no energy "
                + "(the matrix of the couplings is not positive semidefinite); lower them, or check their signs.");
        }
    }

    /// <summary>Symmetric elimination, the largest diagonal element first; what is left once none is above zero must be zero.</summary>
    private static bool IsPositiveSemidefinite(double[,] a)
    {
        var n = a.GetLength(0);
        var zero = n * Rounding;
        var left = Enumerable.Range(0, n).ToList();
        while (left.Count > 0)
        {
            var pivot = left.MaxBy(k => a[k, k]);
            if (a[pivot, pivot] <= zero)
                return left.All(i => left.All(j => Math.Abs(a[i, j]) <= zero));
            left.Remove(pivot);
            foreach (var i in left)
            {
                var factor = a[i, pivot] / a[pivot, pivot];
                foreach (var j in left)
                    a[i, j] -= factor * a[pivot, j];
            }
        }

        return true;
    }
}

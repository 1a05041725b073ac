namespace CircuitSim.Numerics;

/// <summary>Chooses the order in which the unknowns of a block are eliminated, so that few new entries arise.</summary>
public interface IFillReducingOrdering
{
    /// <summary>Returns a permutation: position k of the elimination is vertex <c>order[k]</c>.</summary>
    /// <param name="lowerEntries">About how many entries L gets below its diagonal; 0 if the ordering does not know.</param>
    int[] Order(AdjacencyGraph graph, out long lowerEntries);
}

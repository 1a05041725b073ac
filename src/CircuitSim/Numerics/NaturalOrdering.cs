namespace CircuitSim.Numerics;

/// <summary>The order as it is: for matrices that are banded already, and as the yardstick of the others.</summary>
public sealed class NaturalOrdering : IFillReducingOrdering
{
    public int[] Order(AdjacencyGraph graph, out long lowerEntries)
    {
        lowerEntries = 0;
        var order = new int[graph.VertexCount];
        for (var k = 0; k < order.Length; k++)
            order[k] = k;
        return order;
    }
}

using CircuitSim.Numerics;

namespace CircuitSim.Tests.Numerics;

/// <summary>The order as it is, the yardstick of the others.</summary>
internal sealed class NaturalOrdering : IFillReducingOrdering
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

using System.Collections;

namespace CircuitSim.Netlists;

/// <summary>
/// The nodes of an element. A plain array would do, but the runtime compiles its enumeration for <see cref="NodeId"/> at
/// every start, and unoptimised, while every netlist is walked through several times.
/// </summary>
public readonly struct NodeList(params NodeId[] nodes) : IReadOnlyList<NodeId>
{
    private readonly NodeId[] nodes = nodes;

    public int Count => nodes.Length;

    public NodeId this[int index] => nodes[index];

    public Enumerator GetEnumerator() => new(nodes);

    IEnumerator<NodeId> IEnumerable<NodeId>.GetEnumerator() => ((IEnumerable<NodeId>)nodes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => nodes.GetEnumerator();

    public struct Enumerator
    {
        private readonly NodeId[] nodes;
        private int next;

        internal Enumerator(NodeId[] nodes) => this.nodes = nodes;

        public readonly NodeId Current => nodes[next - 1];

        public bool MoveNext() => next++ < nodes.Length;
    }
}

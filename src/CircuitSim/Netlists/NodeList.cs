using System.Collections;

namespace CircuitSim.Netlists;

/// <summary>
/// The nodes of an element, up to four without an array. A plain array would do, but every netlist is walked through
/// several times, and the runtime compiles the enumeration of an array of <see cref="NodeId"/> at every start.
/// </summary>
public readonly struct NodeList : IReadOnlyList<NodeId>
{
    private readonly NodeId first, second, third, fourth;
    private readonly IReadOnlyList<NodeId>? many;

    public NodeList(NodeId first, NodeId second)
    {
        (this.first, this.second) = (first, second);
        Count = 2;
    }

    public NodeList(NodeId first, NodeId second, NodeId third)
    {
        (this.first, this.second, this.third) = (first, second, third);
        Count = 3;
    }

    public NodeList(NodeId first, NodeId second, NodeId third, NodeId fourth)
    {
        (this.first, this.second, this.third, this.fourth) = (first, second, third, fourth);
        Count = 4;
    }

    public NodeList(IReadOnlyList<NodeId> nodes)
    {
        many = nodes;
        Count = nodes.Count;
    }

    public int Count { get; }

    public NodeId this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return many is not null ? many[index] : index switch { 0 => first, 1 => second, 2 => third, _ => fourth };
        }
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<NodeId> IEnumerable<NodeId>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<NodeId>
    {
        private readonly NodeList nodes;
        private int next;

        internal Enumerator(in NodeList nodes) => this.nodes = nodes;

        public readonly NodeId Current => nodes[next - 1];

        readonly object IEnumerator.Current => Current;

        public bool MoveNext() => next++ < nodes.Count;

        public void Reset() => next = 0;

        public readonly void Dispose()
        {
        }
    }
}

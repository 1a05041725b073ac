namespace CircuitSim.Engine;

/// <summary>
/// Finds, before any number is computed, the two faults that leave a circuit without a unique solution: a loop of
/// voltage sources and a node without a conducting path to ground. Two union-find forests over the nodes: what
/// voltage sources join, and what anything joins. At DC an inductor is a voltage source of 0 V and a capacitor is not
/// there; while time runs both conduct.
/// </summary>
/// <param name="ground">The dummy unknown of ground; it comes after all others; nodes are 0 … nodes − 1.</param>
internal sealed class Topology(int nodes, int ground, bool isDc)
{
    private readonly Forest fixedVoltages = new(ground + 1);
    private readonly Forest connected = new(ground + 1);

    /// <summary>The first element that closed a loop of voltage sources.</summary>
    public string? LoopElement { get; private set; }

    /// <summary>Current can flow from a to b.</summary>
    public void Conduct(int a, int b) => connected.Join(a, b);

    /// <summary>Current can flow from a to b while the voltage between them changes.</summary>
    public void Store(int a, int b)
    {
        if (!isDc)
            connected.Join(a, b);
    }

    /// <summary>An inductor.</summary>
    public void Induct(int a, int b, string element)
    {
        if (isDc)
            FixVoltage(a, b, element);
        else
            connected.Join(a, b);
    }

    /// <summary>The element fixes v_a − v_b whatever current it takes.</summary>
    public void FixVoltage(int a, int b, string element)
    {
        connected.Join(a, b);
        if (!fixedVoltages.Join(a, b))
            LoopElement ??= element;
    }

    /// <summary>The first node without a path to ground, or −1.</summary>
    public int FindFloatingNode()
    {
        var reference = connected.Root(ground);
        for (var node = 0; node < nodes; node++)
        {
            if (connected.Root(node) != reference)
                return node;
        }

        return -1;
    }

    private sealed class Forest
    {
        private readonly int[] parent;

        public Forest(int count)
        {
            parent = new int[count];
            for (var i = 0; i < count; i++)
                parent[i] = i;
        }

        public int Root(int i)
        {
            while (parent[i] != i)
            {
                // Path halving.
                parent[i] = parent[parent[i]];
                i = parent[i];
            }

            return i;
        }

        /// <summary>False if the two were joined already.</summary>
        public bool Join(int a, int b)
        {
            var (rootA, rootB) = (Root(a), Root(b));
            if (rootA == rootB)
                return false;
            parent[Math.Max(rootA, rootB)] = Math.Min(rootA, rootB);
            return true;
        }
    }
}

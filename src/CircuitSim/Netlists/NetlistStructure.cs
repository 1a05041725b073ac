namespace CircuitSim.Netlists;

/// <summary>
/// The rules that a netlist keeps before any engine sees it: unique names, calls that fit a defined subcircuit,
/// memristors that name a card, no recursion, and a bounded size once every call is expanded.
/// </summary>
public static class NetlistStructure
{
    /// <summary>Most elements that the calls of a netlist may expand to; nesting multiplies, so ten lines can ask for 10¹⁰.</summary>
    public const int MostElements = 20_000_000;

    /// <summary>Checks the rules; returns the number of elements after every call is expanded.</summary>
    /// <exception cref="NetlistException">A rule is broken; the message names the element or subcircuit.</exception>
    public static int Check(Netlist netlist)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        var subcircuits = IndexByName(netlist.Subcircuits, s => s.Name, "subcircuit");
        var models = IndexByName(netlist.Models, m => m.Name, "model card");

        CheckElements(netlist.Elements, "the circuit", subcircuits, models);
        foreach (var subcircuit in netlist.Subcircuits)
        {
            CheckPorts(subcircuit);
            CheckElements(subcircuit.Elements, $"subcircuit {subcircuit.Name}", subcircuits, models);
        }

        return ExpandedSize(netlist, subcircuits);
    }

    private static Dictionary<string, T> IndexByName<T>(IEnumerable<T> items, Func<T, string> name, string kind)
    {
        var index = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            if (!index.TryAdd(name(item), item))
                throw NetlistException.Because($"{kind} {name(item)} is defined twice (case does not matter); rename one.");
        }

        return index;
    }

    private static void CheckPorts(Subcircuit subcircuit)
    {
        var ports = new HashSet<NodeId>();
        foreach (var port in subcircuit.Ports)
        {
            if (port.IsGround)
                throw NetlistException.Because($"subcircuit {subcircuit.Name} has ground as a port; ground is the same node everywhere, so leave it out.");
            if (!ports.Add(port))
                throw NetlistException.Because($"subcircuit {subcircuit.Name} names its port {port} twice; rename one.");
        }
    }

    private static void CheckElements(
        IReadOnlyList<Element> elements, string where, Dictionary<string, Subcircuit> subcircuits, Dictionary<string, ModelCard> models)
    {
        var names = new HashSet<string>(elements.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var element in elements)
        {
            if (!names.Add(element.Name))
                throw NetlistException.Because($"{where} has two elements named {element.Name} (case does not matter); rename one.");
            if (element is SubcircuitCall call)
                CheckCall(call, subcircuits);
            else if (element is Memristor memristor && !models.ContainsKey(memristor.Model))
                throw NetlistException.Because($"{memristor.Name} refers to model card {memristor.Model}, which is not there; add a .model line for it.");
        }
    }

    private static void CheckCall(SubcircuitCall call, Dictionary<string, Subcircuit> subcircuits)
    {
        if (!subcircuits.TryGetValue(call.Subcircuit, out var subcircuit))
            throw NetlistException.Because($"{call.Name} calls subcircuit {call.Subcircuit}, which is not defined; add its .subckt.");
        if (call.Connections.Count != subcircuit.Ports.Count)
        {
            throw NetlistException.Because(
                $"{call.Name} connects {call.Connections.Count} nodes to subcircuit {subcircuit.Name}, which has {subcircuit.Ports.Count} ports.");
        }
    }

    private static int ExpandedSize(Netlist netlist, Dictionary<string, Subcircuit> subcircuits)
    {
        var sizes = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in CalleesFirst(netlist, subcircuits))
            sizes[name] = SumOf(subcircuits[name].Elements, sizes, $"subcircuit {name}");
        return (int)SumOf(netlist.Elements, sizes, "the circuit");
    }

    private static long SumOf(IReadOnlyList<Element> elements, Dictionary<string, long> sizes, string where)
    {
        var sum = 0L;
        foreach (var element in elements)
        {
            sum += element is SubcircuitCall call ? sizes[call.Subcircuit] : 1;
            if (sum > MostElements)
                throw NetlistException.Because($"{where} expands to more than {MostElements} elements; reduce the nesting of its calls.");
        }

        return sum;
    }

    /// <summary>Every subcircuit after those that it calls. Iterative: a stranger's nesting may be deeper than the stack.</summary>
    private static List<string> CalleesFirst(Netlist netlist, Dictionary<string, Subcircuit> subcircuits)
    {
        var order = new List<string>(subcircuits.Count);
        var done = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var path = new Stack<(string Name, IEnumerator<SubcircuitCall> Calls)>();

        foreach (var root in netlist.Subcircuits)
        {
            Enter(root.Name);
            while (path.TryPeek(out var top))
            {
                if (top.Calls.MoveNext())
                {
                    Enter(top.Calls.Current.Subcircuit);
                    continue;
                }

                path.Pop();
                open.Remove(top.Name);
                done.Add(top.Name);
                order.Add(top.Name);
            }
        }

        return order;

        void Enter(string name)
        {
            if (done.Contains(name))
                return;
            var subcircuit = subcircuits[name];
            if (!open.Add(name))
                throw NetlistException.Because($"subcircuit {subcircuit.Name} calls itself{Through(name)}; a circuit cannot contain itself.");
            path.Push((subcircuit.Name, subcircuit.Elements.OfType<SubcircuitCall>().GetEnumerator()));
        }

        string Through(string name)
        {
            var between = path.Select(p => p.Name).TakeWhile(n => !n.Equals(name, StringComparison.OrdinalIgnoreCase)).Reverse().ToList();
            return between.Count == 0 ? "" : $" through {string.Join(", ", between.Take(8))}";
        }
    }
}

using CircuitSim.Netlists;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Spice;

namespace CircuitSim.Ngspice;

/// <summary>
/// The vectors that ngspice reports for a netlist and the names under which CircuitSim knows them. A node n inside the
/// call X1 of a call X2 is <c>X2.X1.n</c> in both; a source Vs there is ngspice's <c>v.x2.x1.vs</c> and our
/// <c>X2.X1.Vs</c>.
/// </summary>
internal sealed class NgspiceVectors
{
    private readonly Dictionary<string, NodeId> nodes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> currents = new(StringComparer.OrdinalIgnoreCase);

    public NgspiceVectors(FlatNetlist flat)
    {
        foreach (var element in flat.Elements)
        {
            foreach (var node in element.Nodes.Where(n => !n.IsGround))
                nodes[$"v({node})"] = node;
            if (element.HasBranchCurrent)
                currents[$"i({SpiceWriter.NgspiceName(element)})"] = element.Name;
        }
    }

    /// <summary>Nodes by ngspice's vector name, <c>v(…)</c>.</summary>
    public IReadOnlyDictionary<string, NodeId> Nodes => nodes;

    /// <summary>Elements with a branch current by ngspice's vector name, <c>i(…)</c>.</summary>
    public IReadOnlyDictionary<string, string> Currents => currents;
}

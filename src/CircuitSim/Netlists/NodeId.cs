namespace CircuitSim.Netlists;

/// <summary>A node by its name. As everywhere in SPICE, case does not matter and "0", "gnd" and HSPICE's "gnd!" are ground.</summary>
public readonly record struct NodeId
{
    public NodeId(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Equals("gnd", StringComparison.OrdinalIgnoreCase) || name.Equals("gnd!", StringComparison.OrdinalIgnoreCase) ? "0" : name;
    }

    public static NodeId Ground { get; } = new("0");

    public string Name { get; }

    public bool IsGround => Name == "0";

    public bool Equals(NodeId other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    public override string ToString() => Name;
}

using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Engine;

/// <summary>A flat netlist as groups of devices over numbered unknowns.</summary>
internal sealed class Circuit
{
    private readonly MemristorGroups memristors;

    private Circuit(FlatNetlist flat, Analysis? analysis)
    {
        Flat = flat;
        Analysis = analysis;
        var resistors = new ResistorGroup(flat.Elements.Count(e => e is Resistor));
        memristors = new MemristorGroups(Options.StateTolerance);
        // The order in which they stamp.
        IElementGroup[] all =
        [
            resistors,
            new CapacitorGroup(),
            new InductorGroup(),
            new VoltageSourceGroup(),
            new CurrentSourceGroup(),
            new ControlledSourceGroup(),
            new BehavioralSourceGroup(Options.Temperature),
            Switches,
            new DiodeGroup(),
            new MosfetGroups(Options),
            new BipolarGroup(Options),
            new JfetGroup(Options),
            new VdmosGroup(),
            memristors,
        ];
        Numbering = new CircuitNumbering(flat, analysis, resistors);
        var groupOf = all.SelectMany(group => group.Kinds.Select(kind => (kind, group))).ToDictionary(row => row.kind, row => row.group);
        var groups = new IElementGroup[flat.Elements.Count];
        for (var k = 0; k < groups.Length; k++)
            (groups[k] = Group(flat.Elements[k])).NameInternalNodes(flat.Elements[k], Numbering);
        Numbering.Close();
        for (var k = 0; k < groups.Length; k++)
            groups[k].Accept(flat.Elements[k], Numbering);
        Groups = [.. all.SelectMany(group => group.Groups)];
        IsLinear = Groups.All(g => g.IsLinear);

        IElementGroup Group(Element element) =>
            groupOf.TryGetValue(element.GetType(), out var group)
                ? group
                : throw NetlistException.UnsupportedElement(element.Name, element.Kind, BuiltInSimulator.EngineName);
    }

    public FlatNetlist Flat { get; }

    public SimulatorOptions Options => Flat.Options;

    public CircuitNumbering Numbering { get; }

    /// <summary>Groups that have devices.</summary>
    public IReadOnlyList<DeviceGroup> Groups { get; }

    public bool IsLinear { get; }

    /// <summary>What it was built for, its values as numbers; null for an operating point.</summary>
    public Analysis? Analysis { get; }

    public SwitchGroup Switches { get; } = new();

    public IReadOnlyDictionary<string, MemristorPlace> Memristors => memristors.Places;

    /// <param name="analysis">May have expressions over the netlist's parameters; a transient gives waveforms their defaults.</param>
    /// <exception cref="NetlistException">An element or a value that the engine refuses.</exception>
    public static Circuit Build(FlatNetlist netlist, Analysis? analysis = null)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        if (analysis is null)
            return new Circuit(netlist, null);
        var asked = netlist.Asking(analysis);
        return new Circuit(asked, asked.Analyses[0]);
    }

    /// <summary>A floating node or a loop of voltage sources; null if there is neither.</summary>
    /// <param name="isDc">Whether capacitors are open and inductors are short circuits.</param>
    /// <param name="held">Unknowns of nodes that are held at a voltage.</param>
    public SingularMatrixException? FindUndetermined(bool isDc, IEnumerable<int> held)
    {
        var topology = new Topology(Numbering.VoltageCount, Numbering.UnknownCount, isDc);
        foreach (var group in Groups)
            group.Describe(topology);
        foreach (var node in held)
            topology.Conduct(node, Numbering.UnknownCount);
        if (topology.LoopElement is { } element)
            return SingularMatrixException.VoltageLoop(element);
        var floating = topology.FindFloatingNode();
        return floating >= 0 ? SingularMatrixException.FloatingNode(Numbering.NameOf(floating)) : null;
    }

    /// <summary>The unknown of a column, as a failed factorisation reports it, in the words of the netlist.</summary>
    public SingularMatrixException Undetermined(int unknown) => SingularMatrixException.Dependent(Numbering.NameOf(unknown), unknown < Numbering.VoltageCount);
}

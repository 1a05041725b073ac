using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Engine;

/// <summary>
/// A flat netlist as groups of devices over numbered unknowns: node voltages in the order in which the netlist names the
/// nodes, internal nodes of devices, then one current per element with a branch. The index <see cref="UnknownCount"/>
/// stands for ground.
/// </summary>
internal sealed class Circuit
{
    private readonly FlatNetlist flat;
    private readonly SimulatorOptions options;
    private readonly List<NodeId> nodes;

    // By name and not by NodeId, here and in the netlist's rules: the runtime has this dictionary compiled, which counts
    // in a run of a tenth of a second.
    private readonly Dictionary<string, int> indexOfNode;
    private readonly List<string> internalNodes = [];
    private readonly List<string> branches = [];
    private readonly Dictionary<string, int> indexOfBranch = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ChargeTolerance> charges = [];
    private readonly Dictionary<string, ModelCard> models = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, object> parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IndependentSource> sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> switchIndex = new(StringComparer.OrdinalIgnoreCase);

    private readonly ResistorGroup resistors;
    private readonly CapacitorGroup capacitors = new();
    private readonly InductorGroup inductors = new();
    private readonly VoltageSourceGroup voltageSources = new();
    private readonly CurrentSourceGroup currentSources = new();
    private readonly ControlledSourceGroup controlledSources = new();
    private readonly DiodeGroup diodes = new();
    private readonly MosfetGroup mosfets;
    private readonly MemristorGroups memristors;
    private readonly BehavioralSourceGroup behavioralSources;
    private readonly ProgramShapes shapes = new();
    private int memoryCount;
    private readonly List<int> outerNodes = [];

    private Circuit(FlatNetlist flat, Analysis? analysis)
    {
        this.flat = flat;
        Analysis = analysis;
        options = flat.Options;
        // A node has two elements at least, and most elements two nodes.
        nodes = new List<NodeId>(flat.Elements.Count);
        indexOfNode = new Dictionary<string, int>(flat.Elements.Count, StringComparer.OrdinalIgnoreCase);
        resistors = new ResistorGroup(flat.Elements.Count(e => e is Resistor));
        foreach (var card in flat.Models)
            models.TryAdd(card.Name, card);
        foreach (var element in flat.Elements)
            Number(element);
        foreach (var element in flat.Elements)
            NumberInternalNodes(element);
        UnknownCount = nodes.Count + internalNodes.Count + branches.Count;
        for (var k = 0; k < branches.Count; k++)
            indexOfBranch.TryAdd(branches[k], nodes.Count + internalNodes.Count + k);
        behavioralSources = new BehavioralSourceGroup(UnknownCount, options.Temperature);
        mosfets = new MosfetGroup(options);
        memristors = new MemristorGroups(options.StateTolerance);
        foreach (var element in flat.Elements)
            Add(element);
        DeviceGroup[] all =
        [
            resistors, capacitors, inductors, voltageSources, currentSources, controlledSources, behavioralSources, Switches, diodes, mosfets,
        ];
        bool[] empty =
        [
            resistors.IsEmpty, capacitors.IsEmpty, inductors.IsEmpty, voltageSources.IsEmpty, currentSources.IsEmpty, controlledSources.IsEmpty,
            behavioralSources.IsEmpty, Switches.IsEmpty, diodes.IsEmpty, mosfets.IsEmpty,
        ];
        Groups = [.. all.Where((_, k) => !empty[k]), .. memristors.All];
        IsLinear = Groups.All(g => g.IsLinear);
    }

    public FlatNetlist Flat => flat;

    public SimulatorOptions Options => options;

    /// <summary>The nodes that the netlist names.</summary>
    public IReadOnlyList<NodeId> Nodes => nodes;

    /// <summary>Elements whose current is an unknown, in the order of the unknowns.</summary>
    public IReadOnlyList<string> Branches => branches;

    /// <summary>Unknowns that are voltages: the first ones.</summary>
    public int VoltageCount => nodes.Count + internalNodes.Count;

    public int UnknownCount { get; }

    /// <summary>Groups that have devices.</summary>
    public IReadOnlyList<DeviceGroup> Groups { get; }

    public bool IsLinear { get; }

    /// <summary>What it was built for, its values as numbers; null for an operating point.</summary>
    public Analysis? Analysis { get; }

    /// <summary>Whether an operating point is first looked for with some devices held at zero volts.</summary>
    public bool HasDevicesOff { get; private set; }

    public IReadOnlyList<ChargeTolerance> Charges => charges;

    public int MemoryCount => memoryCount;

    public IReadOnlyDictionary<string, IndependentSource> Sources => sources;

    public SwitchGroup Switches { get; } = new();

    public IReadOnlyDictionary<string, int> SwitchIndex => switchIndex;

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
        var topology = new Topology(VoltageCount, UnknownCount, isDc);
        foreach (var group in Groups)
            group.Describe(topology);
        foreach (var node in held)
            topology.Conduct(node, UnknownCount);
        if (topology.LoopElement is { } element)
            return SingularMatrixException.VoltageLoop(element);
        var floating = topology.FindFloatingNode();
        return floating >= 0 ? SingularMatrixException.FloatingNode(NameOf(floating)) : null;
    }

    /// <summary>Gives internal nodes of devices, which no netlist can name, the voltages of the nodes they lie behind: no current flows yet.</summary>
    public void CopyToInternalNodes(double[] x)
    {
        for (var k = 0; k < outerNodes.Count; k++)
            x[nodes.Count + k] = x[outerNodes[k]];
    }

    /// <summary>The unknown of a column, as a failed factorisation reports it, in the words of the netlist.</summary>
    public SingularMatrixException Undetermined(int unknown) => SingularMatrixException.Dependent(NameOf(unknown), unknown < VoltageCount);

    /// <summary>Name of a node, or of the element that has the branch.</summary>
    public string NameOf(int unknown) =>
        unknown < nodes.Count ? nodes[unknown].Name
        : unknown < VoltageCount ? internalNodes[unknown - nodes.Count]
        : branches[unknown - VoltageCount];

    /// <summary>The unknown of a node; ground is the dummy.</summary>
    /// <param name="what">Who asks, for the message.</param>
    /// <exception cref="NetlistException">There is no such node.</exception>
    public int IndexOfNode(NodeId node, string what) =>
        node.IsGround ? UnknownCount
        : indexOfNode.TryGetValue(node.Name, out var index) ? index
        : throw NetlistException.Because($"{what} names node {node}, which is not in the circuit; check its name.");

    /// <summary>The unknown of a branch current.</summary>
    /// <param name="what">Who asks, for the message.</param>
    /// <exception cref="NetlistException">There is no such branch.</exception>
    public int IndexOfBranch(string element, string what) =>
        indexOfBranch.TryGetValue(element, out var index)
            ? index
            : throw NetlistException.Because(
                $"{what} refers to the current of {element}, which is not an unknown of the circuit; put a 0 V source in series to measure it.");

    /// <summary>The two unknowns whose difference a node voltage or branch current is.</summary>
    public (int Plus, int Minus) Unknowns(Expression quantity, string what) => quantity switch
    {
        NodeVoltageExpression v => (IndexOfNode(v.Positive, what), IndexOfNode(v.Negative, what)),
        BranchCurrentExpression i => (IndexOfBranch(i.Element, what), UnknownCount),
        _ => throw NetlistException.Because($"{what} depends on {quantity}, which is neither a node voltage nor a branch current."),
    };

    private void Number(Element element)
    {
        foreach (var node in element.Nodes)
        {
            if (!node.IsGround && indexOfNode.TryAdd(node.Name, nodes.Count))
                nodes.Add(node);
        }

        if (element.HasBranchCurrent)
            branches.Add(element.Name);
    }

    private void NumberInternalNodes(Element element)
    {
        switch (element)
        {
            case Diode d when Physics(d).SeriesConductance is not null:
                internalNodes.Add($"{d.Name}#anode");
                break;
            case Mosfet m:
                var physics = Physics(m);
                if (physics.DrainConductance is not null)
                    internalNodes.Add($"{m.Name}#drain");
                if (physics.SourceConductance is not null)
                    internalNodes.Add($"{m.Name}#source");
                break;
        }
    }

    private void Add(Element element)
    {
        switch (element)
        {
            case Resistor r:
                resistors.Add(Index(r.Positive), Index(r.Negative), 1 / RequireResistance(r, options));
                break;
            case Capacitor c:
                var capacitance = Require(c.Name, "capacitance", c.Capacitance.Number, "F", v => v >= 0, "finite and not negative");
                capacitors.Add(Index(c.Positive), Index(c.Negative), ReserveCharge(), capacitance,
                    c.InitialVoltage is { } v0 ? RequireFinite(c.Name, "initial voltage", v0.Number, "V") : null);
                break;
            case Inductor l:
                var inductance = Require(l.Name, "inductance", l.Inductance.Number, "H", v => v > 0, "finite and above zero; for a short circuit, join its two nodes");
                inductors.Add(l.Name, Index(l.Positive), Index(l.Negative), indexOfBranch[l.Name], ReserveCharge(), inductance,
                    RequireFinite(l.Name, "initial current", l.InitialCurrent?.Number ?? 0, "A"));
                break;
            case CoupledInductors k:
                foreach (var (first, second) in k.Pairs)
                    inductors.Couple(first, second, k.Coupling.Number);
                break;
            case VoltageSource v:
                voltageSources.Add(Index(v.Positive), Index(v.Negative), indexOfBranch[v.Name], Source(v.Name, "voltage", v.Voltage, "V"));
                break;
            case CurrentSource i:
                currentSources.Add(Index(i.Positive), Index(i.Negative), Source(i.Name, "current", i.Current, "A"));
                break;
            case VoltageControlledCurrentSource g:
                controlledSources.AddCurrent(Index(g.Positive), Index(g.Negative), Index(g.ControlPositive), Index(g.ControlNegative),
                    RequireFinite(g.Name, "transconductance", g.Transconductance.Number, "S"));
                break;
            case CurrentControlledCurrentSource f:
                controlledSources.AddCurrent(Index(f.Positive), Index(f.Negative), IndexOfBranch(f.Control, f.Name), UnknownCount,
                    RequireFinite(f.Name, "gain", f.Gain.Number, ""));
                break;
            case VoltageControlledVoltageSource e:
                controlledSources.AddVoltage(e.Name, Index(e.Positive), Index(e.Negative), indexOfBranch[e.Name], UnknownCount,
                    Index(e.ControlPositive), Index(e.ControlNegative), RequireFinite(e.Name, "gain", e.Gain.Number, ""));
                break;
            case CurrentControlledVoltageSource h:
                controlledSources.AddVoltage(h.Name, Index(h.Positive), Index(h.Negative), indexOfBranch[h.Name], UnknownCount,
                    IndexOfBranch(h.Control, h.Name), UnknownCount, RequireFinite(h.Name, "transresistance", h.Transresistance.Number, "Ω"));
                break;
            case BehavioralSource b:
                var expression = BoundExpression.Bind(b.Value, shapes);
                behavioralSources.Add(b.Name, Index(b.Positive), Index(b.Negative), b.HasBranchCurrent ? indexOfBranch[b.Name] : null, expression,
                    [.. expression.Controls.Select(control => Unknowns(control, b.Name))]);
                break;
            case VoltageSwitch s:
                switchIndex.Add(s.Name, Switches.Add(Index(s.Positive), Index(s.Negative), Index(s.ControlPositive), Index(s.ControlNegative), memoryCount++,
                    Card(s.Name, s.Model, SwitchCard.ToParameters), s.InitiallyOn));
                break;
            case CurrentSwitch w:
                switchIndex.Add(w.Name, Switches.Add(Index(w.Positive), Index(w.Negative), IndexOfBranch(w.Control, w.Name), UnknownCount, memoryCount++,
                    Card(w.Name, w.Model, SwitchCard.ToParameters), w.InitiallyOn));
                break;
            case Diode d:
                AddDiode(d);
                break;
            case Mosfet m:
                AddMosfet(m);
                break;
            case Memristor m:
                AddMemristor(m);
                break;
            default:
                throw NetlistException.UnsupportedElement(element.Name, element.GetType().Name, BuiltInSimulator.EngineName);
        }
    }

    private void AddDiode(Diode d)
    {
        var physics = Physics(d);
        var anode = Index(d.Anode);
        if (physics.SeriesConductance is { } conductance)
            anode = Behind(anode, conductance);

        diodes.Add(anode, Index(d.Cathode), physics.HasCharge ? ReserveCharge() : null, physics, d.InitiallyOff,
            d.InitialVoltage is { } start ? RequireFinite(d.Name, "initial voltage", start.Number, "V") : null);
        HasDevicesOff |= d.InitiallyOff;
    }

    private void AddMosfet(Mosfet m)
    {
        var physics = Physics(m);
        var drain = BehindAccess(Index(m.Drain), physics.DrainConductance);
        var source = BehindAccess(Index(m.Source), physics.SourceConductance);
        var gateCharge = -1;
        if (physics.HasGateCharge)
        {
            gateCharge = ReserveCharge();
            ReserveCharge();
            ReserveCharge();
        }

        mosfets.Add(drain, Index(m.Gate), source, Index(m.Bulk), gateCharge, physics.HasDrainCharge ? ReserveCharge() : -1,
            physics.HasSourceCharge ? ReserveCharge() : -1, memoryCount, physics, m.InitiallyOff,
            new MosfetStart(Start("vds", m.InitialDrainSource), Start("vgs", m.InitialGateSource), Start("vbs", m.InitialBulkSource)));
        HasDevicesOff |= m.InitiallyOff;
        memoryCount += MosfetGroup.MemoryCount;

        double? Start(string quantity, ElementValue? value) =>
            value is { } given ? RequireFinite(m.Name, $"initial {quantity}", given.Number, "V") : null;

        int BehindAccess(int node, double? conductance) => conductance is { } value ? Behind(node, value) : node;
    }

    /// <summary>The next internal node, behind a resistance of a device.</summary>
    private int Behind(int node, double conductance)
    {
        var inner = nodes.Count + outerNodes.Count;
        outerNodes.Add(node);
        resistors.Add(node, inner, conductance);
        return inner;
    }

    private void AddMemristor(Memristor m)
    {
        var model = Card(m.Name, m.Model, MemristorCard.ToModel);
        double start;
        try
        {
            start = m.StartOf(model);
        }
        catch (InvalidParameterException e)
        {
            throw NetlistException.Because($"{m.Name}: {e.Message}");
        }

        memristors.Add(m.Name, Index(m.Positive), Index(m.Negative), memoryCount, model, start);
        memoryCount += MemristorPlace.Count;
    }

    private int ReserveCharge()
    {
        charges.Add(new ChargeTolerance(options.CurrentTolerance, options.ChargeTolerance));
        return charges.Count - 1;
    }

    private JunctionDiode Physics(Diode d)
    {
        var area = Require(d.Name, "area", d.Area.Number, "", v => v > 0, "finite and above zero")
            * Require(d.Name, "m", d.Multiplier.Number, "", v => v > 0, "finite and above zero");
        return new JunctionDiode(Card(d.Name, d.Model, DiodeCard.ToParameters), area, options.Temperature, options.NominalTemperature);
    }

    private Level1Mosfet Physics(Mosfet m)
    {
        var card = Card(m.Name, m.Model, MosfetCard.ToParameters);
        var geometry = new MosfetGeometry
        {
            Width = Require(m.Name, "width", m.Width.Number, "m", v => v > 0, "finite and above zero"),
            Length = Require(m.Name, "length", m.Length.Number, "m", v => v > 2 * card.LateralDiffusion, "finite and above twice the card's ld"),
            DrainArea = NotNegative("drain area", m.DrainArea, "m²"),
            SourceArea = NotNegative("source area", m.SourceArea, "m²"),
            DrainPerimeter = NotNegative("drain perimeter", m.DrainPerimeter, "m"),
            SourcePerimeter = NotNegative("source perimeter", m.SourcePerimeter, "m"),
            DrainSquares = NotNegative("nrd", m.DrainSquares, ""),
            SourceSquares = NotNegative("nrs", m.SourceSquares, ""),
            Multiplier = Require(m.Name, "m", m.Multiplier.Number, "", v => v > 0, "finite and above zero"),
        };
        return new Level1Mosfet(card, geometry, options.Temperature, options.NominalTemperature);

        double NotNegative(string quantity, ElementValue value, string unit) =>
            Require(m.Name, quantity, value.Number, unit, v => v >= 0, "finite and not negative");
    }

    /// <summary>The parameters of a card, read once.</summary>
    private T Card<T>(string element, string model, Func<ModelCard, T> read)
        where T : class
    {
        if (!models.TryGetValue(model, out var card))
            throw NetlistException.Because($"{element} refers to model card {model}, which is not there; add a .model line for it.");
        if (parameters.GetValueOrDefault(model) is T known)
            return known;
        var result = read(card);
        parameters[model] = result;
        return result;
    }

    private IndependentSource Source(string name, string quantity, SourceShape shape, string unit)
    {
        var source = new IndependentSource(
            name, RequireFinite(name, quantity, shape.OperatingPointValue, unit),
            shape.Waveform is { } waveform ? SourceFunctions.Create(name, waveform, Analysis as TransientAnalysis) : null);
        sources.TryAdd(name, source);
        return source;
    }

    private int Index(NodeId node) => node.IsGround ? UnknownCount : indexOfNode[node.Name];

    private static double RequireResistance(Resistor r, SimulatorOptions options)
    {
        // A subnormal resistance has no finite conductance.
        var resistance = r.ResistanceAt(options);
        if (double.IsFinite(resistance) && resistance > 0 && double.IsFinite(1 / resistance))
            return resistance;
        throw NetlistException.BadValue(r.Name, "resistance", resistance, "Ω",
            "finite and above zero; for a short circuit, join its two nodes");
    }

    private static double RequireFinite(string element, string quantity, double value, string unit) =>
        double.IsFinite(value) ? value : throw NetlistException.BadValue(element, quantity, value, unit, "finite");

    private static double Require(string element, string quantity, double value, string unit, Func<double, bool> holds, string requirement) =>
        double.IsFinite(value) && holds(value) ? value : throw NetlistException.BadValue(element, quantity, value, unit, requirement);
}

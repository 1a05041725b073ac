using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Ngspice;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Spice;

/// <summary>
/// Writes a netlist as SPICE text: ASCII, one element a line, numbers with every digit they have. Everything is
/// written from the checked circuit; no text of a stranger is passed on. In the native dialect <see cref="SpiceReader"/>
/// reads back the same netlist. For ngspice the circuit is written flat, so that its values and names are decided here,
/// and memristors become subcircuits (<see cref="NgspiceMemristor"/>).
/// </summary>
public sealed class SpiceWriter
{
    private const int CurrentsPerLine = 6;
    private const int PointsPerLine = 6;

    private readonly TextWriter output;
    private readonly SpiceWriterOptions options;
    private readonly bool forNgspice;
    private readonly Dictionary<string, string> ngspiceNames = new(StringComparer.OrdinalIgnoreCase);
    private bool startsFromConditions;

    private SpiceWriter(TextWriter output, SpiceWriterOptions options)
    {
        this.output = output;
        this.options = options;
        forNgspice = options.Dialect == SpiceDialect.Ngspice;
    }

    /// <summary>Writes the netlist; on an exception part of it may have been written.</summary>
    /// <exception cref="NetlistException">The circuit breaks a rule, or a name or value cannot be written.</exception>
    public static void Write(Netlist netlist, TextWriter output, SpiceWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        SpiceNames.RequireAll(netlist, options.Dialect);
        WriteChecked(NetlistFlattening.Flatten(netlist), output, options);
    }

    /// <summary>Writes a netlist that is flat already, for ngspice flat, else as it was; on an exception part of it may have been written.</summary>
    /// <exception cref="NetlistException">A name or value cannot be written.</exception>
    public static void Write(FlatNetlist flat, TextWriter output, SpiceWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(flat);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        SpiceNames.RequireAll(options.Title is { } title ? flat.Source with { Title = title } : flat.Source, options.Dialect);
        WriteChecked(flat, output, options);
    }

    private static void WriteChecked(FlatNetlist flat, TextWriter output, SpiceWriterOptions options) =>
        new SpiceWriter(output, options).Write(options.Dialect == SpiceDialect.Ngspice ? flat.Circuit : flat.Source, flat);

    /// <summary>The netlist as one string.</summary>
    /// <exception cref="NetlistException">The circuit breaks a rule, or a name or value cannot be written.</exception>
    public static string ToText(Netlist netlist, SpiceWriterOptions options)
    {
        using var text = new StringWriter { NewLine = "\n" };
        Write(netlist, text, options);
        return text.ToString();
    }

    /// <inheritdoc cref="ToText(Netlist, SpiceWriterOptions)"/>
    public static string ToText(FlatNetlist flat, SpiceWriterOptions options)
    {
        using var text = new StringWriter { NewLine = "\n" };
        Write(flat, text, options);
        return text.ToString();
    }

    /// <summary>The name that an element of a flat netlist has in ngspice's text, e.g. V.X1.V1 for X1.V1.</summary>
    public static string NgspiceName(Element element) => NgspiceNames.Of(element);

    /// <summary>The node in ngspice's text whose voltage is (w − w_on)/(w_off − w_on) of a memristor of a flat netlist.</summary>
    public static string NgspiceStateNode(Memristor memristor) => $"{NgspiceNames.Of(memristor)}.{NgspiceMemristor.StateNode}";

    private void Write(Netlist netlist, FlatNetlist flat)
    {
        startsFromConditions = netlist.Analyses.Any(a => a is TransientAnalysis { UseInitialConditions: true });
        if (forNgspice)
        {
            foreach (var element in netlist.Elements.Where(e => e.HasBranchCurrent || e is Memristor))
                ngspiceNames[element.Designation] = NgspiceNames.Of(element);
        }

        output.WriteLine(options.Title ?? netlist.Title);
        // Flat, for ngspice, there is nothing to be global to.
        if (netlist.GlobalNodes.Count > 0 && !forNgspice)
            output.WriteLine($".global{Nodes(netlist.GlobalNodes)}");
        WriteParameters(".param", netlist.Parameters);
        WriteFunctions(netlist.Functions);
        WriteModels(netlist.Models);
        foreach (var subcircuit in netlist.Subcircuits)
            WriteSubcircuit(subcircuit);
        var memristors = forNgspice ? NgspiceMemristor.WriteSubcircuits(flat, output) : [];
        foreach (var element in netlist.Elements)
            output.WriteLine(element is Memristor m && forNgspice ? NgspiceMemristor.Call(m, memristors[m.Model], Nodes(m)) : Line(element));
        WriteOptions(netlist.Options);
        WriteRequests(netlist);
        output.WriteLine(".end");
    }

    private void WriteParameters(string keyword, IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            output.WriteLine($"{keyword} {parameter.Name}={Value(parameter.Value)}");
    }

    private void WriteFunctions(IReadOnlyList<FunctionDefinition> functions)
    {
        foreach (var function in functions)
            output.WriteLine($".func {function.Name}({string.Join(", ", function.Arguments)}) {{{function.Body}}}");
    }

    private void WriteModels(IReadOnlyList<ModelCard> models)
    {
        foreach (var model in models)
        {
            // ngspice has no memristor: its cards live on in the subcircuits that stand for them.
            if (forNgspice && model.Kind.Equals(MemristorCard.Kind, StringComparison.OrdinalIgnoreCase))
                continue;
            var parameters = model.Parameters.Select(p => $"{p.Key}={p.Value}");
            output.WriteLine($".model {model.Name} {model.Kind}({string.Join(' ', parameters)})");
        }
    }

    private void WriteSubcircuit(Subcircuit subcircuit)
    {
        var defaults = string.Concat(subcircuit.Parameters.Select(p => $" {p.Name}={Value(p.Value)}"));
        output.WriteLine($".subckt {subcircuit.Name}{Nodes(subcircuit.Ports)}{defaults}");
        WriteParameters(".param", subcircuit.LocalParameters);
        WriteFunctions(subcircuit.Functions);
        WriteModels(subcircuit.Models);
        foreach (var inner in subcircuit.Subcircuits)
            WriteSubcircuit(inner);
        foreach (var element in subcircuit.Elements)
            output.WriteLine(Line(element));
        output.WriteLine(".ends");
    }

    private string Line(Element element) => element switch
    {
        Resistor r => $"{Head(r)} {Value(r.Resistance)}{TemperatureKeys(r.Temperature)}",
        Capacitor c => $"{Head(c)} {Value(c.Capacitance)}{Key("ic", c.InitialVoltage)}",
        Inductor l => $"{Head(l)} {Value(l.Inductance)}{Key("ic", l.InitialCurrent)}",
        CoupledInductors k => Couplings(k),
        VoltageSource v => $"{Head(v)} {Shape(v.Voltage)}",
        CurrentSource i => $"{Head(i)} {Shape(i.Current)}",
        VoltageControlledVoltageSource e => $"{Head(e)} {Value(e.Gain)}",
        VoltageControlledCurrentSource g => $"{Head(g)} {Value(g.Transconductance)}",
        CurrentControlledCurrentSource f => $"{Head(f)} {Branch(f.Control)} {Value(f.Gain)}",
        CurrentControlledVoltageSource h => $"{Head(h)} {Branch(h.Control)} {Value(h.Transresistance)}",
        BehavioralSource b => $"{Head(b)} {LawKey(b)}={Text(b.Value)}",
        VoltageSwitch s => $"{Head(s)} {s.Model} {(s.InitiallyOn ? "ON" : "OFF")}",
        CurrentSwitch w => $"{Head(w)} {Branch(w.Control)} {w.Model} {StateBefore(w)}",
        // A positional area fails in ngspice where its line is the first to use the card.
        Diode d => $"{Head(d)} {d.Model}{Areas(d)}{Off(d.InitiallyOff)}{Key("ic", InitialVoltage(d))}",
        Mosfet m => $"{Head(m)} {m.Model}{MosfetKeys(m)}",
        SubcircuitCall x => $"{Head(x)} {x.Subcircuit}{string.Concat(x.Parameters.Select(p => $" {p.Name}={Value(p.Value)}"))}",
        Memristor y => $"YMEMRISTOR {y.Name}{Nodes(y)} {y.Model}{Key("w0", y.InitialState)}{Key("r_init", y.InitialResistance)}",
        _ => throw NetlistException.Because($"{element.Name} is a {element.GetType().Name}, which cannot be written as SPICE."),
    };

    /// <summary>A source named E or G keeps its form; for ngspice all of them are B sources, which have no node inside.</summary>
    private string LawKey(BehavioralSource b) =>
        !forNgspice && char.ToUpperInvariant(b.Name[0]) != 'B' ? "VALUE"
        : b.Quantity == BehavioralQuantity.Voltage ? "V" : "I";

    /// <summary>ngspice couples two inductors a line.</summary>
    private string Couplings(CoupledInductors k) =>
        forNgspice && k.Inductors.Count > 2
            ? string.Join('\n', k.Pairs.Select((pair, n) => $"{Head(k)}.{n + 1} {Branch(pair.First)} {Branch(pair.Second)} {Value(k.Coupling)}"))
            : $"{Head(k)} {string.Join(' ', k.Inductors.Select(Branch))} {Value(k.Coupling)}";

    private static string TemperatureKeys(ResistorTemperature? t) =>
        t is null ? "" : $" tc1={Value(t.Linear)}{Key("tc2", t.Quadratic, 0)}{Key("temp", t.Temperature)}{Key("dtemp", t.Difference, 0)}";

    /// <summary>A diode of two areas is two diodes; ngspice 39 multiplies ibv by their number alone.</summary>
    private string Areas(Diode d) =>
        forNgspice ? Key("m", d.Area.Number * d.Multiplier.Number, 1) : Key("area", d.Area, 1) + Key("m", d.Multiplier, 1);

    /// <summary>ngspice 39 reads the ic of a diode and starts from the voltage of its nodes.</summary>
    private ElementValue? InitialVoltage(Diode d) =>
        d.InitialVoltage is { } given && forNgspice && startsFromConditions
            ? throw NetlistException.At(d.Place, $"{d.Name}: ngspice does not follow the ic of a diode; give its nodes an .ic, or choose another engine.")
            : d.InitialVoltage;

    /// <summary>ngspice 39 leaves a W off where its control is within the hysteresis, whatever its line says.</summary>
    private string StateBefore(CurrentSwitch w) =>
        w.InitiallyOn && forNgspice
            ? throw NetlistException.At(w.Place, $"{w.Name}: ngspice does not follow ON of a current-controlled switch; control an S switch with the voltage of an H source, or choose another engine.")
            : w.InitiallyOn ? "ON" : "OFF";

    private static string MosfetKeys(Mosfet m) =>
        $" w={Value(m.Width)} l={Value(m.Length)}{Key("ad", m.DrainArea, 0)}{Key("as", m.SourceArea, 0)}{Key("pd", m.DrainPerimeter, 0)}"
        + $"{Key("ps", m.SourcePerimeter, 0)}{Key("nrd", m.DrainSquares, 1)}{Key("nrs", m.SourceSquares, 1)}{Key("m", m.Multiplier, 1)}"
        + $"{Off(m.InitiallyOff)}{Key("icvds", m.InitialDrainSource)}{Key("icvgs", m.InitialGateSource)}{Key("icvbs", m.InitialBulkSource)}";

    private static string Off(bool initially) => initially ? " OFF" : "";

    private string Head(Element element) => (forNgspice ? NgspiceNames.Of(element) : element.Name) + Nodes(element);

    private static string Nodes(Element element) => Nodes(element.Nodes);

    private static string Nodes(IEnumerable<NodeId> nodes) => string.Concat(nodes.Select(n => " " + n.Name));

    private string Branch(string element) => ngspiceNames.GetValueOrDefault(element, element);

    private string Text(Expression expression) =>
        forNgspice ? NgspiceExpression.Of(expression, Branch) : $"{{{expression}}}";

    private static string Value(ElementValue value) => value.ToString();

    private static string Key(string key, ElementValue? value) => value is { } given ? $" {key}={Value(given)}" : "";

    private static string Key(string key, ElementValue value, double otherwise) =>
        value.IsNumber && value.Number == otherwise ? "" : $" {key}={Value(value)}";

    private static string Shape(SourceShape shape)
    {
        var dc = shape.Dc is { } constant ? Value(constant) : null;
        if (shape.Waveform is null)
            return dc ?? "0";
        var waveform = shape.Waveform switch
        {
            PulseWaveform p => Call("PULSE", p.Initial, p.Pulsed, p.Delay, p.Rise, p.Fall, p.Width, p.Period),
            SineWaveform s => Call("SIN", s.Offset, s.Amplitude, s.Frequency, s.Delay, s.Damping, s.Phase),
            ExponentialWaveform e => Call("EXP", e.Initial, e.Pulsed, e.RiseDelay, e.RiseTime, e.FallDelay, e.FallTime),
            PieceWiseLinearWaveform w => Points(w),
            var other => throw NetlistException.Because($"a {other.GetType().Name} cannot be written as SPICE."),
        };
        return dc is null ? waveform : $"DC {dc} {waveform}";
    }

    /// <summary>Values up to the last that is given; 0 means the default wherever one is left out.</summary>
    private static string Call(string name, params ElementValue?[] values)
    {
        var count = Array.FindLastIndex(values, v => v is not null) + 1;
        return $"{name}({string.Join(' ', values.Take(count).Select(v => Value(v ?? 0)))})";
    }

    private static string Points(PieceWiseLinearWaveform waveform) =>
        $"PWL({string.Join("\n+ ", waveform.Points.Chunk(PointsPerLine).Select(some => string.Join(' ', some.Select(p => $"{Value(p.Time)} {Value(p.Value)}"))))})";

    private void WriteOptions(SimulatorOptions given)
    {
        foreach (var (name, value) in OptionNames.Changed(given).Concat(options.SimulatorOptions.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => (o.Key, o.Value))))
        {
            // The state of an exported memristor is a capacitor voltage, which reltol and trtol control.
            if (options.Dialect == SpiceDialect.Ngspice && OptionNames.Own.Contains(name))
                continue;
            SpiceNames.RequireWord(name, "option");
            if (!double.IsFinite(value))
                throw NetlistException.Because($"option {name} must be finite.");
            output.WriteLine($".options {name}={SiText.Exact(value)}");
        }

        if (given.Method != SimulatorOptions.Default.Method)
            output.WriteLine(".options method=gear");
    }

    private void WriteRequests(Netlist netlist)
    {
        foreach (var condition in netlist.InitialConditions)
            output.WriteLine($".ic v({condition.Node})={Value(condition.Voltage)}");
        foreach (var set in netlist.NodeSets)
            output.WriteLine($".nodeset v({set.Node})={Value(set.Voltage)}");
        WriteSaves(netlist);
        foreach (var analysis in netlist.Analyses)
            output.WriteLine(Line(analysis));
        foreach (var print in netlist.Prints)
            WritePrint(print);
        foreach (var measurement in netlist.Measurements)
        {
            if (forNgspice)
                output.WriteLine($"* .measure {measurement.Name} is left to CircuitSim");
            else
                output.WriteLine(MeasureText.Of(measurement));
        }

        if (options.OperatingPoint)
            output.WriteLine(".op");
        if (options.PrintedCurrents.Count > 0)
            WritePrintedCurrents(netlist);
    }

    private void WriteSaves(Netlist netlist)
    {
        var saved = netlist.Saves.Select(s => Quantity(s.Quantity))
            .Concat(options.SavedNodes.Select(n => $"v({SpiceNames.RequireNode(n, options.Dialect)})"))
            .Concat(options.SavedCurrents.Select(name => $"i({NgspiceOrOwn(RequireSource(netlist, name))})")).ToList();
        foreach (var some in saved.Chunk(CurrentsPerLine))
            output.WriteLine($".save {string.Join(' ', some)}");
        // Without any output statement ngspice runs no transient at all.
        if (forNgspice && saved.Count == 0 && netlist.Analyses.Any(a => a is TransientAnalysis))
            output.WriteLine(".save all");
    }

    private string Quantity(Expression quantity) => forNgspice ? NgspiceExpression.Of(quantity, Branch) : quantity.ToString();

    private string Line(Analysis analysis)
    {
        switch (analysis)
        {
            case OperatingPointAnalysis:
                return ".op";
            case DcSweepAnalysis sweep:
                return $".dc {Sweep(sweep.Inner)}{(sweep.Outer is { } outer ? " " + Sweep(outer) : "")}";
            case TransientAnalysis t:
                var start = t.MaximumStep is not null || !(t.Start.IsNumber && t.Start.Number == 0) ? $" {Value(t.Start)}" : "";
                return $".tran {Value(t.Step)} {Value(t.Stop)}{start}{(t.MaximumStep is { } m ? " " + Value(m) : "")}{(t.UseInitialConditions ? " uic" : "")}";
            default:
                throw NetlistException.Because($"a {analysis.GetType().Name} cannot be written as SPICE.");
        }
    }

    private string Sweep(SourceSweep sweep) =>
        $"{(forNgspice ? NgspiceNames.OfSource(sweep.Source) : sweep.Source)} {Value(sweep.Start)} {Value(sweep.Stop)} {Value(sweep.Step)}";

    private void WritePrint(PrintRequest print)
    {
        var kind = MeasureText.Word(print.Analysis);
        if (!forNgspice)
        {
            output.WriteLine($".print {kind} {string.Join(" ", print.Quantities.Select(q => q is NodeVoltageExpression or BranchCurrentExpression or DeviceStateExpression ? q.ToString() : $"{{{q}}}"))}");
            return;
        }

        var plain = print.Quantities.Where(q => q is NodeVoltageExpression or BranchCurrentExpression or DeviceStateExpression).Select(Quantity).ToList();
        if (plain.Count > 0)
            output.WriteLine($".print {kind} {string.Join(' ', plain)}");
        if (plain.Count < print.Quantities.Count)
            output.WriteLine("* expressions in .print are left to CircuitSim");
    }

    private void WritePrintedCurrents(Netlist netlist)
    {
        var sources = options.PrintedCurrents.Select(name => RequireSource(netlist, name)).ToList();
        var (held, value) = (NgspiceOrOwn(sources[0]), SiText.Exact(sources[0].Voltage.OperatingPointValue));
        output.WriteLine($"* A sweep of one point that leaves {held} at its value: for .op, ngspice -b would list every element.");
        output.WriteLine($".dc {held} {value} {value} 1");
        foreach (var some in sources.Chunk(CurrentsPerLine))
            output.WriteLine($".print dc {string.Join(' ', some.Select(s => $"i({NgspiceOrOwn(s)})"))}");
    }

    private string NgspiceOrOwn(VoltageSource source) => forNgspice ? NgspiceNames.Of(source) : source.Name;

    private static VoltageSource RequireSource(Netlist netlist, string name) =>
        netlist.Elements.OfType<VoltageSource>().FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw NetlistException.Because($"the current of {name} cannot be reported: the circuit has no voltage source of that name.");
}

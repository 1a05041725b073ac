using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Ngspice;
using CircuitSim.Netlists.Spice.Syntax;
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

    private const int PortsPerLine = 16;

    private readonly TextWriter output;
    private readonly SpiceWriterOptions options;
    private readonly bool forNgspice;
    private ElementText text = ElementText.Native;

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

    /// <summary>
    /// One subcircuit for a file that netlists include, its ports on lines of their own; ngspice and <see cref="SpiceReader"/> read it alike.
    /// Of elements it has resistors, capacitors, behavioral sources of its own nodes and calls.
    /// </summary>
    /// <exception cref="NetlistException">A name cannot be written.</exception>
    public static void WriteSubcircuit(Subcircuit subcircuit, TextWriter output)
    {
        SpiceNames.RequireAll(new Netlist { Title = subcircuit.Name, Elements = [], Subcircuits = [subcircuit] }, SpiceDialect.Ngspice);
        output.WriteLine($".subckt {subcircuit.Name}");
        foreach (var some in subcircuit.Ports.Chunk(PortsPerLine))
            output.WriteLine($"+{ElementText.Nodes(some)}");
        foreach (var element in subcircuit.Elements)
            output.WriteLine(ElementSyntaxes.Write(element, ElementText.Plain));
        output.WriteLine($".ends {subcircuit.Name}");
    }

    /// <summary>
    /// A memristor as a subcircuit for such a file, between nodes p and n: its parameter x0, from 0 at <see cref="Devices.IMemristorModel.LowestState"/>
    /// to 1, is where the state starts, and its node x is the state.
    /// </summary>
    /// <exception cref="NetlistException">The name cannot be written, or the card is none of a memristor.</exception>
    public static void WriteMemristor(string name, ModelCard card, TextWriter output) =>
        NgspiceMemristor.WriteSubcircuit(SpiceNames.RequireWord(name, "subcircuit"), card, output);

    private void Write(Netlist netlist, FlatNetlist flat)
    {
        output.WriteLine(options.Title ?? netlist.Title);
        // Flat, for ngspice, there is nothing to be global to.
        if (netlist.GlobalNodes.Count > 0 && !forNgspice)
            output.WriteLine($".global{ElementText.Nodes(netlist.GlobalNodes)}");
        WriteParameters(".param", netlist.Parameters);
        WriteFunctions(netlist.Functions);
        WriteModels(netlist.Models);
        foreach (var subcircuit in netlist.Subcircuits)
            WriteSubcircuit(subcircuit);
        if (forNgspice)
            text = new ElementText(flat, NgspiceMemristor.WriteSubcircuits(flat, output));
        foreach (var element in netlist.Elements)
            output.WriteLine(ElementSyntaxes.Write(element, text));
        WriteConditionals(netlist.Conditionals);
        WriteOptions(netlist.Options);
        WriteRequests(netlist, flat);
        output.WriteLine(".end");
    }

    private void WriteParameters(string keyword, IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            output.WriteLine($"{keyword} {parameter.Name}={ElementText.Value(parameter.Value)}");
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
            var parameters = (forNgspice ? CardKinds.ForNgspice(model) : model.Parameters.Select(p => (p.Key, p.Value))).Select(p => $"{p.Item1}={p.Item2}");
            output.WriteLine($".model {model.Name} {(forNgspice ? CardKinds.NgspiceKind(model) : model.Kind)}({string.Join(' ', parameters)})");
        }
    }

    private static string Optional(Subcircuit subcircuit) => subcircuit.OptionalNodes.Count == 0
        ? ""
        : $" optional:{string.Concat(subcircuit.Ports.TakeLast(subcircuit.OptionalNodes.Count).Zip(subcircuit.OptionalNodes, (port, node) => $" {port}={node}"))}{(subcircuit.Parameters.Count > 0 ? " params:" : "")}";

    private void WriteSubcircuit(Subcircuit subcircuit)
    {
        var defaults = string.Concat(subcircuit.Parameters.Select(p => $" {p.Name}={ElementText.Value(p.Value)}"));
        output.WriteLine($".subckt {subcircuit.Name}{ElementText.Nodes(subcircuit.Ports.SkipLast(subcircuit.OptionalNodes.Count))}{Optional(subcircuit)}{defaults}");
        WriteParts(subcircuit);
        output.WriteLine(".ends");
    }

    private void WriteParts(Subcircuit subcircuit)
    {
        WriteParameters(".param", subcircuit.LocalParameters);
        WriteFunctions(subcircuit.Functions);
        WriteModels(subcircuit.Models);
        foreach (var inner in subcircuit.Subcircuits)
            WriteSubcircuit(inner);
        foreach (var element in subcircuit.Elements)
            output.WriteLine(ElementSyntaxes.Write(element, text));
        WriteConditionals(subcircuit.Conditionals);
        WriteStarts(subcircuit.InitialConditions, subcircuit.NodeSets);
    }

    private void WriteConditionals(IReadOnlyList<Conditional> conditionals)
    {
        foreach (var conditional in conditionals)
        {
            foreach (var (branch, part) in conditional.Branches.Index())
            {
                output.WriteLine(part.Condition is not { } condition ? ".else" : $"{(branch == 0 ? ".if" : ".elseif")} {ElementText.Value(condition)}");
                WriteParts(part.Part);
            }

            output.WriteLine(".endif");
        }
    }

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
        if (given.PhasesInDegrees && !forNgspice)
            output.WriteLine(".options units=degrees");
    }

    private void WriteRequests(Netlist netlist, FlatNetlist flat)
    {
        WriteStarts(netlist.InitialConditions, netlist.NodeSets);
        WriteSaves(netlist);
        var tables = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var steps in netlist.Steps.GroupBy(s => s.Table ?? $"{s.GetHashCode()} {s.Title}"))
        {
            if (steps.First().Table is { } table)
            {
                WriteTable(tables, table, [.. steps.Select(s => (StepStatement.Column(s), s.Numbers))]);
                output.WriteLine($".step data={table}");
                continue;
            }

            foreach (var step in steps)
                output.WriteLine(StepStatement.Write(step));
        }

        foreach (var analysis in forNgspice ? [] : netlist.Analyses)
        {
            if (analysis is DcSweepAnalysis { Table: { } ofDc } dc)
                WriteTable(tables, ofDc, [.. dc.Columns.Select(c => (c.Source, c.Values))]);
            else if (analysis is AcAnalysis { Table: { } ofAc } ac)
                WriteTable(tables, ofAc, [("freq", ac.Sweep.Values), .. ac.Columns.Select(c => (c.Source, c.Values))]);
            else if (analysis is NoiseAnalysis { Table: { } ofNoise } noise)
                WriteTable(tables, ofNoise, [("freq", noise.Sweep.Values)]);
        }

        foreach (var analysis in netlist.Analyses.Where((a, k) => forNgspice || !netlist.Analyses.Take(k).Any(b => IsOneStatement(a, b))))
            output.WriteLine(Line(analysis, flat));
        foreach (var print in netlist.Prints)
            WritePrint(print);
        foreach (var measurement in netlist.Measurements)
        {
            if (forNgspice)
                output.WriteLine($"* .measure {measurement.Name} is left to CircuitSim");
            else
                output.WriteLine(MeasureText.Of(measurement));
        }

        foreach (var text in netlist.Spectra.Select(FourierStatements.Text).Concat(netlist.Fouriers.Select(FourierStatements.Text)))
            output.WriteLine(forNgspice ? $"* {text.Split(' ')[0]} is left to CircuitSim" : text);

        if (options.OperatingPoint)
            output.WriteLine(".op");
        if (options.PrintedCurrents.Count > 0)
            WritePrintedCurrents(netlist);
    }

    private void WriteTable(HashSet<string> written, string name, IReadOnlyList<(string Column, IReadOnlyList<ElementValue> Values)> columns)
    {
        if (!written.Add(name))
            return;
        output.WriteLine($".data {SpiceNames.RequireWord(name, "table")} {string.Join(' ', columns.Select(c => c.Column))}");
        for (var row = 0; row < columns[0].Values.Count; row++)
            output.WriteLine(string.Join(' ', columns.Select(c => ElementText.Value(c.Values[row]))));
        output.WriteLine(".enddata");
    }

    private void WriteStarts(IReadOnlyList<InitialCondition> conditions, IReadOnlyList<NodeSetRequest> nodeSets)
    {
        foreach (var condition in conditions)
            output.WriteLine($".ic v({condition.Node})={ElementText.Value(condition.Voltage)}");
        foreach (var set in nodeSets.Where(s => s.Like.IsGround))
            output.WriteLine($".nodeset v({set.Node})={ElementText.Value(set.Voltage)}");
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

    private string Quantity(Expression quantity) => forNgspice ? NgspiceExpression.Of(quantity, text.Branch) : quantity.ToString();

    private string Line(Analysis analysis, FlatNetlist flat)
    {
        switch (analysis)
        {
            case OperatingPointAnalysis:
                return ".op";
            case DcSweepAnalysis sweep:
                return sweep.Table is { } dcTable && !forNgspice ? $".dc data={dcTable}" : $".dc {string.Join(' ', (forNgspice ? ForNgspice(sweep, flat) : sweep.Axes).Select(a => a.ToString()))}";
            case AcAnalysis ac:
                return ac.Table is { } acTable && !forNgspice ? $".ac data={acTable}" : $".ac {(forNgspice ? ForNgspice(ac.Sweep) : ac.Sweep)}";
            case TransferFunctionAnalysis tf:
                return $".tf {Quantity(tf.Output)} {(forNgspice ? NgspiceNames.OfSource(tf.Source) : tf.Source)}";
            case NoiseAnalysis noise:
                return noise.Table is { } noiseTable && !forNgspice ? $".noise {Quantity(noise.Output)} {noise.Source} data={noiseTable}" : $".noise {Quantity(noise.Output)} {(forNgspice ? NgspiceNames.OfSource(noise.Source) : noise.Source)} {(forNgspice ? ForNgspice(noise.Sweep) : noise.Sweep)}";
            case SensitivityAnalysis sens when forNgspice:
                return $".sens {Quantity(sens.Outputs[0])}{(sens.Along is AcAnalysis along ? $" ac {ForNgspiceSensitivity(along.Sweep)}" : "")}";
            case SensitivityAnalysis { Parameters: [], Outputs: [var output] } sens:
                return $".sens {output}{(sens.Along is AcAnalysis over ? $" ac {over.Sweep}" : "")}";
            case SensitivityAnalysis sens:
                return $".sens {(sens.Along is AcAnalysis ? "acobjfunc" : "objfunc")}={string.Concat(sens.Outputs.Select(o => $"{{{o}}}"))} param={string.Join(',', sens.Parameters)}";
            case TransientAnalysis t:
                var start = t.MaximumStep is not null || !(t.Start.IsNumber && t.Start.Number == 0) ? $" {ElementText.Value(t.Start)}" : "";
                return $".tran {ElementText.Value(t.Step)} {ElementText.Value(t.Stop)}{start}{(t.MaximumStep is { } m ? " " + ElementText.Value(m) : "")}{(t.UseInitialConditions ? " uic" : "")}{(flat.Source.Options.TurnsSourcesOn && !forNgspice ? " startup" : "")}";
            default:
                throw NetlistException.Because($"a {analysis.GetType().Name} cannot be written as SPICE.");
        }
    }

    /// <summary>Of a .sens that goes along with several analyses.</summary>
    private static bool IsOneStatement(Analysis a, Analysis b) =>
        a is SensitivityAnalysis { Parameters.Count: > 0 } x && b is SensitivityAnalysis y && x.Outputs.SequenceEqual(y.Outputs) && x.Parameters.SequenceEqual(y.Parameters)
        && x.Along is AcAnalysis == y.Along is AcAnalysis;

    /// <summary>The same frequencies: where decades hold less than one step, ngspice would search for the next for ever.</summary>
    private static FrequencySweep ForNgspice(FrequencySweep sweep)
    {
        if (sweep.Spacing == FrequencySpacing.List)
            throw NetlistException.Because(".ac and .noise in ngspice have no frequencies of a .data; choose another engine.");
        if (sweep.Count == 1)
            return sweep with { Spacing = FrequencySpacing.Linear, Points = 1, Stop = sweep.Start };
        var decades = Math.Log10(sweep.Stop.Number / sweep.Start.Number);
        return sweep.Spacing == FrequencySpacing.Decade && decades * sweep.Points.Number < 1 ? sweep with { Points = Math.Floor(1 / decades) + 1 } : sweep;
    }

    /// <summary>The same frequencies: in .sens, lin 9 takes nine equal parts and leaves out the end.</summary>
    private static FrequencySweep ForNgspiceSensitivity(FrequencySweep sweep) => sweep.Spacing == FrequencySpacing.Linear && sweep.Count is > 1 and var n
        ? sweep with { Stop = sweep.Start.Number + (sweep.Stop.Number - sweep.Start.Number) * n / (n - 1) }
        : ForNgspice(sweep);

    /// <summary>What ngspice sweeps: two axes, each a source, a resistor or the temperature in equal steps.</summary>
    private static IEnumerable<SourceSweep> ForNgspice(DcSweepAnalysis sweep, FlatNetlist flat)
    {
        if (sweep.Table is not null)
            throw NetlistException.Because(".dc in ngspice has no .data; choose another engine.");
        if (sweep.Outermost is { } third)
            throw NetlistException.Because($".dc in ngspice has two axes, and {third.Source} is the third; choose another engine.");
        foreach (var axis in sweep.Axes)
        {
            var element = SweptThings.ElementOf(flat, axis);
            if (element is null && !SweptThings.IsTemperature(axis))
                throw NetlistException.Because($".dc in ngspice cannot sweep parameter {axis.Source}; choose another engine.");
            if (axis.Spacing != StepSpacing.Linear)
                throw NetlistException.Because($".dc in ngspice goes in equal steps, not by {(axis.Spacing == StepSpacing.List ? "a list" : "decades or octaves")} as that of {axis.Source}; choose another engine.");
            yield return element is null ? axis : axis with { Source = NgspiceNames.Of(element) };
        }
    }

    private void WritePrint(PrintRequest print)
    {
        var kind = MeasureText.Word(print.Analysis);
        if (!forNgspice)
        {
            output.WriteLine($".print {kind} {string.Join(" ", [.. print.Quantities.Select(q => q is NodeVoltageExpression or BranchCurrentExpression or DeviceStateExpression ? q.ToString() : $"{{{q}}}"), .. print.HasAllVoltages ? ["v(*)"] : Array.Empty<string>(), .. print.HasAllCurrents ? ["i(*)"] : Array.Empty<string>()])}");
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

using CircuitSim.Numerics;

namespace CircuitSim.Netlists;

/// <summary>
/// Writes a netlist as SPICE text: ASCII, one element a line, numbers with every digit they have. Everything is
/// written from the checked circuit; no text of a stranger is passed on.
/// </summary>
public sealed class SpiceWriter
{
    private const int CurrentsPerLine = 6;

    private readonly TextWriter output;
    private readonly SpiceWriterOptions options;

    private SpiceWriter(TextWriter output, SpiceWriterOptions options)
    {
        this.output = output;
        this.options = options;
    }

    /// <summary>Writes the netlist; on an exception part of it may have been written.</summary>
    /// <exception cref="NetlistException">The circuit breaks a rule, or a name or value cannot be written.</exception>
    public static void Write(Netlist netlist, TextWriter output, SpiceWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(netlist);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        NetlistStructure.Check(netlist);
        new SpiceWriter(output, options).Write(netlist);
    }

    /// <summary>The netlist as one string.</summary>
    /// <exception cref="NetlistException">The circuit breaks a rule, or a name or value cannot be written.</exception>
    public static string ToText(Netlist netlist, SpiceWriterOptions options)
    {
        using var text = new StringWriter { NewLine = "\n" };
        Write(netlist, text, options);
        return text.ToString();
    }

    private void Write(Netlist netlist)
    {
        output.WriteLine(SpiceNames.RequireTitle(netlist.Title));
        foreach (var model in netlist.Models)
            WriteModel(model);
        foreach (var subcircuit in netlist.Subcircuits)
            WriteSubcircuit(subcircuit);
        foreach (var element in netlist.Elements)
            WriteElement(element);
        WriteOptions();
        WriteAnalyses(netlist);
        output.WriteLine(".end");
    }

    private void WriteModel(ModelCard model)
    {
        SpiceNames.RequireWord(model.Name, "model card");
        SpiceNames.RequireWord(model.Kind, "kind of model card");
        // ngspice has no memristor: its cards live on in the subcircuits that WriteMemristor calls.
        if (options.Dialect == SpiceDialect.Ngspice && model.Kind.Equals("memristor", StringComparison.OrdinalIgnoreCase))
            return;
        var parameters = model.Parameters.Select(p =>
            $"{SpiceNames.RequireWord(p.Key, $"parameter of model card {model.Name}")}={RequireCardValue(p.Value, p.Key, model)}");
        output.WriteLine($".model {model.Name} {model.Kind}({string.Join(' ', parameters)})");
    }

    /// <summary>A card's value as written: a number with a SPICE factor, or a word such as a window's name.</summary>
    private static string RequireCardValue(string value, string key, ModelCard model) =>
        value.Length is > 0 and <= 100 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '+' or '-')
            ? value
            : throw NetlistException.Because($"model card {model.Name}: the value of {key} cannot be written; use a number or a word.");

    private void WriteSubcircuit(Subcircuit subcircuit)
    {
        output.WriteLine($".subckt {SpiceNames.RequireWord(subcircuit.Name, "subcircuit")}{Nodes(subcircuit.Ports)}");
        foreach (var element in subcircuit.Elements)
            WriteElement(element);
        output.WriteLine(".ends");
    }

    private void WriteElement(Element element)
    {
        switch (element)
        {
            case Resistor r:
                output.WriteLine($"{SpiceNames.RequireElement(r.Name, 'R', "resistor")}{Nodes(r.Nodes)} {Resistance(r)}");
                break;
            case VoltageSource v:
                output.WriteLine($"{SpiceNames.RequireElement(v.Name, 'V', "voltage source")}{Nodes(v.Nodes)} {Number(v.Voltage.OperatingPointValue, v)}");
                break;
            case CurrentSource i:
                output.WriteLine($"{SpiceNames.RequireElement(i.Name, 'I', "current source")}{Nodes(i.Nodes)} {Number(i.Current.OperatingPointValue, i)}");
                break;
            case SubcircuitCall x:
                output.WriteLine($"{SpiceNames.RequireElement(x.Name, 'X', "subcircuit call")}{Nodes(x.Nodes)} {SpiceNames.RequireWord(x.Subcircuit, "subcircuit")}");
                break;
            case Memristor m:
                WriteMemristor(m);
                break;
            default:
                throw NetlistException.Because($"{element.Name} is a {element.GetType().Name}, which cannot be written as SPICE yet.");
        }
    }

    private void WriteMemristor(Memristor memristor)
    {
        if (options.Dialect == SpiceDialect.Ngspice)
        {
            SpiceNames.RequireElement(memristor.Name, 'X', "memristor");
            throw NetlistException.Because($"memristor {memristor.Name} cannot be written for ngspice yet; write a resistor of its resistance instead.");
        }

        SpiceNames.RequireWord(memristor.Name, "memristor");
        var state = memristor.InitialState is { } w ? $" w0={Number(w.Number, memristor)}" : "";
        output.WriteLine($"YMEMRISTOR {memristor.Name}{Nodes(memristor.Nodes)} {SpiceNames.RequireWord(memristor.Model, "model card")}{state}");
    }

    private void WriteOptions()
    {
        foreach (var (name, value) in options.SimulatorOptions.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            SpiceNames.RequireWord(name, "option");
            if (!double.IsFinite(value))
                throw NetlistException.Because($"option {name} must be finite.");
            output.WriteLine($".options {name}={SiText.Exact(value)}");
        }
    }

    private void WriteAnalyses(Netlist netlist)
    {
        var saved = options.SavedNodes.Select(n => $"v({SpiceNames.RequireNode(n, options.Dialect)})")
            .Concat(options.SavedCurrents.Select(name => $"i({RequireSource(netlist, name).Name})"));
        foreach (var some in saved.Chunk(CurrentsPerLine))
            output.WriteLine($".save {string.Join(' ', some)}");
        if (options.OperatingPoint)
            output.WriteLine(".op");
        if (options.PrintedCurrents.Count > 0)
            WritePrintedCurrents(netlist);
    }

    private void WritePrintedCurrents(Netlist netlist)
    {
        var sources = options.PrintedCurrents.Select(name => RequireSource(netlist, name)).ToList();
        var (held, value) = (sources[0].Name, SiText.Exact(sources[0].Voltage.OperatingPointValue));
        output.WriteLine($"* A sweep of one point that leaves {held} at its value: for .op, ngspice -b would list every element.");
        output.WriteLine($".dc {held} {value} {value} 1");
        foreach (var some in sources.Chunk(CurrentsPerLine))
            output.WriteLine($".print dc {string.Join(' ', some.Select(s => $"i({s.Name})"))}");
    }

    private static VoltageSource RequireSource(Netlist netlist, string name) =>
        netlist.Elements.OfType<VoltageSource>().FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw NetlistException.Because($"the current of {name} cannot be reported: the circuit has no voltage source of that name.");

    private string Nodes(IReadOnlyList<NodeId> nodes) =>
        string.Concat(nodes.Select(n => " " + SpiceNames.RequireNode(n, options.Dialect)));

    private static string Resistance(Resistor resistor) => resistor.Resistance.Number > 0
        ? Number(resistor.Resistance.Number, resistor)
        : throw NetlistException.Because(
            $"{resistor.Name} has a resistance of {SiText.Format(resistor.Resistance.Number, "Ω")}, which no netlist can hold; merge its two nodes instead of a 0 Ω resistor.");

    private static string Number(double value, Element element) => double.IsFinite(value)
        ? SiText.Exact(value)
        : throw NetlistException.Because($"{element.Name} has the value {SiText.Format(value, "")}; it must be finite.");
}

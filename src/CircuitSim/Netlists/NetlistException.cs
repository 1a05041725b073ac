using CircuitSim.Numerics;

namespace CircuitSim.Netlists;

/// <summary>A netlist or card that cannot be understood: file, line, column, the text with a caret, and the remedy.</summary>
public sealed class NetlistException : CircuitSimException
{
    private NetlistException(string message, string? file, int line, int column)
        : base(message)
    {
        File = file;
        Line = line;
        Column = column;
    }

    public string? File { get; }

    /// <summary>One-based; 0 if the netlist was built by a program and has no text.</summary>
    public int Line { get; }

    /// <summary>One-based; 0 if unknown.</summary>
    public int Column { get; }

    /// <summary>A fault at a place in a text; the message shows the line with a caret under the column.</summary>
    public static NetlistException At(string? file, int line, int column, string lineText, string what)
    {
        var place = $"{file ?? "netlist"}({line},{column})";
        // A line of a stranger's file may be megabytes long: show the neighbourhood of the fault.
        const int Window = 100;
        var start = Math.Max(0, Math.Min(column - 1 - Window / 2, lineText.Length - Window));
        var shown = lineText.Substring(start, Math.Min(Window, lineText.Length - start)).Replace('\t', ' ');
        var caret = new string(' ', Math.Clamp(column - 1 - start, 0, shown.Length)) + "^";
        return new NetlistException($"{place}: {what}\n  {shown}\n  {caret}", file, line, column);
    }

    /// <summary>A fault of a netlist without text, or of the whole file.</summary>
    public static NetlistException Because(string what, string? file = null) =>
        new(file is null ? what : $"{file}: {what}", file, 0, 0);

    public static NetlistException DuplicateElement(string element) =>
        Because($"element {element} is defined twice; element names are compared without case, so rename one of the two.");

    public static NetlistException DuplicateSubcircuit(string subcircuit) =>
        Because($"subcircuit {subcircuit} is defined twice; rename one of the two.");

    public static NetlistException UndefinedSubcircuit(string call, string subcircuit) =>
        Because($"{call} calls subcircuit {subcircuit}, which is not defined; define it with .subckt {subcircuit}, or correct the name.");

    public static NetlistException RecursiveSubcircuit(IEnumerable<string> chain) =>
        Because($"subcircuit {string.Join(" calls ", chain)}: a subcircuit cannot contain itself; break the chain.");

    public static NetlistException WrongPortCount(string call, string subcircuit, int connections, int ports) =>
        Because($"{call} joins {connections} nodes to subcircuit {subcircuit}, which has {ports} ports; give one node per port.");

    public static NetlistException BadPort(string subcircuit, NodeId port, string fault) =>
        Because($"subcircuit {subcircuit}: port {port} {fault}; ports are distinct nodes other than ground.");

    public static NetlistException TooDeep(string call, int limit) =>
        Because($"{call} nests subcircuits more than {limit} levels deep; flatten some of them.");

    public static NetlistException TooLarge(long limit) =>
        Because($"the netlist expands to more than {limit} elements; simulate a part of it.");

    public static NetlistException NodeNameClash(string node) =>
        Because($"node {node} is named in the netlist and also arises inside a subcircuit call; rename the one in the netlist.");

    public static NetlistException UnsupportedElement(string element, string kind, string engine) =>
        Because($"{element}: the {engine} engine does not know elements of kind {kind}; choose another engine, or replace the element.");

    public static NetlistException UnsupportedAnalysis(string analysis, string engine) =>
        Because($"the {engine} engine does not run {analysis}; choose another engine.");

    /// <summary>A value that an element cannot have; <paramref name="requirement"/> completes "… must be".</summary>
    public static NetlistException BadValue(string element, string quantity, double value, string unit, string requirement) =>
        Because($"{element}: {quantity} {SiText.Format(value, unit)} must be {requirement}.");
}

using CircuitSim.Numerics;

namespace CircuitSim.Netlists;

/// <summary>A netlist or card that cannot be understood: file, line, column, the text with a caret, and the remedy.</summary>
public sealed class NetlistException : CircuitSimException
{
    private NetlistException(string message, string what, string? file, int line, int column)
        : base(message)
    {
        What = what;
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The message without place and caret.</summary>
    public string What { get; }

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
        return new NetlistException($"{place}: {what}\n  {shown}\n  {caret}", what, file, line, column);
    }

    /// <summary>A fault of something that was read at a place, or built by a program where there is none.</summary>
    public static NetlistException At(SourcePlace? place, string what) =>
        place is null or { IsNone: true } ? Because(what) : At(place.File, place.Line, place.Column, place.LineText, what);

    /// <summary>A fault of a netlist without text, or of the whole file.</summary>
    public static NetlistException Because(string what, string? file = null) =>
        new(file is null ? what : $"{file}: {what}", what, file, 0, 0);

    /// <summary>The same fault at the same place in other words.</summary>
    internal NetlistException Saying(string what) => new(Message.Replace(What, what, StringComparison.Ordinal), what, File, Line, Column);

    /// <summary>The fault of a name that nothing defines.</summary>
    internal static string Unknown(string parameter) => $"'{parameter}' is neither a parameter nor a known constant.";

    public static NetlistException DuplicateElement(string element, SourcePlace? place = null) =>
        At(place, $"element {element} is defined twice; element names are compared without case, so rename one of the two.");

    public static NetlistException DuplicateSubcircuit(string subcircuit, SourcePlace? place = null) =>
        At(place, $"subcircuit {subcircuit} is defined twice; rename one of the two.");

    public static NetlistException UndefinedSubcircuit(string call, string subcircuit, SourcePlace? place = null) =>
        At(place, $"{call} calls subcircuit {subcircuit}, which is not defined; define it with .subckt {subcircuit}, or correct the name.");

    public static NetlistException RecursiveSubcircuit(IEnumerable<string> chain, SourcePlace? place = null) =>
        At(place, $"subcircuit {string.Join(" calls ", chain)}: a subcircuit cannot contain itself; break the chain.");

    public static NetlistException WrongPortCount(string call, string subcircuit, int connections, int ports, SourcePlace? place = null) =>
        At(place, $"{call} joins {connections} nodes to subcircuit {subcircuit}, which has {ports} ports; give one node per port.");

    public static NetlistException BadPort(string subcircuit, NodeId port, string fault, SourcePlace? place = null) =>
        At(place, $"subcircuit {subcircuit}: port {port} {fault}; ports are distinct nodes.");

    public static NetlistException TooDeep(string call, int limit, SourcePlace? place = null) =>
        At(place, $"{call} nests subcircuits more than {limit} levels deep; flatten some of them.");

    public static NetlistException TooLarge(long limit, SourcePlace? place = null) =>
        At(place, $"the netlist expands to more than {limit} elements; simulate a part of it.");

    public static NetlistException NodeNameClash(string node, SourcePlace? place = null) =>
        At(place, $"node {node} is named in the netlist and also arises inside a subcircuit call; rename the one in the netlist.");

    public static NetlistException UnsupportedElement(string element, string kind, string engine) =>
        Because($"{element}: the {engine} engine does not know elements of kind {kind}; choose another engine, or replace the element.");

    public static NetlistException DuplicateModel(string model, SourcePlace? place = null) =>
        At(place, $"model card {model} is defined twice (case does not matter); rename one of the two.");

    public static NetlistException DuplicateParameter(string parameter, SourcePlace? place = null) =>
        At(place, $"parameter {parameter} is defined twice in one circuit (case does not matter); remove one of the two.");

    public static NetlistException DuplicateFunction(string function, SourcePlace? place = null) =>
        At(place, $"function {function} is defined twice in one circuit (case does not matter); rename one of the two.");

    public static NetlistException MissingModel(string element, string model, SourcePlace? place = null) =>
        At(place, $"{element} refers to model card {model}, which is not there; add a .model line for it, or correct the name.");

    public static NetlistException WrongModel(string element, string model, string kind, string needed, SourcePlace? place = null) =>
        At(place, $"{element} refers to model card {model}, which is of kind {kind}; it needs one of kind {needed}.");

    public static NetlistException UnknownCallParameter(string call, string subcircuit, string parameter, string suggestion, SourcePlace? place = null) =>
        At(place, $"{call} sets parameter {parameter}, which subcircuit {subcircuit} does not have; {suggestion}");

    public static NetlistException ParameterCycle(IEnumerable<string> chain, SourcePlace? place = null) =>
        At(place, $"parameter {string.Join(" depends on ", chain)}: a value cannot depend on itself; break the chain.");

    public static NetlistException FunctionCycle(IEnumerable<string> chain, SourcePlace? place = null) =>
        At(place, $"function {string.Join(" calls ", chain)}: a function cannot call itself; break the chain.");

    public static NetlistException MissingNode(string where, NodeId node, SourcePlace? place = null) =>
        At(place, $"{where} refers to node {node}, which no element connects; check its name.");

    public static NetlistException MissingBranch(string where, string element, SourcePlace? place = null) =>
        At(place, $"{where} refers to the current of {element}, which is no voltage source, inductor or E, H or B voltage source of the circuit; "
            + "put a 0 V source in series to measure it.");

    /// <summary>A value that an element cannot have; <paramref name="requirement"/> completes "… must be".</summary>
    public static NetlistException BadValue(
        string element, string quantity, double value, string unit, string requirement, SourcePlace? place = null) =>
        At(place, $"{element}: {quantity} {SiText.Format(value, unit)} must be {requirement}.");
}

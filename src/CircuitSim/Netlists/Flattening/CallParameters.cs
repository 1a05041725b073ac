using CircuitSim.Netlists.Elements;

namespace CircuitSim.Netlists.Flattening;

/// <summary>Calls without the parameters that their subcircuit does not have.</summary>
internal sealed class CallParameters(Action<SourcePlace, string> leaveOut, List<(string Call, string Parameter, string Subcircuit)> undeclared)
{
    private readonly Stack<ILookup<string, Subcircuit>> scopes = new();
    private bool hasChanged;

    /// <param name="undeclared">Takes what is left out.</param>
    /// <returns>Null where there are no such parameters.</returns>
    public static Netlist? Known(Netlist netlist, Action<SourcePlace, string> leaveOut, List<(string Call, string Parameter, string Subcircuit)> undeclared)
    {
        var known = new CallParameters(leaveOut, undeclared);
        var whole = known.Known(new Subcircuit("the circuit", [], netlist.Elements) { Subcircuits = netlist.Subcircuits, Conditionals = netlist.Conditionals });
        return known.hasChanged ? netlist with { Elements = whole.Elements, Subcircuits = whole.Subcircuits, Conditionals = whole.Conditionals } : null;
    }

    private Subcircuit Known(Subcircuit circuit)
    {
        scopes.Push(circuit.Subcircuits.ToLookup(s => s.Name, StringComparer.OrdinalIgnoreCase));
        var known = circuit with
        {
            Elements = [.. circuit.Elements.Select(e => e is SubcircuitCall call ? Known(call) : e)],
            Subcircuits = [.. circuit.Subcircuits.Select(Known)],
            Conditionals = [.. circuit.Conditionals.Select(c => c with { Branches = [.. c.Branches.Select(b => b with { Part = Known(b.Part) })] })],
        };
        scopes.Pop();
        return known;
    }

    private SubcircuitCall Known(SubcircuitCall call)
    {
        // Of one that a condition brings nothing is known.
        if (scopes.Select(s => s[call.Subcircuit].FirstOrDefault()).FirstOrDefault(s => s is not null) is not { } definition)
            return call;
        bool Has(Parameter p) => CircuitInstance.IsMultiplier(p, definition) || definition.Parameters.Any(d => d.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase));
        foreach (var parameter in call.Parameters.Where(p => !Has(p)))
        {
            hasChanged = true;
            undeclared.Add((call.Name, parameter.Name, definition.Name));
            leaveOut(parameter.Place, $"{parameter.Name} of {call.Name}, which subcircuit {definition.Name} does not have{(NameSuggestion.Near(parameter.Name, [.. definition.Parameters.Select(d => d.Name)]) is { } near ? $" (did you mean {near}?)" : "")}");
        }

        return call.Parameters.All(Has) ? call : call with { Parameters = [.. call.Parameters.Where(Has)] };
    }
}

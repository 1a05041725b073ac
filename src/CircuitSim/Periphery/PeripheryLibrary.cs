using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Spice;

namespace CircuitSim.Periphery;

/// <summary>
/// The subcircuits and cards of netlists/periphery/*.inc, which the library carries: the text that the test benches there run is
/// the text that chains place. Such a file holds subcircuits and cards only and includes nothing, so that a bench and the
/// library may put them together as they need them.
/// </summary>
public static class PeripheryLibrary
{
    private const string Prefix = "periphery/";

    private static readonly Lazy<Netlist> Content = new(Read);

    /// <summary>All subcircuits, by file and then in the order of the file.</summary>
    public static IReadOnlyList<Subcircuit> Subcircuits => Content.Value.Subcircuits;

    /// <param name="name">Compared without case.</param>
    /// <exception cref="NetlistException">There is no such subcircuit.</exception>
    public static Subcircuit Find(string name) =>
        Subcircuits.FirstOrDefault(s => Same(s.Name, name))
            ?? throw NetlistException.Because($"the periphery has no subcircuit {name}; {NameSuggestion.Nearest(name, [.. Subcircuits.Select(s => s.Name)])}");

    /// <summary>Adds a subcircuit to a draft, with those that it calls and the cards that they refer to; a call can then name it.</summary>
    /// <exception cref="NetlistException">There is no such subcircuit, or none of a name that it calls.</exception>
    public static Subcircuit AddTo(CircuitDraft draft, string name)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var subcircuit = Find(name);
        draft.Add(subcircuit);
        foreach (var element in subcircuit.Elements)
        {
            if (element is SubcircuitCall call && !subcircuit.Subcircuits.Any(s => Same(s.Name, call.Subcircuit)))
                AddTo(draft, call.Subcircuit);
            if (element.Card is { } card && !subcircuit.Models.Any(m => Same(m.Name, card.Name)))
                draft.Add(FindCard(card.Name));
        }

        return subcircuit;
    }

    /// <exception cref="NetlistException">There is no such card.</exception>
    public static ModelCard FindCard(string name) =>
        Content.Value.Models.FirstOrDefault(m => Same(m.Name, name))
            ?? throw NetlistException.Because($"the periphery has no card {name}; {NameSuggestion.Nearest(name, [.. Content.Value.Models.Select(m => m.Name)])}");

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static Netlist Read()
    {
        var files = typeof(PeripheryLibrary).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var text = "periphery\n" + string.Concat(files.Select(file => $".include {file}\n"));
        return SpiceReader.Read(text, new SpiceReaderOptions { Includes = new EmbeddedFiles() }).Netlist;
    }

    private sealed class EmbeddedFiles : IIncludeResolver
    {
        public IncludedText Read(string path, string? includedFrom)
        {
            using var resource = typeof(PeripheryLibrary).Assembly.GetManifestResourceStream(path)
                ?? throw NetlistException.Because($"{path} is not in the library; a file of the periphery includes no other.");
            using var reader = new StreamReader(resource);
            return new IncludedText(path, path, reader.ReadToEnd());
        }
    }
}

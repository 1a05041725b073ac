using System.Text;
using CircuitSim.Files;

namespace CircuitSim.Netlists.Cards;

/// <summary>The model cards that ship inside the library, from device-models/*.lib.</summary>
public static class DeviceModelLibrary
{
    private const string Prefix = "device-models/";

    /// <summary>All cards, by file and then in the order of the file.</summary>
    public static IReadOnlyList<LibraryCard> Cards()
    {
        var assembly = typeof(DeviceModelLibrary).Assembly;
        var cards = new List<LibraryCard>();
        foreach (var file in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var resource = assembly.GetManifestResourceStream(file)!;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            var hash = Sha256.TextOf(bytes);
            cards.AddRange(ModelCardReader.Read(Encoding.UTF8.GetString(bytes), file).Select(card => new LibraryCard(card, file, hash)));
        }

        return cards;
    }

    /// <param name="name">Compared without case.</param>
    /// <exception cref="NetlistException">There is no such card; the message lists what there is.</exception>
    public static LibraryCard Find(string name)
    {
        var cards = Cards();
        return cards.FirstOrDefault(c => c.Card.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw NetlistException.Because($"no device model '{name}' in the library; {NameSuggestion.Nearest(name, [.. cards.Select(c => c.Card.Name)])}");
    }
}

using System.Text;
using CircuitSim.Devices;
using CircuitSim.Experiments.Studies;
using CircuitSim.Files;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Devices;

/// <summary>The model card of one device, as a user names it and perhaps changes it.</summary>
/// <param name="Card">With the changes.</param>
/// <param name="Device">Of the card.</param>
/// <param name="Provenance">The file that the card comes from; its parameters are those with the changes.</param>
public sealed record DeviceModel(ModelCard Card, IThresholdModel Device, CardProvenance Provenance)
{
    private const string Extension = ".lib";

    /// <param name="model">Name of a card of the library, or FILE.lib:NAME; NAME may be left out where the file has one card.</param>
    /// <param name="changes">key=value, each in place of the card's own.</param>
    /// <exception cref="NetlistException">There is no such card, or it is not valid.</exception>
    /// <exception cref="DataFileException">The file cannot be read.</exception>
    /// <exception cref="InvalidParameterException">A change is not key=value.</exception>
    public static DeviceModel Load(string model, IReadOnlyList<string> changes)
    {
        var entry = FindCard(model);
        var values = new Dictionary<string, string>(entry.Card.Parameters, StringComparer.OrdinalIgnoreCase);
        foreach (var change in changes)
        {
            if (change.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } key, { Length: > 0 } value])
                throw InvalidParameterException.Because("set", $"'{change}' is not a parameter and its value, key=value; write for example ron=2k.");
            values[key] = SiText.WithoutPercent(value);
        }

        var card = entry.Card with { Parameters = values };
        return new DeviceModel(card, MemristorCard.ToThresholdModel(card), new CardProvenance(card.Name, entry.File, entry.Sha256, values));
    }

    /// <summary>The card as its file has it.</summary>
    /// <inheritdoc cref="Load"/>
    internal static LibraryCard FindCard(string model) => model.IndexOf(Extension, StringComparison.OrdinalIgnoreCase) is var end and > 0
        ? FromFile(model[..(end + Extension.Length)], model[(end + Extension.Length)..].TrimStart(':'))
        : DeviceModelLibrary.Find(model);

    private static LibraryCard FromFile(string path, string name)
    {
        var bytes = DataFileException.Reading(path, () => File.ReadAllBytes(path));
        var cards = ModelCardReader.Read(Encoding.UTF8.GetString(bytes), path);
        var found = name.Length == 0 && cards.Count == 1 ? cards[0] : cards.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found is null
            ? throw NetlistException.Because($"{path}: {(name.Length == 0 ? "name one of its cards" : $"no card '{name}'")}; there are: {string.Join(", ", cards.Select(c => c.Name))}. Write {Path.GetFileName(path)}:NAME.")
            : new LibraryCard(found, Path.GetFileName(path), Sha256.TextOf(bytes));
    }
}

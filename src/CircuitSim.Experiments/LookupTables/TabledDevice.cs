using CircuitSim.Devices;
using CircuitSim.Experiments.Devices;
using CircuitSim.Experiments.Studies;
using CircuitSim.LookupTables;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>A device as its tables have it, and as its card has it.</summary>
/// <param name="Scatter">From device to device, as the tables were measured.</param>
/// <param name="Cycles">From pulse to pulse, likewise.</param>
/// <param name="ReadNoise">Of the reads between which ΔG was measured.</param>
internal sealed record TabledDevice(DeviceTable Table, ModelCard Card, IThresholdModel Device, CardProvenance Provenance, DeviceScatter Scatter, Variability Cycles, double ReadNoise)
{
    /// <summary>Relative distance of a table's end from the device's that rounding explains.</summary>
    private const double Near = 1e-6;

    public double Least => Table.Conductances.Least;

    public double Greatest => Table.Conductances.Greatest;

    /// <summary>The state from which a device is written, its HRS [m].</summary>
    public static double StartOf(IThresholdModel device) => DeviceTableRun.OffLimits(device, device.HighestState);

    /// <summary>Of the nominal device [S].</summary>
    public double Start => Device.Conductance(0, StartOf(Device));

    /// <summary>Whether devices differ.</summary>
    public bool HasScatter => Scatter != DeviceScatter.None;

    /// <summary>Whether ΔG is the device's own in every pulse, so that a write by the table can be held against it.</summary>
    public bool IsOwn => !HasScatter && ReadNoise == 0;

    /// <summary>The table by itself.</summary>
    /// <param name="path">tables.npz, or a folder that holds it.</param>
    /// <exception cref="DataFileException">Missing, unreadable, or no tables of a device.</exception>
    public static DeviceTable ReadTable(string path)
    {
        var set = TableFolder.Read(path);
        try
        {
            return new DeviceTable(set);
        }
        catch (InvalidParameterException e)
        {
            throw DataFileException.Corrupt(path, e.Message, e);
        }
    }

    /// <param name="path">tables.npz, or a folder that holds it.</param>
    /// <param name="card">That the tables must be of; empty takes the tables' own.</param>
    /// <exception cref="CircuitSimException">The file, the tables or the card cannot be, or one is not of the other.</exception>
    public static TabledDevice Read(string path, string card)
    {
        var table = ReadTable(path);
        var set = table.Tables;
        var own = set.Provenance.Card is { } text ? ModelCardReader.Read(text, path) : [];
        if (own.Count != 1 && card.Length == 0)
            throw InvalidParameterException.Because("card", $"{path} does not say of which card it is, so there is no full device to hold it against; name the card.");
        var model = card.Length > 0 ? DeviceModel.Load(card, []) : null;
        if (model is not null && own.Count == 1 && Differing(model.Card, own[0]) is { } key)
            throw InvalidParameterException.Because("card", $"{path} was measured on another card than {card}: {key} differs; measure {card} anew, or leave the card out.");
        var (nominal, provenance) = model is not null ? (model.Card, model.Provenance)
            : (own[0], new CardProvenance(own[0].Name, Path.GetFileName(path), set.Provenance.CardSha256 ?? "", own[0].Parameters));
        var device = MemristorCard.ToThresholdModel(nominal);
        foreach (var (found, expected, what) in new[] { (table.Conductances.Least, 1 / device.HighResistance, "least"), (table.Conductances.Greatest, 1 / device.LowResistance, "greatest") })
        {
            if (Math.Abs(found - expected) > Near * expected)
                throw InvalidParameterException.Because("card", $"{path} was measured on another device than {nominal.Name}: its {what} conductance is {SiText.Format(found, "S")}, the card's {SiText.Format(expected, "S")}.");
        }

        Variability Law(string parameter) => Variability.Normal(table.Option("sigma_device", parameter) ?? 0);
        var scatter = new DeviceScatter
        {
            ROn = Law("ron"),
            ROff = Law("roff"),
            KOn = Law("kon"),
            KOff = Law("koff"),
            AlphaOn = Law("aon"),
            AlphaOff = Law("aoff"),
            VOn = Law("von"),
            VOff = Law("voff"),
        };
        return new TabledDevice(table, nominal, device, provenance, scatter, Variability.LogNormal(table.Option("sigma_cycle") ?? 0), table.Option("sigma_read") ?? 0);
    }

    /// <summary>A key that two cards do not have with the same value.</summary>
    private static string? Differing(ModelCard a, ModelCard b) => a.Parameters.Keys.Union(b.Parameters.Keys, StringComparer.OrdinalIgnoreCase).FirstOrDefault(key =>
        !a.Parameters.TryGetValue(key, out var x) || !b.Parameters.TryGetValue(key, out var y)
        || !(SiText.TryParse(x, out var m) && SiText.TryParse(y, out var n) ? Math.Abs(m - n) <= 1e-12 * Math.Abs(m) : x.Equals(y, StringComparison.OrdinalIgnoreCase)));
}

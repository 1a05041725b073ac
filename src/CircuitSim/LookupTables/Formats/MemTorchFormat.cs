using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CircuitSim.Devices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Cards;

namespace CircuitSim.LookupTables.Formats;

/// <summary>
/// The keyword arguments of MemTorch 1.1.6's VTEAM (memtorch/bh/memristor/VTEAM.py), from the card. Its state x lies in [0, d], clipped;
/// R = r_off x/d + r_on (1 − x/d); dx/dt = k_off (v/v_off − 1)^α_off from v_off on, k_on (v/v_on − 1)^α_on down from v_on, forward Euler
/// in steps of time_series_resolution. So x = w − w_on and d = w_off − w_on; it has neither a window nor an exponential I–V.
/// </summary>
public sealed partial class MemTorchFormat : ITableFormat
{
    private const string Name = "memtorch_vteam.py";

    /// <summary>Steps of MemTorch within the shorter pulse.</summary>
    private const int StepsPerPulse = 1000;

    private static readonly string[] Keys = ["time_series_resolution", "r_off", "r_on", "d", "k_on", "k_off", "alpha_on", "alpha_off", "v_on", "v_off", "x_on", "x_off"];

    public string Word => "memtorch";

    public string Title => "MemTorch 1.1.6, VTEAM";

    public TableKind Kind => TableKind.Device;

    public IReadOnlyList<string> Loading =>
    [
        "With this folder on `sys.path`: `from memtorch_vteam import VTEAM`, then `memtorch.bh.memristor.VTEAM(**VTEAM)`, or `patch_model(model, memristor_model=memtorch.bh.memristor.VTEAM, memristor_model_params=VTEAM, …)`.",
        "The nominal card alone, in SI units; the variability of the tables is not in it. A positive voltage resets.",
    ];

    public IReadOnlyList<FormatDocument> Write(TableSet tables)
    {
        var p = CardOf(tables.Provenance);
        var pulses = new[] { tables.Provenance.Set, tables.Provenance.Reset }.OfType<TablePulse>().ToList();
        var (d, step) = (p.WOff - p.WOn, pulses.Count == 0 ? 1e-10 : pulses.Min(u => u.Width) / StepsPerPulse);
        double[] values = [step, p.ROff, p.ROn, d, p.KOn, p.KOff, p.AlphaOn, p.AlphaOff, p.VOn, p.VOff, 0, d];
        var text = new StringBuilder($"# {Origin.Line(tables.Provenance)}\n# SI units; x = 0 at r_on, x = d at r_off.\nVTEAM = dict(\n");
        foreach (var (key, value) in Keys.Zip(values))
            text.Append(CultureInfo.InvariantCulture, $"    {key}={value:R},\n");
        return [FormatDocument.Text(Name, text.Append(")\n").ToString())];
    }

    private static VteamParameters CardOf(TableProvenance provenance)
    {
        if (provenance.Card is not { } text)
            throw InvalidParameterException.Because("card", "MemTorch's arguments are those of a VTEAM card, and the tables name none.");
        VteamParameters p;
        try
        {
            p = ModelCardReader.Read(text) is [var card] && MemristorCard.ToModel(card) is Vteam vteam
                ? vteam.Parameters
                : throw InvalidParameterException.Because("card", "MemTorch's arguments are those of one VTEAM card; these tables are of another model.");
        }
        catch (NetlistException e)
        {
            throw InvalidParameterException.Because("card", $"MemTorch's arguments come from the card, which cannot be read: {e.Message.Split('\n')[0]}");
        }

        if (p.Form != CurrentVoltageForm.Linear)
            throw InvalidParameterException.Because("iv", "MemTorch's VTEAM has a resistance that is linear in its state; this card's is exponential (iv=exponential).");
        if (p.Window.Kind != StateWindowKind.None)
            throw InvalidParameterException.Because("window", $"MemTorch's VTEAM has no window; this card has {p.Window.Kind}'s.");
        return p;
    }

    public IReadOnlyList<string> Faults(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var faults = new FaultList();
        if (!files.TryGetValue(Name, out var content))
        {
            faults.Add($"{Name} is missing.");
            return faults.All;
        }

        var (read, line, inside, closed) = (new Dictionary<string, double>(), 0, false, false);
        foreach (var raw in Encoding.UTF8.GetString(content.Span).AsSpan().EnumerateLines())
        {
            line++;
            var text = raw.Trim().ToString();
            if (text.Length == 0 || text[0] == '#')
                continue;
            if (!inside && text == "VTEAM = dict(")
                inside = true;
            else if (inside && text == ")")
                (inside, closed) = (false, true);
            else if (!inside || Argument().Match(text) is not { Success: true } argument || !double.TryParse(argument.Groups[2].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                faults.Add($"{Name}, line {line}: '{DataFileException.Shown(text)}' is not name=number of VTEAM = dict( … ).");
            else if (!Keys.Contains(argument.Groups[1].Value))
                faults.Add($"{Name}, line {line}: MemTorch's VTEAM has no argument {DataFileException.Shown(argument.Groups[1].Value)}; it would be ignored.");
            else if (!read.TryAdd(argument.Groups[1].Value, value))
                faults.Add($"{Name}, line {line}: {argument.Groups[1].Value} is there twice; Python refuses that.");
        }

        if (!closed)
            faults.Add($"{Name}: has no VTEAM = dict( … ) that is closed.");
        foreach (var key in Keys.Where(k => !read.ContainsKey(k)))
            faults.Add($"{Name}: has no {key}; MemTorch would take its own default.");
        if (faults.All.Count > 0)
            return faults.All;
        Require(read["time_series_resolution"] > 0, "time_series_resolution", "above zero");
        Require(read["r_on"] > 0, "r_on", "above zero");
        Require(read["r_off"] > read["r_on"], "r_off", "above r_on");
        Require(read["d"] > 0, "d", "above zero");
        Require(read["k_on"] < 0, "k_on", "below zero: a negative voltage sets");
        Require(read["k_off"] > 0, "k_off", "above zero: a positive voltage resets");
        Require(read["v_on"] < 0, "v_on", "below zero");
        Require(read["v_off"] > 0, "v_off", "above zero");
        Require(read["x_on"] == 0 && read["x_off"] == read["d"], "x_on, x_off", "0 and d, between which MemTorch clips the state");
        return faults.All;

        void Require(bool holds, string key, string what)
        {
            if (!holds)
                faults.Add($"{Name}: {key} must be {what}.");
        }
    }

    [GeneratedRegex(@"^(\w+)\s*=\s*([-+0-9.eE]+),?$")]
    private static partial Regex Argument();
}

using System.Text.Json;
using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Engine;

/// <summary>
/// One VTEAM device behind a resistor under pulses or a sine, as a netlist for CircuitSim and as an ordinary differential
/// equation for SciPy (Golden/vteam_states.py).
/// </summary>
public sealed record VteamCase(string Name, VteamParameters Parameters, double Series, IReadOnlyList<(double Time, double Voltage)> Points, double SineAmplitude)
{
    private const double Nano = 1e-9;
    private const double SinePeriod = 20 * Nano;
    private const double Traversal = 4 * Nano;

    /// <summary>Length of every case [s].</summary>
    public const double Stop = 40 * Nano;

    /// <summary>When states are compared [s].</summary>
    public static IReadOnlyList<double> Times { get; } = [.. Enumerable.Range(1, 40).Select(k => k * Stop / 40)];

    private bool IsSine => SineAmplitude > 0;

    /// <summary>Every card of the library, and one card with every window and both current–voltage forms, under every drive.</summary>
    public static IReadOnlyList<VteamCase> All { get; } = [.. Cards().SelectMany(c => Drives(c.Name, c.Parameters))];

    public double StartState => Parameters.W0 ?? Parameters.WOff;

    public string Netlist(double largestStep, string options = "")
    {
        var p = Parameters;
        var source = IsSine
            ? $"sin(0 {N(SineAmplitude)} {N(1 / SinePeriod)})"
            : $"pwl({string.Join(' ', Points.Select(q => $"{N(q.Time)} {N(q.Voltage)}"))})";
        var window = p.Window.Kind switch
        {
            StateWindowKind.None => "",
            StateWindowKind.Exponential => $" waoff={N(p.WOn + p.Window.AOff * (p.WOff - p.WOn))} waon={N(p.WOn + p.Window.AOn * (p.WOff - p.WOn))} wc={N(p.Window.C * (p.WOff - p.WOn))}",
            StateWindowKind.Prodromakis => $" p={N(p.Window.P)} j={N(p.Window.J)}",
            _ => $" p={N(p.Window.P)}",
        };
        return $"""
            {options}
            V1 in 0 {source}
            R1 in a {N(Series)}
            YMEMRISTOR m1 a 0 m w0={N(StartState)}
            .model m memristor(ron={N(p.ROn)} roff={N(p.ROff)} kon={N(p.KOn)} koff={N(p.KOff)} aon={N(p.AlphaOn)} aoff={N(p.AlphaOff)}
            + von={N(p.VOn)} voff={N(p.VOff)} won={N(p.WOn)} woff={N(p.WOff)} w0={N(StartState)} iv={p.Form} window={p.Window.Kind}{window})
            .tran 1n {N(Stop)} 0 {N(largestStep)}
            """;
    }

    /// <summary>The cases as the script reads them.</summary>
    /// <param name="times">Of the states that it prints [s]; null is <see cref="Times"/>.</param>
    public static string ToJson(IEnumerable<VteamCase> cases, IReadOnlyList<double>? times = null) =>
        JsonSerializer.Serialize(cases.Select(c => c.ToScript(times ?? Times)));

    /// <summary>Voltage of the source at a time [V].</summary>
    public double SourceAt(double time)
    {
        if (IsSine)
            return SineAmplitude * Math.Sin(2 * Math.PI / SinePeriod * time);
        var k = 1;
        while (k < Points.Count - 1 && Points[k].Time < time)
            k++;
        var ((t0, v0), (t1, v1)) = (Points[k - 1], Points[k]);
        return v0 + (v1 - v0) * (time - t0) / (t1 - t0);
    }

    private Dictionary<string, object> ToScript(IReadOnlyList<double> times)
    {
        var p = Parameters;
        var result = new Dictionary<string, object>
        {
            ["name"] = Name,
            ["card"] = new Dictionary<string, object>
            {
                ["ron"] = p.ROn,
                ["roff"] = p.ROff,
                ["kon"] = p.KOn,
                ["koff"] = p.KOff,
                ["alphaon"] = p.AlphaOn,
                ["alphaoff"] = p.AlphaOff,
                ["von"] = p.VOn,
                ["voff"] = p.VOff,
                ["range"] = p.WOff - p.WOn,
                ["iv"] = p.Form.ToString().ToLowerInvariant(),
                ["window"] = p.Window.Kind.ToString().ToLowerInvariant(),
                ["p"] = p.Window.P,
                ["j"] = p.Window.J,
                ["aoff"] = p.Window.AOff,
                ["aon"] = p.Window.AOn,
                ["wc"] = p.Window.C,
            },
            ["series"] = Series,
            ["x0"] = (StartState - p.WOn) / (p.WOff - p.WOn),
            ["times"] = times,
        };
        if (IsSine)
            result["sine"] = new[] { SineAmplitude, 1 / SinePeriod };
        else
            result["points"] = Points.Select(q => new[] { q.Time, q.Voltage });
        return result;
    }

    private static IEnumerable<(string Name, VteamParameters Parameters)> Cards()
    {
        foreach (var card in DeviceModelLibrary.Cards().Where(c => c.Card.Kind.Equals(MemristorCard.Kind, StringComparison.OrdinalIgnoreCase)))
            yield return (card.Card.Name, VteamCard.ToParameters(card.Card));
        var magic = VteamCard.ToParameters(DeviceModelLibrary.Find("vteam_magic").Card) with { W0 = 2.4e-9 };
        yield return ("exponential-iv", magic with { Form = CurrentVoltageForm.Exponential });
        yield return ("joglekar", magic with { Window = StateWindow.Joglekar(2) });
        yield return ("biolek", magic with { Window = StateWindow.Biolek(2) });
        yield return ("prodromakis", magic with { Window = StateWindow.Prodromakis(2, 1.2) });
        yield return ("exponential-window", magic with { Window = StateWindow.Exponential(0.85, 0.15, 0.05) });
    }

    /// <summary>Amplitudes at which the state would cross its range in a few nanoseconds, alone and behind a resistor.</summary>
    private static IEnumerable<VteamCase> Drives(string name, VteamParameters p)
    {
        var range = p.WOff - p.WOn;
        // Within what the card vouches for.
        var set = Round(Math.Max(p.VOn * (1 + Math.Pow(range / (Traversal * -p.KOn), 1 / p.AlphaOn)), 0.8 * p.VMin));
        var reset = Round(Math.Min(p.VOff * (1 + Math.Pow(range / (Traversal * p.KOff), 1 / p.AlphaOff)), 0.8 * p.VMax));
        var sine = Math.Min(1.1 * Math.Max(-set, reset), 0.9 * Math.Min(-p.VMin, p.VMax));
        // A fresh device stands at the HRS: set first, then reset half of it, then set again.
        (double, double)[] pulses =
        [
            (0, 0), (1 * Nano, 0), (2 * Nano, set), (5 * Nano, set), (6 * Nano, 0), (10 * Nano, 0),
            (10.5 * Nano, reset), (13 * Nano, reset), (13.5 * Nano, 0), (20 * Nano, 0),
            (20.01 * Nano, 1.05 * set), (30 * Nano, 1.05 * set), (30.01 * Nano, 0), (31 * Nano, 1.1 * reset), (40 * Nano, 1.1 * reset),
        ];
        var ohms = Math.Sqrt(p.ROn * p.ROff) / 4;
        yield return new VteamCase($"{name}/pulses", p, 1e-3, pulses, 0);
        yield return new VteamCase($"{name}/pulses-behind-resistor", p, ohms, pulses, 0);
        yield return new VteamCase($"{name}/sine", p, 1e-3, [], sine);
        yield return new VteamCase($"{name}/sine-behind-resistor", p, ohms, [], sine);
    }

    private static double Round(double volts) => Math.Round(volts, 3);

    private static string N(double value) => SiText.Exact(value);
}

using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Ngspice;

/// <summary>
/// A memristor as a subcircuit for ngspice. The state is the voltage x of a capacitor, 0 and 1 at the ends of its range:
/// <code>
/// C dx/dt = C · rate(v, x)                      while time &gt; 0
///       0 = x0 − x                              while time = 0: a bare integrator would be singular in .op
/// i = v · g(x), x within [0, 1]                 so that no undershoot of x can make the resistance negative
/// </code>
/// Full speed lasts up to a limit; beyond it the drive fades over <see cref="Overshoot"/> and a spring pulls x back. The
/// resistance sees none of that, and a state that turns round has at most that much to make up.
/// </summary>
internal static class NgspiceMemristor
{
    /// <summary>Node of the subcircuit whose voltage is x.</summary>
    public const string StateNode = "x";

    /// <summary>How far beyond a limit the state may be driven, as a fraction of its range.</summary>
    private const double Overshoot = 5e-4;

    /// <summary>Scale of the state's charge: with 1 F its currents would reach 10¹¹ A [F].</summary>
    private const double Capacitance = 1e-9;

    /// <summary>The state, within its limits.</summary>
    private const string X = "min(max(v(x), 0), 1)";

    /// <summary>Writes one subcircuit for each card in use; returns their names by card.</summary>
    public static Dictionary<string, MemristorSubcircuit> WriteSubcircuits(FlatNetlist flat, TextWriter output)
    {
        var written = new Dictionary<string, MemristorSubcircuit>(StringComparer.OrdinalIgnoreCase);
        var cards = flat.Models.ToDictionary(m => m.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var memristor in flat.Elements.OfType<Memristor>())
        {
            if (written.ContainsKey(memristor.Model))
                continue;
            var model = MemristorCard.ToModel(cards[memristor.Model]);
            var equations = Equations(model);
            var subcircuit = new MemristorSubcircuit($"{equations.Name}_{written.Count + 1}", model);
            Write(subcircuit.Name, cards[memristor.Model], equations, output);
            written.Add(memristor.Model, subcircuit);
        }

        return written;
    }

    /// <summary>Writes the subcircuit of a card.</summary>
    public static void WriteSubcircuit(string name, ModelCard card, TextWriter output) => Write(name, card, Equations(MemristorCard.ToModel(card)), output);

    private static void Write(string name, ModelCard card, MemristorEquations equations, TextWriter output)
    {
        output.WriteLine($"* {card.Name}: {equations.Title}");
        foreach (var line in Lines(name, equations))
            output.WriteLine(line);
    }

    public static string Call(Memristor memristor, MemristorSubcircuit subcircuit, string nodes)
    {
        var model = subcircuit.Model;
        return $"{NgspiceNames.Of(memristor)}{nodes} {subcircuit.Name} x0={SiText.Exact((memristor.StartOf(model) - model.LowestState) / model.StateRange)}";
    }

    private static IEnumerable<string> Lines(string name, MemristorEquations equations)
    {
        yield return $".subckt {name} p n x0=1";
        yield return $"Bi p n I={equations.Current}";
        yield return $"Cx x 0 {SiText.Exact(Capacitance)} ic={{x0}}";
        yield return $"Boff 0 off V={equations.Up} * min(max(1 - (v(x) - 1) / {N(Overshoot)}, 0), 1)";
        yield return $"Bon 0 on V={equations.Down} * min(max(1 + v(x) / {N(Overshoot)}, 0), 1)";
        var spring = $"{N(equations.Stiffness)} * (v(x) - {X})";
        yield return $"Bx 0 x I=time > 0 ? {N(Capacitance)} * (-v(off) - v(on) - {spring}) : ({{x0}} - v(x))";
        yield return ".ends";
    }

    private static MemristorEquations Equations(IMemristorModel model) => model switch
    {
        Vteam vteam => Equations(vteam.Parameters),
        IonDrift drift => Equations(drift.Parameters),
        Team team => Equations(team),
        Yakopcic yakopcic => Equations(yakopcic.Parameters),
        MetastableSwitch switches => Equations(switches.Parameters),
        PiecewiseEmpirical => throw NetlistException.Because("ngspice's text has no form for memristors of level 4 with measured tables; choose another engine."),
        _ => throw NetlistException.Because($"ngspice's text has no form for memristors of the model {model.GetType().Name}."),
    };

    private static MemristorEquations Equations(VteamParameters p)
    {
        var range = p.WOff - p.WOn;
        // pow() at its corner has a slope of zero or one because alpha is at least 1.
        return new MemristorEquations
        {
            Name = "vteam",
            Title = "VTEAM; v(x) is the state, 0 at w_on and 1 at w_off",
            Current = $"v(p,n) * {Conductance(p, X)}",
            Up = $"{N(p.KOff / range)} * pow(max(v(p,n) / {N(p.VOff)} - 1, 0), {N(p.AlphaOff)}) * {Window(p.Window, X, isOff: true)}",
            Down = $"{N(p.KOn / range)} * pow(max(v(p,n) / {N(p.VOn)} - 1, 0), {N(p.AlphaOn)}) * {Window(p.Window, X, isOff: false)}",
            Stiffness = Math.Max(p.KOff, -p.KOn) / range,
        };
    }

    private static MemristorEquations Equations(IonDriftParameters p)
    {
        var conductance = $"(1 / ({N(p.ROff)} - {N(p.ROff - p.ROn)} * {X}))";
        var mobility = p.Mobility / (p.Thickness * p.Thickness);
        string Rate(string voltage) => $"{N(mobility * p.ROn)} * {voltage} * {conductance} * {Window(StateWindow.Joglekar(p.P), X, isOff: true)}";
        return new MemristorEquations
        {
            Name = "drift",
            Title = "linear ion drift; v(x) is the state, 0 at r_off and 1 at r_on",
            Current = $"v(p,n) * {conductance}",
            Up = Rate("max(v(p,n), 0)"),
            Down = Rate("min(v(p,n), 0)"),
            Stiffness = mobility,
        };
    }

    private static MemristorEquations Equations(Team team)
    {
        var p = team.Parameters;
        var range = p.XOff - p.XOn;
        // The state goes further than from x_on to x_off where its window does.
        var y = $"({N((team.LowestState - p.XOn) / range)} + {N(team.StateRange / range)} * {X})";
        var resistance = p.Form == CurrentVoltageForm.Exponential ? $"({N(p.ROn)} * exp({N(Math.Log(p.ROff / p.ROn))} * {y}))" : $"({N(p.ROn)} + {N(p.ROff - p.ROn)} * {y})";
        string Rate(double k, double threshold, double alpha, bool isOff) =>
            $"{N(k / team.StateRange)} * pow(max(v(p,n) / {resistance} / {N(threshold)} - 1, 0), {N(alpha)}) * {Window(p.Window, y, isOff)}";
        return new MemristorEquations
        {
            Name = "team",
            Title = "TEAM; v(x) is the state, 0 and 1 at the ends of its range",
            Current = $"v(p,n) / {resistance}",
            Up = Rate(p.KOff, p.IOff, p.AlphaOff, isOff: true),
            Down = Rate(p.KOn, p.IOn, p.AlphaOn, isOff: false),
            // As fast as one volt moves the state.
            Stiffness = Math.Clamp(Math.Max(team.StateRate(1, p.XOn), -team.StateRate(-1, p.XOn)) / team.StateRange, 1, 1e12),
        };
    }

    private static MemristorEquations Equations(YakopcicParameters p)
    {
        var positive = $"{N(p.AP)} * (exp(max(v(p,n), {N(p.VP)})) - {N(Math.Exp(p.VP))})";
        var negative = $"{N(p.AN)} * (exp(max(-v(p,n), {N(p.VN)})) - {N(Math.Exp(p.VN))})";
        var rising = p.XP < 1 ? $"({X} > {N(p.XP)} ? (1 - {X}) / {N(1 - p.XP)} * exp({N(-p.AlphaP)} * ({X} - {N(p.XP)})) : 1)" : "1";
        var falling = p.XN < 1 ? $"({X} < {N(1 - p.XN)} ? {X} / {N(1 - p.XN)} * exp({N(p.AlphaN)} * ({X} - {N(1 - p.XN)})) : 1)" : "1";
        return new MemristorEquations
        {
            Name = "yakopcic",
            Title = "Yakopcic; v(x) is the state",
            Current = $"(v(p,n) >= 0 ? {N(p.A1)} : {N(p.A2)}) * {X} * sinh({N(p.B)} * v(p,n))",
            Up = $"{(p.Eta > 0 ? positive : negative)} * {rising}",
            Down = $"-{(p.Eta > 0 ? negative : positive)} * {falling}",
            Stiffness = Math.Max(1, Math.Max(p.AP, p.AN)),
        };
    }

    private static MemristorEquations Equations(MetastableSwitchParameters p)
    {
        var thermal = PhysicalConstants.Boltzmann * p.Temperature / PhysicalConstants.ElementaryCharge;
        var switches = $"v(p,n) * ({N(1 / p.ROff)} + {N(1 / p.ROn - 1 / p.ROff)} * {X})";
        return new MemristorEquations
        {
            Name = "switches",
            Title = "metastable switches; v(x) is the part that is on",
            Current = p.Phi == 1 ? switches
                : $"{N(p.Phi)} * {switches} + {N(1 - p.Phi)} * ({N(p.ForwardAlpha)} * exp({N(p.ForwardBeta)} * v(p,n)) - {N(p.ReverseAlpha)} * exp({N(-p.ReverseBeta)} * v(p,n)))",
            Up = $"{N(1 / p.Tau)} * (1 - {X}) / (1 + exp(({N(p.VOn)} - v(p,n)) / {N(thermal)}))",
            Down = $"-{N(1 / p.Tau)} * {X} / (1 + exp((v(p,n) + {N(p.VOff)}) / {N(thermal)}))",
            Stiffness = 1 / p.Tau,
        };
    }

    private static string Conductance(VteamParameters p, string x) => p.Form switch
    {
        CurrentVoltageForm.Exponential => $"exp({N(-Math.Log(p.ROff / p.ROn))} * {x}) / {N(p.ROn)}",
        _ => $"(1 / ({N(p.ROn)} + {N(p.ROff - p.ROn)} * {x}))",
    };

    private static string Window(StateWindow window, string x, bool isOff) => window.Kind switch
    {
        StateWindowKind.Joglekar => $"(1 - pow(abs(2 * {x} - 1), {N(2 * window.P)}))",
        StateWindowKind.Biolek => isOff ? $"(1 - pow({x}, {N(2 * window.P)}))" : $"(1 - pow(1 - {x}, {N(2 * window.P)}))",
        StateWindowKind.Prodromakis => $"({N(window.J)} * (1 - pow(({x} - 0.5) * ({x} - 0.5) + 0.75, {N(window.P)})))",
        StateWindowKind.Exponential => isOff
            ? $"exp(-exp(({x} - {N(window.AOff)}) / {N(window.C)}))"
            : $"exp(-exp(({N(window.AOn)} - {x}) / {N(window.C)}))",
        _ => "1",
    };

    private static string N(double value) => value < 0 ? $"({SiText.Exact(value)})" : SiText.Exact(value);
}

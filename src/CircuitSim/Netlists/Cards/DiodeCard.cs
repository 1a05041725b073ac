using System.Globalization;
using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind D as parameters of a junction diode.</summary>
public static class DiodeCard
{
    public const string Kind = "D";

    /// <summary>What a larger m counts as, as in ngspice and Xyce.</summary>
    private const double SteepestGrading = 0.9;

    /// <summary>PSpice's second breakdown current, which ngspice and Xyce leave out, too, the limits of a safe operating area, and what data sheets add.</summary>
    internal static readonly string[] WithoutEffect =
        ["ibvl", "nbvl", "fv_max", "bv_max", "id_max", "te_max", "pd_max", "vpk", "ipk", "iave", "irms", "mfg", "type", "perimeter"];

    /// <summary>What Xyce, PSpice, HSPICE and older versions call a key of ngspice.</summary>
    internal static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["js"] = "is",
        ["cj0"] = "cjo",
        ["cj"] = "cjo",
        ["pb"] = "vj",
        ["phi"] = "vj",
        ["mj"] = "m",
        ["ik"] = "ikf",
        ["isw"] = "jsw",
        ["cjp"] = "cjsw",
        ["vjsw"] = "php",
        ["vb"] = "bv",
        ["ib"] = "ibv",
        ["trs"] = "trs1",
        ["ctc"] = "cta",
        ["tvj"] = "tpb",
        ["perim"] = "pj",
        ["tref"] = "tnom",
    };

    private static readonly string[] Known =
    [
        "is", "rs", "n", "tt", "cjo", "vj", "m", "fc", "bv", "ibv", "nbv", "ikf", "ikr", "isr", "nr", "jsw", "ns", "cjsw", "php", "mjsw", "fcs",
        "jtun", "jtunsw", "ntun", "xtitun", "keg", "area", "pj", "eg", "xti", "tnom", "trs1", "trs2", "ttt1", "ttt2", "tm1", "tm2", "tbv1", "tbv2",
        "tcv", "tikf", "tlev", "tlevc", "cta", "ctp", "tpb", "tphp", "kf", "af", "level", .. Aliases.Keys, .. WithoutEffect,
    ];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static DiodeParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var keys = new CardKeys(CardKeys.Canonical(card, Aliases), "a diode", [Kind], Known);
        var level = keys.Number("level", 1);
        if (level is not (1 or 2 or 3))
            throw CardKeys.Fault(card, "level: diodes of level 1, 2 (PSpice's high injection) and 3 (width and length) are known here, no others.");
        var otherwise = new DiodeParameters();
        var fall = keys.Number("tcv", 0);
        var isRelative = keys.Number("tlev", 0) != 0;
        return keys.Checked(() => new DiodeParameters
        {
            Level = (int)level,
            SaturationCurrent = keys.Number("is", otherwise.SaturationCurrent),
            SeriesResistance = keys.Number("rs", 0),
            EmissionCoefficient = keys.Number("n", otherwise.EmissionCoefficient),
            TransitTime = keys.Number("tt", 0),
            JunctionCapacitance = keys.Number("cjo", 0),
            JunctionPotential = keys.Number("vj", otherwise.JunctionPotential),
            GradingCoefficient = Math.Min(keys.Number("m", otherwise.GradingCoefficient), SteepestGrading),
            ForwardCapacitanceCoefficient = keys.Number("fc", otherwise.ForwardCapacitanceCoefficient),
            BreakdownVoltage = keys.Find("bv"),
            BreakdownCurrent = keys.Number("ibv", otherwise.BreakdownCurrent),
            BreakdownEmissionCoefficient = keys.Find("nbv"),
            ForwardKnee = keys.Number("ikf", 0),
            ReverseKnee = keys.Number("ikr", 0),
            RecombinationCurrent = keys.Number("isr", 0),
            // PSpice, whose diodes level 2 are, has another one here.
            RecombinationEmission = keys.Number("nr", level is 2 ? 2 : otherwise.RecombinationEmission),
            SidewallSaturationCurrent = keys.Number("jsw", 0),
            SidewallEmission = keys.Find("ns"),
            SidewallCapacitance = keys.Number("cjsw", 0),
            SidewallPotential = keys.Number("php", otherwise.SidewallPotential),
            SidewallGrading = keys.Number("mjsw", otherwise.SidewallGrading),
            SidewallForwardCoefficient = keys.Number("fcs", otherwise.SidewallForwardCoefficient),
            TunnelCurrent = keys.Number("jtun", 0),
            SidewallTunnelCurrent = keys.Number("jtunsw", 0),
            TunnelEmission = keys.Number("ntun", otherwise.TunnelEmission),
            TunnelExponent = keys.Number("xtitun", otherwise.TunnelExponent),
            TunnelEnergyPart = keys.Number("keg", otherwise.TunnelEnergyPart),
            Area = keys.Number("area", otherwise.Area),
            Perimeter = keys.Number("pj", 0),
            ActivationEnergy = keys.Number("eg", otherwise.ActivationEnergy),
            SaturationCurrentExponent = keys.Number("xti", otherwise.SaturationCurrentExponent),
            NominalTemperature = keys.Find("tnom"),
            ResistanceDrift = (keys.Number("trs1", 0), keys.Number("trs2", 0)),
            TransitTimeDrift = (keys.Number("ttt1", 0), keys.Number("ttt2", 0)),
            GradingDrift = (keys.Number("tm1", 0), keys.Number("tm2", 0)),
            BreakdownDrift = (keys.Number("tbv1", 0) - (isRelative ? fall : 0), keys.Number("tbv2", 0)),
            BreakdownFall = isRelative ? 0 : fall,
            KneeDrift = keys.Number("tikf", 0),
            HasOwnCapacitanceDrift = keys.Number("tlevc", 0) == 1,
            CapacitanceDrift = (keys.Number("cta", 0), keys.Number("ctp", 0)),
            PotentialFall = (keys.Number("tpb", 0), keys.Number("tphp", 0)),
            FlickerCoefficient = keys.Number("kf", 0),
            FlickerExponent = keys.Number("af", otherwise.FlickerExponent),
        }.Validated());
    }

    /// <summary>ngspice 39 has tbv1 as tcv, and no level 2.</summary>
    /// <param name="parameters">Of the card, by ngspice's keys.</param>
    /// <exception cref="NetlistException">A key for which ngspice has nothing.</exception>
    internal static IEnumerable<(string Key, string Value)> ForNgspice(ModelCard card, IEnumerable<(string Key, string Value)> parameters)
    {
        var p = ToParameters(card);
        var missing = p.BreakdownDrift.Quadratic != 0 ? "tbv2" : p.KneeDrift != 0 ? "tikf" : p.Level == 2 && p.ForwardKnee > 0 ? "ikf of level 2" : null;
        if (missing is not null)
            throw CardKeys.Fault(card, $"ngspice has no {missing}; leave it out, or choose another engine.");
        foreach (var (key, value) in parameters.Where(row => row.Key.ToLowerInvariant() is not ("tbv1" or "tbv2" or "tcv" or "tlev" or "tikf" or "nr") && (p.Level != 2 || !row.Key.Equals("level", StringComparison.OrdinalIgnoreCase))))
            yield return (key, value);
        if (p.RecombinationCurrent > 0)
            yield return ("nr", Text(p.RecombinationEmission));
        if (p.BreakdownFall != 0)
            yield return ("tcv", Text(p.BreakdownFall));
        if (p.BreakdownDrift.Linear != 0)
        {
            yield return ("tlev", "1");
            yield return ("tcv", Text(-p.BreakdownDrift.Linear));
        }

        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }
}

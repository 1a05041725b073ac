using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind NJF and PJF as parameters of a junction field-effect transistor.</summary>
public static class JfetCard
{
    public const string NChannelKind = "NJF";
    public const string PChannelKind = "PJF";

    /// <summary>PSpice's impact ionisation, a current of the gate that ngspice and Xyce leave out, too, and what data sheets add.</summary>
    internal static readonly string[] WithoutEffect = ["alpha", "vk", "mfg"];

    /// <summary>What PSpice, LTspice and SPICE2 call a key of ngspice.</summary>
    internal static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["vt0"] = "vto",
        ["t_measured"] = "tnom",
        ["tref"] = "tnom",
    };

    /// <summary>Keys of PSpice that ngspice does not have.</summary>
    private static readonly string[] UnknownToNgspice = ["n", "isr", "nr", "m"];

    private static readonly string[] Known =
    [
        "vto", "beta", "lambda", "rd", "rs", "cgs", "cgd", "pb", "is", "n", "isr", "nr", "m", "fc", "b", "delta", "theta", "tnom", "tcv", "vtotc", "bex",
        "betatce", "xti", "eg", "kf", "af", "nlev", "gdsnoi", "level", .. Aliases.Keys, .. WithoutEffect,
    ];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static JfetParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var keys = new CardKeys(CardKeys.Canonical(card, Aliases), "a junction FET", [NChannelKind, PChannelKind], Known);
        var level = keys.Number("level", 1);
        if (level is not (1 or 2))
            throw CardKeys.Fault(card, "level: junction FETs of level 1 (Shichman-Hodges) and 2 (Shockley, as Xyce has it) are known here, no others.");
        var otherwise = new JfetParameters();
        return keys.Checked(() => new JfetParameters
        {
            IsPChannel = card.Kind.Equals(PChannelKind, StringComparison.OrdinalIgnoreCase),
            Channel = level == 2 ? JfetChannel.Shockley : JfetChannel.Square,
            Threshold = keys.Number("vto", otherwise.Threshold),
            Transconductance = keys.Number("beta", otherwise.Transconductance),
            ChannelLengthModulation = keys.Number("lambda", 0),
            DopingTail = keys.Number("b", otherwise.DopingTail),
            SaturationShift = keys.Number("delta", 0),
            MobilityModulation = keys.Number("theta", 0),
            DrainResistance = keys.Number("rd", 0),
            SourceResistance = keys.Number("rs", 0),
            SourceCapacitance = keys.Number("cgs", 0),
            DrainCapacitance = keys.Number("cgd", 0),
            GatePotential = keys.Number("pb", otherwise.GatePotential),
            Grading = keys.Number("m", otherwise.Grading),
            ForwardCapacitanceCoefficient = keys.Number("fc", otherwise.ForwardCapacitanceCoefficient),
            SaturationCurrent = keys.Number("is", otherwise.SaturationCurrent),
            EmissionCoefficient = keys.Number("n", otherwise.EmissionCoefficient),
            RecombinationCurrent = keys.Number("isr", 0),
            RecombinationEmission = keys.Number("nr", otherwise.RecombinationEmission),
            SaturationCurrentExponent = keys.Number("xti", 0),
            ActivationEnergy = keys.Number("eg", otherwise.ActivationEnergy),
            ThresholdDrift = keys.Find("vtotc") ?? -keys.Number("tcv", 0),
            MobilityExponent = keys.Number("bex", 0),
            TransconductanceDrift = keys.Find("betatce"),
            FlickerCoefficient = keys.Number("kf", 0),
            FlickerExponent = keys.Number("af", otherwise.FlickerExponent),
            ChannelNoise = keys.Number("nlev", 2) >= 3 ? keys.Number("gdsnoi", 1) : null,
            NominalTemperature = keys.Find("tnom"),
        }.Validated());
    }

    /// <summary>ngspice 39 has the keys of SPICE 3f5 and its own, and a level 2 that is another device.</summary>
    /// <exception cref="NetlistException">A key for which ngspice has nothing.</exception>
    internal static IEnumerable<(string Key, string Value)> ForNgspice(ModelCard card, IEnumerable<(string Key, string Value)> parameters)
    {
        var (p, plain) = (ToParameters(card), new JfetParameters());
        var missing = p.Channel == JfetChannel.Shockley ? "level 2 of Xyce" : p.EmissionCoefficient != 1 ? "n" : p.RecombinationCurrent > 0 ? "isr" : p.Grading != plain.Grading ? "m" : null;
        if (missing is not null)
            throw CardKeys.Fault(card, $"ngspice's junction FET has no {missing}; leave it out, or choose another engine.");
        return parameters.Where(row => !UnknownToNgspice.Contains(row.Key, StringComparer.OrdinalIgnoreCase));
    }
}

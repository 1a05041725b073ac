using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind NPN and PNP as parameters of a bipolar transistor.</summary>
public static class BipolarCard
{
    public const string NpnKind = "NPN";
    public const string PnpKind = "PNP";

    /// <summary>What data sheets of transistors add to their cards.</summary>
    internal static readonly string[] WithoutEffect = ["vceo", "icrating", "mfg"];

    /// <summary>What Xyce, PSpice, HSPICE and SPICE2 call a key of SPICE 3.</summary>
    internal static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bfm"] = "bf",
        ["brm"] = "br",
        ["va"] = "vaf",
        ["vbf"] = "vaf",
        ["vb"] = "var",
        ["vrb"] = "var",
        ["bv"] = "var",
        ["ik"] = "ikf",
        ["jbf"] = "ikf",
        ["jbr"] = "ikr",
        ["jle"] = "ise",
        ["nle"] = "ne",
        ["jlc"] = "isc",
        ["nlc"] = "nc",
        ["nk"] = "nkf",
        ["jrb"] = "irb",
        ["iob"] = "irb",
        ["pe"] = "vje",
        ["me"] = "mje",
        ["jtf"] = "itf",
        ["pc"] = "vjc",
        ["mc"] = "mjc",
        ["cdis"] = "xcjc",
        ["ccs"] = "cjs",
        ["csub"] = "cjs",
        ["ps"] = "vjs",
        ["psub"] = "vjs",
        ["ms"] = "mjs",
        ["msub"] = "mjs",
        ["esub"] = "mjs",
        ["tb"] = "xtb",
        ["tcb"] = "xtb",
        ["pt"] = "xti",
        ["tref"] = "tnom",
    };

    private static readonly string[] Known =
    [
        "is", "bf", "nf", "vaf", "ikf", "nkf", "ise", "c2", "ne", "br", "nr", "var", "ikr", "isc", "c4", "nc", "rb", "irb", "rbm", "re", "rc",
        "cje", "vje", "mje", "tf", "xtf", "vtf", "itf", "ptf", "cjc", "vjc", "mjc", "xcjc", "tr", "cjs", "vjs", "mjs", "iss", "ns", "subs",
        "xtb", "eg", "xti", "fc", "tnom", "kf", "af", "level", .. Aliases.Keys, .. WithoutEffect,
    ];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static BipolarParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var keys = new CardKeys(CardKeys.Canonical(card, Aliases), "a bipolar transistor", [NpnKind, PnpKind], Known);
        if (keys.Number("level", 1) is not 1)
            throw CardKeys.Fault(card, "level: bipolar transistors of level 1 (Gummel-Poon) are known here, no others.");
        var otherwise = new BipolarParameters();
        var isPnp = card.Kind.Equals(PnpKind, StringComparison.OrdinalIgnoreCase);
        var saturation = keys.Number("is", otherwise.SaturationCurrent);
        return keys.Checked(() => new BipolarParameters
        {
            IsPnp = isPnp,
            SaturationCurrent = saturation,
            ForwardGain = keys.Number("bf", otherwise.ForwardGain),
            ForwardEmission = keys.Number("nf", otherwise.ForwardEmission),
            ForwardEarlyVoltage = keys.Number("vaf", 0),
            ForwardKnee = keys.Number("ikf", 0),
            KneeExponent = keys.Number("nkf", otherwise.KneeExponent),
            // SPICE2 has leakages as multiples of is.
            EmitterLeakage = keys.Find("ise") ?? keys.Number("c2", 0) * saturation,
            EmitterLeakageEmission = keys.Number("ne", otherwise.EmitterLeakageEmission),
            ReverseGain = keys.Number("br", otherwise.ReverseGain),
            ReverseEmission = keys.Number("nr", otherwise.ReverseEmission),
            ReverseEarlyVoltage = keys.Number("var", 0),
            ReverseKnee = keys.Number("ikr", 0),
            CollectorLeakage = keys.Find("isc") ?? keys.Number("c4", 0) * saturation,
            CollectorLeakageEmission = keys.Number("nc", otherwise.CollectorLeakageEmission),
            BaseResistance = keys.Number("rb", 0),
            BaseResistanceCurrent = keys.Number("irb", 0),
            LeastBaseResistance = keys.Find("rbm"),
            EmitterResistance = keys.Number("re", 0),
            CollectorResistance = keys.Number("rc", 0),
            EmitterCapacitance = keys.Number("cje", 0),
            EmitterPotential = keys.Number("vje", otherwise.EmitterPotential),
            EmitterGrading = keys.Number("mje", otherwise.EmitterGrading),
            ForwardTransitTime = keys.Number("tf", 0),
            TransitTimeGrowth = keys.Number("xtf", 0),
            TransitTimeVoltage = keys.Number("vtf", 0),
            TransitTimeCurrent = keys.Number("itf", 0),
            ExcessPhase = keys.Number("ptf", 0),
            CollectorCapacitance = keys.Number("cjc", 0),
            CollectorPotential = keys.Number("vjc", otherwise.CollectorPotential),
            CollectorGrading = keys.Number("mjc", otherwise.CollectorGrading),
            InnerCollectorPart = keys.Number("xcjc", otherwise.InnerCollectorPart),
            ReverseTransitTime = keys.Number("tr", 0),
            SubstrateCapacitance = keys.Number("cjs", 0),
            SubstratePotential = keys.Number("vjs", otherwise.SubstratePotential),
            SubstrateGrading = keys.Number("mjs", otherwise.SubstrateGrading),
            SubstrateSaturationCurrent = keys.Number("iss", 0),
            SubstrateEmission = keys.Number("ns", otherwise.SubstrateEmission),
            IsLateral = keys.Find("subs") is { } subs ? subs < 0 : isPnp,
            GainExponent = keys.Number("xtb", 0),
            ActivationEnergy = keys.Number("eg", otherwise.ActivationEnergy),
            SaturationCurrentExponent = keys.Number("xti", otherwise.SaturationCurrentExponent),
            ForwardCapacitanceCoefficient = keys.Number("fc", otherwise.ForwardCapacitanceCoefficient),
            FlickerCoefficient = keys.Number("kf", 0),
            FlickerExponent = keys.Number("af", otherwise.FlickerExponent),
            NominalTemperature = keys.Find("tnom"),
        }.Validated());
    }
}

using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind NPN and PNP as parameters of a bipolar transistor.</summary>
public static class BipolarCard
{
    public const string NpnKind = "NPN";
    public const string PnpKind = "PNP";

    /// <summary>What data sheets of transistors add to their cards.</summary>
    internal static readonly string[] WithoutEffect = ["vceo", "icrating", "mfg"];

    private static readonly string[] Known =
    [
        "is", "bf", "nf", "vaf", "va", "ikf", "ik", "ise", "c2", "ne", "br", "nr", "var", "vb", "ikr", "isc", "c4", "nc", "rb", "irb", "rbm", "re", "rc",
        "cje", "vje", "pe", "mje", "me", "tf", "xtf", "vtf", "itf", "ptf", "cjc", "vjc", "pc", "mjc", "mc", "xcjc", "tr",
        "cjs", "ccs", "csub", "vjs", "ps", "mjs", "ms", "iss", "ns", "subs", "xtb", "eg", "xti", "pt", "fc", "tnom", "tref", "kf", "af", "level",
        .. WithoutEffect,
    ];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static BipolarParameters ToParameters(ModelCard card)
    {
        var keys = new CardKeys(card, "a bipolar transistor", [NpnKind, PnpKind], Known);
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
            ForwardEarlyVoltage = keys.Find("vaf") ?? keys.Number("va", 0),
            ForwardKnee = keys.Find("ikf") ?? keys.Number("ik", 0),
            // SPICE2 has leakages as multiples of is.
            EmitterLeakage = keys.Find("ise") ?? keys.Number("c2", 0) * saturation,
            EmitterLeakageEmission = keys.Number("ne", otherwise.EmitterLeakageEmission),
            ReverseGain = keys.Number("br", otherwise.ReverseGain),
            ReverseEmission = keys.Number("nr", otherwise.ReverseEmission),
            ReverseEarlyVoltage = keys.Find("var") ?? keys.Number("vb", 0),
            ReverseKnee = keys.Number("ikr", 0),
            CollectorLeakage = keys.Find("isc") ?? keys.Number("c4", 0) * saturation,
            CollectorLeakageEmission = keys.Number("nc", otherwise.CollectorLeakageEmission),
            BaseResistance = keys.Number("rb", 0),
            BaseResistanceCurrent = keys.Number("irb", 0),
            LeastBaseResistance = keys.Find("rbm"),
            EmitterResistance = keys.Number("re", 0),
            CollectorResistance = keys.Number("rc", 0),
            EmitterCapacitance = keys.Number("cje", 0),
            EmitterPotential = keys.Find("vje") ?? keys.Number("pe", otherwise.EmitterPotential),
            EmitterGrading = keys.Find("mje") ?? keys.Number("me", otherwise.EmitterGrading),
            ForwardTransitTime = keys.Number("tf", 0),
            TransitTimeGrowth = keys.Number("xtf", 0),
            TransitTimeVoltage = keys.Number("vtf", 0),
            TransitTimeCurrent = keys.Number("itf", 0),
            ExcessPhase = keys.Number("ptf", 0),
            CollectorCapacitance = keys.Number("cjc", 0),
            CollectorPotential = keys.Find("vjc") ?? keys.Number("pc", otherwise.CollectorPotential),
            CollectorGrading = keys.Find("mjc") ?? keys.Number("mc", otherwise.CollectorGrading),
            InnerCollectorPart = keys.Number("xcjc", otherwise.InnerCollectorPart),
            ReverseTransitTime = keys.Number("tr", 0),
            SubstrateCapacitance = keys.Find("cjs") ?? keys.Find("ccs") ?? keys.Number("csub", 0),
            SubstratePotential = keys.Find("vjs") ?? keys.Number("ps", otherwise.SubstratePotential),
            SubstrateGrading = keys.Find("mjs") ?? keys.Number("ms", otherwise.SubstrateGrading),
            SubstrateSaturationCurrent = keys.Number("iss", 0),
            SubstrateEmission = keys.Number("ns", otherwise.SubstrateEmission),
            IsLateral = keys.Find("subs") is { } subs ? subs < 0 : isPnp,
            GainExponent = keys.Number("xtb", 0),
            ActivationEnergy = keys.Number("eg", otherwise.ActivationEnergy),
            SaturationCurrentExponent = keys.Find("xti") ?? keys.Number("pt", otherwise.SaturationCurrentExponent),
            ForwardCapacitanceCoefficient = keys.Number("fc", otherwise.ForwardCapacitanceCoefficient),
            FlickerCoefficient = keys.Number("kf", 0),
            FlickerExponent = keys.Number("af", otherwise.FlickerExponent),
            NominalTemperature = keys.Find("tnom") ?? keys.Find("tref"),
        }.Validated());
    }
}

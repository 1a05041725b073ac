using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind VDMOS, VDMOSN and VDMOSP as parameters of a vertical power MOSFET.</summary>
public static class VdmosCard
{
    public const string Kind = "VDMOS";
    public const string NChannelKind = "VDMOSN";
    public const string PChannelKind = "VDMOSP";

    /// <summary>What LTspice's cards say of the data sheet, limits of a safe operating area, and what only a transistor that heats itself has.</summary>
    internal static readonly string[] WithoutEffect =
    [
        "mfg", "vds", "ron", "qg", "phi", "rthjc", "rthca", "cthj", "texp1", "vgs_max", "vgd_max", "vds_max", "vgsr_max", "vgdr_max", "pd_max", "id_max", "idr_max",
        "te_max", "rth_ext", "derating",
    ];

    /// <summary>What LTspice and older versions call a key of ngspice.</summary>
    internal static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase) { ["vth0"] = "vto", ["vtotc"] = "tcvth", ["bex"] = "mu", ["pb"] = "vj", ["cj0"] = "cjo" };

    private static readonly string[] Known =
    [
        "vto", "kp", "lambda", "theta", "mtriode", "subshift", "ksubthres", "rd", "rs", "rg", "rds", "rb", "rq", "vq", "cgs", "cgdmin", "cgdmax", "a", "is", "n", "tt", "cjo", "vj", "m", "fc",
        "bv", "ibv", "nbv", "eg", "xti", "tcvth", "mu", "texp0", "trd1", "trd2", "trs1", "trs2", "trg1", "trg2", "trb1", "trb2", "tksubthres1", "tksubthres2", "kf", "af", "tnom", "pchan", "nchan",
        .. Aliases.Keys, .. WithoutEffect,
    ];

    /// <summary>ngspice 39 knows the channel by the key alone: the kinds VDMOSN and VDMOSP make it take all memory there is.</summary>
    /// <param name="parameters">Of the card, by ngspice's keys.</param>
    internal static IEnumerable<(string Key, string Value)> ForNgspice(ModelCard card, IEnumerable<(string Key, string Value)> parameters)
    {
        var rest = parameters.Where(row => row.Key.ToLowerInvariant() is not ("pchan" or "nchan" or "rq" or "vq"));
        return ToParameters(card).IsPChannel ? rest.Prepend(("pchan", "1")) : rest;
    }

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static VdmosParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var keys = new CardKeys(CardKeys.Canonical(card, Aliases), "a VDMOS", [Kind, NChannelKind, PChannelKind], Known);
        if (keys.Number("rq", 0) != 0)
            throw CardKeys.Fault(card, "rq: the quasi-saturation of a VDMOS is not supported; leave rq and vq out.");
        var otherwise = new VdmosParameters();
        var tnom = keys.Find("tnom");
        return keys.Checked(() => new VdmosParameters
        {
            IsPChannel = card.Kind.Equals(PChannelKind, StringComparison.OrdinalIgnoreCase) || keys.Number("pchan", 0) != 0,
            Threshold = keys.Number("vto", 0),
            Transconductance = keys.Number("kp", otherwise.Transconductance),
            ChannelLengthModulation = keys.Number("lambda", 0),
            MobilityModulation = keys.Number("theta", 0),
            TriodeFactor = keys.Number("mtriode", otherwise.TriodeFactor),
            SubthresholdShift = keys.Number("subshift", 0),
            SubthresholdSlope = keys.Number("ksubthres", otherwise.SubthresholdSlope),
            DrainResistance = keys.Number("rd", 0),
            SourceResistance = keys.Number("rs", 0),
            GateResistance = keys.Number("rg", 0),
            ShuntResistance = keys.Find("rds"),
            SourceCapacitance = keys.Number("cgs", 0),
            LeastDrainCapacitance = keys.Number("cgdmin", 0),
            LargestDrainCapacitance = keys.Number("cgdmax", 0),
            DrainCapacitanceSteepness = keys.Number("a", otherwise.DrainCapacitanceSteepness),
            Body = otherwise.Body with
            {
                SaturationCurrent = keys.Number("is", otherwise.Body.SaturationCurrent),
                EmissionCoefficient = keys.Number("n", 1),
                TransitTime = keys.Number("tt", 0),
                JunctionCapacitance = keys.Number("cjo", 0),
                JunctionPotential = keys.Number("vj", otherwise.Body.JunctionPotential),
                GradingCoefficient = keys.Number("m", otherwise.Body.GradingCoefficient),
                ForwardCapacitanceCoefficient = keys.Number("fc", otherwise.Body.ForwardCapacitanceCoefficient),
                BreakdownVoltage = keys.Find("bv") is { } bv ? Math.Abs(bv) : null,
                BreakdownCurrent = keys.Number("ibv", otherwise.Body.BreakdownCurrent),
                BreakdownEmissionCoefficient = keys.Number("nbv", 1),
                ActivationEnergy = keys.Number("eg", otherwise.Body.ActivationEnergy),
                SaturationCurrentExponent = keys.Number("xti", otherwise.Body.SaturationCurrentExponent),
                SeriesResistance = keys.Number("rb", 0),
                ResistanceDrift = (keys.Number("trb1", 0), keys.Number("trb2", 0)),
                NominalTemperature = tnom,
            },
            ThresholdFall = keys.Number("tcvth", 0),
            MobilityExponent = keys.Number("mu", otherwise.MobilityExponent),
            DrainResistanceExponent = keys.Find("texp0"),
            DrainResistanceDrift = (keys.Number("trd1", 0), keys.Number("trd2", 0)),
            SourceResistanceDrift = (keys.Number("trs1", 0), keys.Number("trs2", 0)),
            GateResistanceDrift = (keys.Number("trg1", 0), keys.Number("trg2", 0)),
            SubthresholdDrift = (keys.Number("tksubthres1", 0), keys.Number("tksubthres2", 0)),
            FlickerCoefficient = keys.Number("kf", 0),
            FlickerExponent = keys.Number("af", otherwise.FlickerExponent),
            NominalTemperature = tnom,
        }.Validated());
    }
}

using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind NMOS and PMOS as parameters of a MOSFET of level 1, 2 or 3.</summary>
public static class MosfetCard
{
    public const string NChannelKind = "NMOS";
    public const string PChannelKind = "PMOS";

    /// <summary>Sizes of those transistors that do not give their own.</summary>
    internal const string Width = "w", Length = "l";

    /// <summary>Where neither card nor netlist has a tnom [°C].</summary>
    internal const double DefaultNominal = 27;

    /// <summary>Keys of each level beside those of all; what stands here and not at the level of a card has no effect there.</summary>
    private static readonly string[][] Own =
    [
        ["lambda"],
        ["lambda", "xj", "nfs", "vmax", "delta", "ucrit", "uexp", "neff"],
        ["xj", "nfs", "vmax", "delta", "theta", "eta", "kappa", "wd", "xl", "xw", "delvto", "delvt0"],
    ];

    /// <summary>Keys without effect at any level.</summary>
    private static readonly string[] Silent = ["utra", "xqc", "nlev", "gdsnoi"];

    private static readonly string[] Known =
    [
        "level", Width, Length, "vto", "vt0", "nsub", "nss", "tpg", "kp", "gamma", "phi", "rd", "rs", "rsh", "is", "js", "cbd", "cbs", "cj", "mj", "cjsw", "mjsw", "pb", "fc",
        "cgso", "cgdo", "cgbo", "tox", "ld", "u0", "uo", "tnom", "kf", "af", .. Own.SelectMany(keys => keys).Distinct(), .. Silent,
    ];

    /// <summary>Keys of other levels, and of none.</summary>
    internal static IEnumerable<string> WithoutEffect(ModelCard card) =>
        SiText.TryParse(card.Parameters.GetValueOrDefault("level", "1"), out var level) && level is 1 or 2 or 3
            ? Own.SelectMany(keys => keys).Except(Own[(int)level - 1]).Concat(Silent)
            : Silent;

    /// <summary>The card with the netlist's tnom where it has none and its nsub, which makes vto, gamma and phi at that temperature.</summary>
    internal static ModelCard AtNominal(ModelCard card, double celsius) =>
        (card.Kind.Equals(NChannelKind, StringComparison.OrdinalIgnoreCase) || card.Kind.Equals(PChannelKind, StringComparison.OrdinalIgnoreCase))
        && card.Parameters.ContainsKey("nsub") && !card.Parameters.ContainsKey("tnom")
            ? card with { Parameters = new Dictionary<string, string>(card.Parameters, StringComparer.OrdinalIgnoreCase) { ["tnom"] = SiText.Exact(celsius) } }
            : card;

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static MosfetParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var level = Level(card);
        var keys = new CardKeys(card, "a MOSFET", [NChannelKind, PChannelKind], Known);
        // Without tox level 1 has no gate oxide, and the others have one of 100 nm.
        double? tox = keys.Find("tox") ?? (level > 1 ? 1e-7 : null);
        var (otherwise, doping) = (new MosfetParameters(), Doping(keys, card, level, tox));
        var mobility = (keys.Find("u0") ?? keys.Number("uo", 600)) * 1e-4;
        return keys.Checked(() => new MosfetParameters
        {
            Level = level,
            IsPChannel = card.Kind.Equals(PChannelKind, StringComparison.OrdinalIgnoreCase),
            Threshold = keys.Find("vto") ?? keys.Find("vt0") ?? doping?.Threshold ?? otherwise.Threshold,
            Transconductance = keys.Find("kp") ?? (tox > 0 ? mobility * PhysicalConstants.OxidePermittivity / tox.Value : otherwise.Transconductance),
            BodyEffect = keys.Find("gamma") ?? doping?.BodyEffect ?? otherwise.BodyEffect,
            SurfacePotential = keys.Find("phi") ?? doping?.SurfacePotential ?? otherwise.SurfacePotential,
            ChannelLengthModulation = level < 3 ? keys.Number("lambda", 0) : 0,
            DrainResistance = keys.Number("rd", otherwise.DrainResistance),
            SourceResistance = keys.Number("rs", otherwise.SourceResistance),
            SheetResistance = keys.Number("rsh", otherwise.SheetResistance),
            JunctionSaturationCurrent = keys.Number("is", otherwise.JunctionSaturationCurrent),
            JunctionSaturationCurrentDensity = keys.Number("js", otherwise.JunctionSaturationCurrentDensity),
            BulkDrainCapacitance = keys.Find("cbd"),
            BulkSourceCapacitance = keys.Find("cbs"),
            BottomCapacitance = keys.Number("cj", otherwise.BottomCapacitance),
            BottomGrading = keys.Number("mj", otherwise.BottomGrading),
            SidewallCapacitance = keys.Number("cjsw", otherwise.SidewallCapacitance),
            SidewallGrading = keys.Number("mjsw", level == 1 ? 0.5 : 0.33),
            JunctionPotential = keys.Number("pb", otherwise.JunctionPotential),
            ForwardCapacitanceCoefficient = keys.Number("fc", otherwise.ForwardCapacitanceCoefficient),
            GateSourceOverlap = keys.Number("cgso", otherwise.GateSourceOverlap),
            GateDrainOverlap = keys.Number("cgdo", otherwise.GateDrainOverlap),
            GateBulkOverlap = keys.Number("cgbo", otherwise.GateBulkOverlap),
            OxideThickness = tox,
            LateralDiffusion = keys.Number("ld", otherwise.LateralDiffusion),
            NominalTemperature = keys.Find("tnom"),
            FlickerCoefficient = keys.Number("kf", otherwise.FlickerCoefficient),
            FlickerExponent = keys.Number("af", otherwise.FlickerExponent),
            SurfaceMobility = mobility,
            SubstrateDoping = keys.Number("nsub", 0) * 1e6,
            JunctionDepth = Of(2, 3, "xj", 0),
            FastSurfaceStates = Of(2, 3, "nfs", 0) * 1e4,
            MaximumVelocity = Of(2, 3, "vmax", 0),
            NarrowWidth = Of(2, 3, "delta", 0),
            CriticalField = Of(2, 2, "ucrit", 1e4) * 100,
            CriticalFieldExponent = Of(2, 2, "uexp", 0),
            ChannelCharge = Of(2, 2, "neff", 1),
            MobilityModulation = Of(3, 3, "theta", 0),
            StaticFeedback = Of(3, 3, "eta", 0),
            SaturationField = Of(3, 3, "kappa", otherwise.SaturationField),
            LengthAdjustment = Of(3, 3, "xl", 0),
            WidthNarrowing = Of(3, 3, "wd", 0),
            WidthAdjustment = Of(3, 3, "xw", 0),
            ThresholdAdjustment = level == 3 ? keys.Find("delvto") ?? keys.Number("delvt0", 0) : 0,
        }.Validated());

        double Of(int first, int last, string key, double otherwise) => level >= first && level <= last ? keys.Number(key, otherwise) : otherwise;
    }

    /// <exception cref="NetlistException">A level that is not known here, by the name of its model.</exception>
    private static int Level(ModelCard card)
    {
        if (!card.Parameters.TryGetValue("level", out var text))
            return 1;
        if (!SiText.TryParse(text, out var level))
            throw CardKeys.Fault(card, $"level = '{text}' is not a number; write 1, 2 or 3.");
        if (level is 1 or 2 or 3)
            return (int)level;
        var name = level switch
        {
            4 => " (BSIM)",
            5 => " (BSIM2)",
            6 => " (MOS6)",
            8 or 49 => " (BSIM3)",
            9 => " (MOS9)",
            14 or 54 => " (BSIM4)",
            10 or 55 or 56 or 57 or 58 => " (BSIMSOI)",
            _ => "",
        };
        throw CardKeys.Fault(card, $"level = {text}{name}; MOSFETs of levels 1, 2 and 3 are known here, and those from 4 on are models of their own with other keys: take a card of level 1 to 3.");
    }

    /// <summary>
    /// What the doping of the substrate, nsub [1/cm³], makes of vto, gamma and phi where the card gives tox, too: A. Vladimirescu and
    /// S. Liu, "The simulation of MOS integrated circuits using SPICE2", UCB/ERL M80/7, 1980, at the card's tnom, or else 27 °C.
    /// </summary>
    private static (double Threshold, double BodyEffect, double SurfacePotential)? Doping(CardKeys keys, ModelCard card, int level, double? tox)
    {
        if (keys.Find("nsub") is not { } nsub || tox is not > 0)
            return null;
        var kelvin = (keys.Find("tnom") ?? DefaultNominal) + PhysicalConstants.ZeroCelsius;
        var gap = PhysicalConstants.SiliconGap(kelvin);
        // At 300 K; level 3 alone follows the temperature.
        var intrinsic = 1.45e16;
        if (level == 3)
            intrinsic *= Math.Pow(kelvin / 300, 1.5) * Math.Exp(0.5 * gap * (1 / 300.0 - 1 / kelvin) / PhysicalConstants.ThermalVoltage(1));
        var doping = nsub * 1e6;
        if (!(doping > intrinsic))
            throw CardKeys.Fault(card, $"nsub = {SiText.Exact(nsub)} 1/cm³ must be above silicon's own, 1.45e10.");
        var sign = card.Kind.Equals(PChannelKind, StringComparison.OrdinalIgnoreCase) ? -1 : 1;
        var oxide = PhysicalConstants.OxidePermittivity / tox.Value;
        var phi = keys.Find("phi") ?? Math.Max(0.1, 2 * PhysicalConstants.ThermalVoltage(kelvin) * Math.Log(doping / intrinsic));
        var gamma = keys.Find("gamma") ?? Math.Sqrt(2 * PhysicalConstants.SiliconPermittivity * PhysicalConstants.ElementaryCharge * doping) / oxide;
        // Work function of the gate against the substrate: aluminium (tpg = 0), or silicon doped as the substrate (−1) or against it.
        var gate = keys.Number("tpg", 1) is not 0 and var type ? 3.25 + 0.5 * gap - sign * type * 0.5 * gap : 3.2;
        var flatBand = gate - (3.25 + 0.5 * gap + sign * 0.5 * phi) - keys.Number("nss", 0) * 1e4 * PhysicalConstants.ElementaryCharge / oxide;
        return (flatBand + sign * (gamma * Math.Sqrt(phi) + phi), gamma, phi);
    }
}

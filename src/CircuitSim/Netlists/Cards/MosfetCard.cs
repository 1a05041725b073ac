using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind NMOS and PMOS as parameters of a MOSFET of level 1.</summary>
public static class MosfetCard
{
    public const string NChannelKind = "NMOS";
    public const string PChannelKind = "PMOS";

    // Parameters from doping (nsub, nss, tpg) would set vto, phi and gamma behind the reader's back; they are refused.
    private static readonly string[] Known =
    [
        "level", "vto", "vt0", "kp", "gamma", "phi", "lambda", "rd", "rs", "rsh", "is", "js", "cbd", "cbs", "cj", "mj", "cjsw", "mjsw", "pb", "fc",
        "cgso", "cgdo", "cgbo", "tox", "ld", "u0", "uo", "tnom", "kf", "af",
    ];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static MosfetParameters ToParameters(ModelCard card)
    {
        var keys = new CardKeys(card, "a MOSFET", [NChannelKind, PChannelKind], Known);
        if (card.Parameters.TryGetValue("level", out var level) && level is not ("1" or "1.0"))
            throw CardKeys.Fault(card, $"level = {level}; MOSFETs of level 1 are known here, no others.");
        _ = keys.Find("kf");
        _ = keys.Find("af");
        var otherwise = new MosfetParameters();
        return keys.Checked(() => new MosfetParameters
        {
            IsPChannel = card.Kind.Equals(PChannelKind, StringComparison.OrdinalIgnoreCase),
            Threshold = keys.Find("vto") ?? keys.Number("vt0", otherwise.Threshold),
            Transconductance = keys.Find("kp") ?? FromMobility(keys) ?? otherwise.Transconductance,
            BodyEffect = keys.Number("gamma", otherwise.BodyEffect),
            SurfacePotential = keys.Number("phi", otherwise.SurfacePotential),
            ChannelLengthModulation = keys.Number("lambda", otherwise.ChannelLengthModulation),
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
            SidewallGrading = keys.Number("mjsw", otherwise.SidewallGrading),
            JunctionPotential = keys.Number("pb", otherwise.JunctionPotential),
            ForwardCapacitanceCoefficient = keys.Number("fc", otherwise.ForwardCapacitanceCoefficient),
            GateSourceOverlap = keys.Number("cgso", otherwise.GateSourceOverlap),
            GateDrainOverlap = keys.Number("cgdo", otherwise.GateDrainOverlap),
            GateBulkOverlap = keys.Number("cgbo", otherwise.GateBulkOverlap),
            OxideThickness = keys.Find("tox"),
            LateralDiffusion = keys.Number("ld", otherwise.LateralDiffusion),
            NominalTemperature = keys.Find("tnom"),
        }.Validated());
    }

    /// <summary>kp = u0 · ε_ox / tox, where the card gives tox; u0 is in cm²/(V·s), 600 unless given.</summary>
    private static double? FromMobility(CardKeys keys) =>
        keys.Find("tox") is > 0 and var tox ? (keys.Find("u0") ?? keys.Number("uo", 600)) * 1e-4 * PhysicalConstants.OxidePermittivity / tox : null;
}

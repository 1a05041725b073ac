using CircuitSim.Devices;
using CircuitSim.Numerics;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind NMOS and PMOS as parameters of a MOSFET of level 1.</summary>
public static class MosfetCard
{
    public const string NChannelKind = "NMOS";
    public const string PChannelKind = "PMOS";

    /// <summary>Keys of other levels, on which level 1 does not depend.</summary>
    internal static readonly string[] WithoutEffect = ["xj", "wd", "nfs", "ucrit", "uexp", "utra", "vmax", "neff", "delta", "theta", "eta", "kappa", "xqc"];

    private static readonly string[] Known =
    [
        "level", "vto", "vt0", "nsub", "nss", "tpg", "kp", "gamma", "phi", "lambda", "rd", "rs", "rsh", "is", "js", "cbd", "cbs", "cj", "mj", "cjsw", "mjsw", "pb", "fc",
        "cgso", "cgdo", "cgbo", "tox", "ld", "u0", "uo", "tnom", "kf", "af",
        .. WithoutEffect,
    ];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static MosfetParameters ToParameters(ModelCard card)
    {
        var keys = new CardKeys(card, "a MOSFET", [NChannelKind, PChannelKind], Known);
        if (card.Parameters.TryGetValue("level", out var level) && level is not ("1" or "1.0"))
            throw CardKeys.Fault(card, $"level = {level}; MOSFETs of level 1 are known here, no others.");
        var (otherwise, doping) = (new MosfetParameters(), Doping(keys, card));
        return keys.Checked(() => new MosfetParameters
        {
            IsPChannel = card.Kind.Equals(PChannelKind, StringComparison.OrdinalIgnoreCase),
            Threshold = keys.Find("vto") ?? keys.Find("vt0") ?? doping?.Threshold ?? otherwise.Threshold,
            Transconductance = keys.Find("kp") ?? FromMobility(keys) ?? otherwise.Transconductance,
            BodyEffect = keys.Find("gamma") ?? doping?.BodyEffect ?? otherwise.BodyEffect,
            SurfacePotential = keys.Find("phi") ?? doping?.SurfacePotential ?? otherwise.SurfacePotential,
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
            FlickerCoefficient = keys.Number("kf", otherwise.FlickerCoefficient),
            FlickerExponent = keys.Number("af", otherwise.FlickerExponent),
        }.Validated());
    }

    /// <summary>
    /// What the doping of the substrate, nsub [1/cm³], makes of vto, gamma and phi where the card gives tox, too: A. Vladimirescu and
    /// S. Liu, "The simulation of MOS integrated circuits using SPICE2", UCB/ERL M80/7, 1980, at the card's tnom, or else 27 °C.
    /// </summary>
    private static (double Threshold, double BodyEffect, double SurfacePotential)? Doping(CardKeys keys, ModelCard card)
    {
        const double siliconPermittivity = 11.7 * PhysicalConstants.VacuumPermittivity, intrinsic = 1.45e16;
        if (keys.Find("nsub") is not { } nsub || keys.Find("tox") is not { } tox || tox <= 0)
            return null;
        var doping = nsub * 1e6;
        if (!(doping > intrinsic))
            throw CardKeys.Fault(card, $"nsub = {SiText.Exact(nsub)} 1/cm³ must be above silicon's own, 1.45e10.");
        var kelvin = (keys.Find("tnom") ?? 27) + PhysicalConstants.ZeroCelsius;
        var gap = PhysicalConstants.SiliconGap(kelvin);
        var sign = card.Kind.Equals(PChannelKind, StringComparison.OrdinalIgnoreCase) ? -1 : 1;
        var oxide = PhysicalConstants.OxidePermittivity / tox;
        var phi = keys.Find("phi") ?? Math.Max(0.1, 2 * PhysicalConstants.ThermalVoltage(kelvin) * Math.Log(doping / intrinsic));
        var gamma = keys.Find("gamma") ?? Math.Sqrt(2 * siliconPermittivity * PhysicalConstants.ElementaryCharge * doping) / oxide;
        // Work function of the gate against the substrate: aluminium (tpg = 0), or silicon doped as the substrate (−1) or against it.
        var gate = keys.Number("tpg", 1) is not 0 and var type ? 3.25 + 0.5 * gap - sign * type * 0.5 * gap : 3.2;
        var flatBand = gate - (3.25 + 0.5 * gap + sign * 0.5 * phi) - keys.Number("nss", 0) * 1e4 * PhysicalConstants.ElementaryCharge / oxide;
        return (flatBand + sign * (gamma * Math.Sqrt(phi) + phi), gamma, phi);
    }

    /// <summary>kp = u0 · ε_ox / tox, where the card gives tox; u0 is in cm²/(V·s), 600 unless given.</summary>
    private static double? FromMobility(CardKeys keys) =>
        keys.Find("tox") is > 0 and var tox ? (keys.Find("u0") ?? keys.Number("uo", 600)) * 1e-4 * PhysicalConstants.OxidePermittivity / tox : null;
}

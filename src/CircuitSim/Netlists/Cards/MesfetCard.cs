using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind NMF and PMF as parameters of a MESFET.</summary>
public static class MesfetCard
{
    public const string NChannelKind = "NMF";
    public const string PChannelKind = "PMF";

    private static readonly string[] Known =
        ["vto", "vt0", "alpha", "beta", "lambda", "b", "rd", "rs", "cgs", "cgd", "pb", "is", "fc", "kf", "af", "tnom", "level"];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static JfetParameters ToParameters(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var keys = new CardKeys(card, "a MESFET", [NChannelKind, PChannelKind], Known);
        if (keys.Number("level", 1) is not 1)
            throw CardKeys.Fault(card, "level: MESFETs of level 1 (Statz) are known here, no others.");
        var otherwise = new JfetParameters();
        return keys.Checked(() => new JfetParameters
        {
            IsPChannel = card.Kind.Equals(PChannelKind, StringComparison.OrdinalIgnoreCase),
            Channel = JfetChannel.Statz,
            Threshold = keys.Find("vto") ?? keys.Number("vt0", otherwise.Threshold),
            SaturationSteepness = keys.Number("alpha", otherwise.SaturationSteepness),
            Transconductance = keys.Number("beta", 2.5e-3),
            ChannelLengthModulation = keys.Number("lambda", 0),
            DopingTail = keys.Number("b", 0.3),
            DrainResistance = keys.Number("rd", 0),
            SourceResistance = keys.Number("rs", 0),
            SourceCapacitance = keys.Number("cgs", 0),
            DrainCapacitance = keys.Number("cgd", 0),
            GatePotential = keys.Number("pb", otherwise.GatePotential),
            SaturationCurrent = keys.Number("is", otherwise.SaturationCurrent),
            ForwardCapacitanceCoefficient = keys.Number("fc", otherwise.ForwardCapacitanceCoefficient),
            FlickerCoefficient = keys.Number("kf", 0),
            FlickerExponent = keys.Number("af", otherwise.FlickerExponent),
            NominalTemperature = keys.Find("tnom"),
        }.Validated());
    }
}

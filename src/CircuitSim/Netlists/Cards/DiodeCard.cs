using CircuitSim.Devices;

namespace CircuitSim.Netlists.Cards;

/// <summary>Model cards of kind D as parameters of a junction diode.</summary>
public static class DiodeCard
{
    public const string Kind = "D";

    private static readonly string[] Known =
        ["is", "rs", "n", "tt", "cjo", "cj0", "vj", "m", "fc", "bv", "ibv", "nbv", "eg", "xti", "tnom", "kf", "af", "level"];

    /// <exception cref="NetlistException">Another kind, or a key that is unknown, unreadable or out of range.</exception>
    public static DiodeParameters ToParameters(ModelCard card)
    {
        var keys = new CardKeys(card, "a diode", [Kind], Known);
        if (keys.Number("level", 1) is not 1)
            throw CardKeys.Fault(card, "level: diodes of level 1 are known here, no others.");
        var otherwise = new DiodeParameters();
        return keys.Checked(() => new DiodeParameters
        {
            SaturationCurrent = keys.Number("is", otherwise.SaturationCurrent),
            SeriesResistance = keys.Number("rs", otherwise.SeriesResistance),
            EmissionCoefficient = keys.Number("n", otherwise.EmissionCoefficient),
            TransitTime = keys.Number("tt", otherwise.TransitTime),
            JunctionCapacitance = keys.Find("cjo") ?? keys.Number("cj0", otherwise.JunctionCapacitance),
            JunctionPotential = keys.Number("vj", otherwise.JunctionPotential),
            GradingCoefficient = keys.Number("m", otherwise.GradingCoefficient),
            ForwardCapacitanceCoefficient = keys.Number("fc", otherwise.ForwardCapacitanceCoefficient),
            BreakdownVoltage = keys.Find("bv"),
            BreakdownCurrent = keys.Number("ibv", otherwise.BreakdownCurrent),
            BreakdownEmissionCoefficient = keys.Find("nbv"),
            ActivationEnergy = keys.Number("eg", otherwise.ActivationEnergy),
            SaturationCurrentExponent = keys.Number("xti", otherwise.SaturationCurrentExponent),
            NominalTemperature = keys.Find("tnom"),
            FlickerCoefficient = keys.Number("kf", otherwise.FlickerCoefficient),
            FlickerExponent = keys.Number("af", otherwise.FlickerExponent),
        }.Validated());
    }
}

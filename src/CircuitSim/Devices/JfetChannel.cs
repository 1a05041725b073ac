namespace CircuitSim.Devices;

/// <summary>Laws of the channel of a <see cref="JunctionFet"/>.</summary>
public enum JfetChannel
{
    /// <summary>Shichman and Hodges' square, with a doping tail.</summary>
    Square,

    /// <summary>Shockley's, which Xyce has as level 2.</summary>
    Shockley,

    /// <summary>Of a MESFET: Statz and others'.</summary>
    Statz,
}

namespace CircuitSim.Devices;

/// <summary>
/// How many times the unit areas of its card a bipolar transistor has, all parallel ones together. A vertical transistor's
/// collector junction (i_r, isc, cjc) has the area of the base and its substrate that of the collector; a lateral one's the reverse.
/// </summary>
/// <param name="Emitter">area: of all else.</param>
/// <param name="Base">areab.</param>
/// <param name="Collector">areac.</param>
public readonly record struct BipolarAreas(double Emitter, double Base, double Collector);

using static CircuitSim.Devices.PhysicalConstants;

namespace CircuitSim.Devices;

/// <summary>
/// What temperature does to the channel of a MOSFET of any level (A. Vladimirescu and S. Liu, "The simulation of MOS integrated
/// circuits using SPICE2", UCB/ERL M80/7, 1980): mobility falls with T^−3/2, the surface potential follows silicon's gap, and the
/// flat-band voltage moves with half the gap and half the surface potential.
/// </summary>
internal readonly struct MosfetSurface
{
    public MosfetSurface(MosfetParameters p, double celsius, double nominalCelsius)
    {
        var nominal = ZeroCelsius + (p.NominalTemperature ?? nominalCelsius);
        var temperature = ZeroCelsius + celsius;
        var ratio = temperature / nominal;
        Thermal = ThermalVoltage(temperature);
        MobilityFactor = 1 / (ratio * Math.Sqrt(ratio));
        Potential = PotentialAt(p.SurfacePotential, nominal, temperature);
        JunctionPotential = PotentialAt(p.JunctionPotential, nominal, temperature);
        var polarity = p.IsPChannel ? -1 : 1;
        BuiltIn = polarity * (p.Threshold + p.ThresholdAdjustment) - p.BodyEffect * Math.Sqrt(p.SurfacePotential)
            + polarity * 0.5 * (SiliconGap(nominal) - SiliconGap(temperature)) + 0.5 * (Potential - p.SurfacePotential);
    }

    /// <summary>V_t [V].</summary>
    public double Thermal { get; }

    /// <summary>Of kp and uo.</summary>
    public double MobilityFactor { get; }

    /// <summary>φ [V].</summary>
    public double Potential { get; }

    /// <summary>Of the bulk junctions [V].</summary>
    public double JunctionPotential { get; }

    /// <summary>v_bi = vto − γ √φ of an n-channel device [V].</summary>
    public double BuiltIn { get; }
}

namespace CircuitSim.Devices;

/// <summary>
/// Constants of junction physics: CODATA 2014, as ngspice has them. The exact values of 2019 would change the current
/// of a junction held at 0.7 V by 9 in a million, which is more than the engines may differ.
/// </summary>
public static class PhysicalConstants
{
    /// <summary>[C]</summary>
    public const double ElementaryCharge = 1.6021766208e-19;

    /// <summary>[J/K]</summary>
    public const double Boltzmann = 1.38064852e-23;

    /// <summary>As SPICE has it [F/m].</summary>
    public const double VacuumPermittivity = 8.854214871e-12;

    /// <summary>Permittivity of silicon dioxide [F/m].</summary>
    public const double OxidePermittivity = 3.9 * VacuumPermittivity;

    /// <summary>Permittivity of silicon [F/m].</summary>
    public const double SiliconPermittivity = 11.7 * VacuumPermittivity;

    /// <summary>0 °C [K].</summary>
    public const double ZeroCelsius = 273.15;

    /// <summary>27 °C, at which SPICE's formulas of silicon have their origin [K].</summary>
    public const double ReferenceTemperature = 300.15;

    /// <summary>kT/q [V].</summary>
    /// <param name="temperature">[K]</param>
    public static double ThermalVoltage(double temperature) => temperature * (Boltzmann / ElementaryCharge);

    /// <summary>Band gap of silicon (Varshni), SPICE's fit [eV].</summary>
    /// <param name="temperature">[K]</param>
    public static double SiliconGap(double temperature) => 1.16 - 7.02e-4 * temperature * temperature / (temperature + 1108);

    /// <summary>How far a junction potential lies above its share proportional to temperature: −2 V_t (1.5 ln(T/T_ref) + q/k terms of the gap) [V].</summary>
    /// <param name="temperature">[K]</param>
    public static double PotentialShift(double temperature)
    {
        var kT = Boltzmann * temperature;
        var gap = -SiliconGap(temperature) / (kT + kT) + 1.1150877 / (Boltzmann * (ReferenceTemperature + ReferenceTemperature));
        return -2 * ThermalVoltage(temperature) * (1.5 * Math.Log(temperature / ReferenceTemperature) + ElementaryCharge * gap);
    }

    /// <summary>A potential measured at one temperature, at another [V].</summary>
    public static double PotentialAt(double potential, double nominal, double temperature)
    {
        var atReference = (potential - PotentialShift(nominal)) / (nominal / ReferenceTemperature);
        return temperature / ReferenceTemperature * atReference + PotentialShift(temperature);
    }
}

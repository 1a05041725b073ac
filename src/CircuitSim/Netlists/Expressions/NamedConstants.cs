namespace CircuitSim.Netlists.Expressions;

/// <summary>Names that stand for a number wherever no parameter has them, as in ngspice.</summary>
internal static class NamedConstants
{
    public static double? Find(string name) => name.ToLowerInvariant() switch
    {
        "pi" => Math.PI,
        "e" or "exp" => Math.E,
        "true" or "yes" => 1,
        "false" or "no" => 0,
        // Speed of light [m/s], 0 °C [K], charge of an electron [C], Boltzmann [J/K], Planck [J·s]; CODATA 2018.
        "c" => 299792458,
        "kelvin" => -273.15,
        "echarge" => 1.602176634e-19,
        "boltz" => 1.380649e-23,
        "planck" => 6.62607015e-34,
        _ => null,
    };
}

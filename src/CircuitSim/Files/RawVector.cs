namespace CircuitSim.Files;

/// <summary>One column of a raw file.</summary>
/// <param name="Name">As written, e.g. <c>v(out)</c>; ngspice writes lower case.</param>
/// <param name="Type">As written: voltage, current, time, frequency, notype …</param>
/// <param name="Real">[points], in the unit of <see cref="Unit"/>.</param>
/// <param name="Imaginary">[points], or null in a real plot.</param>
public sealed record RawVector(string Name, string Type, double[] Real, double[]? Imaginary)
{
    /// <summary>The SI unit that the type stands for; empty where it has none or is unknown.</summary>
    public string Unit => Type switch
    {
        "voltage" => "V",
        "current" => "A",
        "time" => "s",
        "frequency" => "Hz",
        _ => "",
    };
}

namespace CircuitSim.Experiments.Devices;

/// <summary>Something that is asked of a device, and whether it has it.</summary>
/// <param name="Id">Short name, stable across runs.</param>
/// <param name="Statement">What is asked.</param>
/// <param name="Found">What was found, with unit.</param>
/// <param name="Passed">Null for a figure that stands for itself.</param>
public sealed record DeviceRequirement(string Id, string Statement, string Found, bool? Passed)
{
    public string Verdict => Passed switch
    {
        true => "passed",
        false => "missed",
        _ => "reported",
    };
}

namespace CircuitSim.Netlists;

/// <summary>
/// One of many runs, in which the random functions of a netlist draw. A number depends on the seed, the run, the path of the instance, the
/// element, card or parameter in whose value the function stands, and how many stand there before it: not on other runs or values.
/// </summary>
/// <param name="Number">From 1 on; 0 is the run in which random functions are their nominal values, and sources of noise alone are drawn.</param>
public sealed record RandomRun(ulong Seed, int Number)
{
    /// <summary>What counts where nothing else is said.</summary>
    public static RandomRun Nominal { get; } = new(1, 0);
}

using CircuitSim.Netlists.Results;

namespace CircuitSim.Cli;

/// <summary>SpiceSharp, if this program was built with it: the one file of the command line that knows.</summary>
internal static class SpiceSharpEngine
{
    public const string Name = "spicesharp";

#if SPICESHARP
    public static ICircuitSimulator Create() => new SpiceSharp.SpiceSharpSimulator();
#else
    private const string Remedy =
        "SpiceSharp is not part of this build. Where a package feed has SpiceSharp and SpiceSharpBehavioral, add -p:SpiceSharp=true "
        + "to dotnet run or dotnet build, or set the environment variable SpiceSharp=true.";

    public static ICircuitSimulator Create() => new MissingSimulator(Name, Remedy);
#endif
}

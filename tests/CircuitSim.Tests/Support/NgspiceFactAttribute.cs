using System.Runtime.CompilerServices;

using CircuitSim.Ngspice;

namespace CircuitSim.Tests.Support;

/// <summary>
/// A test that needs ngspice: skipped where it is not installed, unless CIRCUITSIM_REQUIRE_ORACLES=1 says that it must
/// be (CI does), in which case its absence is a failure.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NgspiceFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(() =>
        new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }).FindAvailability().Remedy);

    public NgspiceFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_REQUIRE_ORACLES") != "1")
            Skip = Reason.Value;
    }
}

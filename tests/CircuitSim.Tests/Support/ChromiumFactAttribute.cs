using System.Runtime.CompilerServices;

namespace CircuitSim.Tests.Support;

/// <summary>
/// A test that needs a browser: skipped where Chromium is not installed, unless CIRCUITSIM_REQUIRE_ORACLES=1 says that it must be.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_REQUIRE_ORACLES") != "1" && Chromium.Program is null)
            Skip = "Chromium is not on the PATH (apt install chromium)";
    }
}

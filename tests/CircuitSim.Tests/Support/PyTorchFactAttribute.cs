using System.Runtime.CompilerServices;

namespace CircuitSim.Tests.Support;

/// <summary>
/// A test that needs PyTorch as an oracle: skipped where it is not installed, unless CIRCUITSIM_REQUIRE_ORACLES=1 says
/// that it must be.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PyTorchFactAttribute : FactAttribute
{
    public PyTorchFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_REQUIRE_ORACLES") != "1" && !NumPy.HasPyTorch)
            Skip = "PyTorch is not installed for /usr/bin/python3 (apt install python3-torch)";
    }
}

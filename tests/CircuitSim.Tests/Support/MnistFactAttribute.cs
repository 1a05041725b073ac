using System.Runtime.CompilerServices;

namespace CircuitSim.Tests.Support;

/// <summary>
/// A test that needs the files of MNIST: skipped where they are not to be had, unless CIRCUITSIM_REQUIRE_ORACLES=1 says
/// that they must be.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_REQUIRE_ORACLES") != "1")
            Skip = MnistImages.Fault;
    }
}

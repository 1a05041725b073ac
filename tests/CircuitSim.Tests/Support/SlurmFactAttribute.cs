using System.Runtime.CompilerServices;

namespace CircuitSim.Tests.Support;

/// <summary>
/// A test that runs a Slurm of its own on this machine: skipped where slurm-wlm and munge are not installed, unless
/// CIRCUITSIM_REQUIRE_ORACLES=1 says that they must be.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_REQUIRE_ORACLES") != "1" && !LoopbackSlurm.IsInstalled)
            Skip = "Slurm is not installed (apt install slurm-wlm munge)";
    }
}

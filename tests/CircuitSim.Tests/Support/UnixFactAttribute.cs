using System.Runtime.CompilerServices;

namespace CircuitSim.Tests.Support;

/// <summary>A test that plays a program with a shell script.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (OperatingSystem.IsWindows())
            Skip = "needs a shell script as a stand-in for a program";
    }
}

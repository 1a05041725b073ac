namespace CircuitSim.Tests.Support;

/// <summary>A test that plays a program with a shell script.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "needs a shell script as a stand-in for a program";
    }
}

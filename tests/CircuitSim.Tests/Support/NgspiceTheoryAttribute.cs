using System.Runtime.CompilerServices;

namespace CircuitSim.Tests.Support;

/// <summary><see cref="NgspiceFactAttribute"/> for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NgspiceTheoryAttribute : TheoryAttribute
{
    public NgspiceTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) =>
        Skip = new NgspiceFactAttribute().Skip;
}

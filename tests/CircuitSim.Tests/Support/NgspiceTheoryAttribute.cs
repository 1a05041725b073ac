namespace CircuitSim.Tests.Support;

/// <summary><see cref="NgspiceFactAttribute"/> for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NgspiceTheoryAttribute : TheoryAttribute
{
    public NgspiceTheoryAttribute() => Skip = new NgspiceFactAttribute().Skip;
}

using System.Reflection;

namespace CircuitSim.Experiments;

/// <summary>Which build made a result.</summary>
public static class ProductVersion
{
    public static string Number => Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The commit that this program was built from, as the build recorded it; "unknown" outside a repository.</summary>
    public static string Commit =>
        Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : "unknown";

    private static Assembly Assembly => typeof(ProductVersion).Assembly;
}

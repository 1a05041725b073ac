using System.Globalization;
using CircuitSim.Numerics;

namespace CircuitSim.Benchmarks;

/// <summary>One line of a benchmark: a figure and the bound that it is held to.</summary>
internal static class Criterion
{
    public static bool AtLeast(string what, double value, double bound, string detail) => Print(what, value, "≥", bound, value >= bound, detail);

    public static bool AtMost(string what, double value, double bound, string detail) => Print(what, value, "≤", bound, value <= bound, detail);

    private static bool Print(string what, double value, string relation, double bound, bool holds, string detail)
    {
        static string Number(double x) => Math.Abs(x) is > 0 and < 1e-3 ? SiText.Scientific(x) : x.ToString("G4", CultureInfo.InvariantCulture);
        Console.WriteLine($"{(holds ? "holds " : "MISSED")}  {what}: {Number(value)} ({relation} {Number(bound)})  {detail}");
        return holds;
    }
}

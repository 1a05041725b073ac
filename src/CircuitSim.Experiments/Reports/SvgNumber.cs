using System.Globalization;

namespace CircuitSim.Experiments.Reports;

/// <summary>Numbers in figures: coordinates rounded to a hundredth of a pixel, data exact.</summary>
internal static class SvgNumber
{
    public static string Pixel(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Short(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}

using System.Globalization;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Figures;

/// <summary>An axis of a figure: what it shows and how values become positions.</summary>
/// <param name="Label">The quantity, e.g. "wire resistance per segment".</param>
/// <param name="Unit">Unit of the data; the figure chooses the prefix of an SI unit.</param>
/// <param name="Scale">How values are spaced.</param>
/// <param name="Least">First value shown; null takes it from the data.</param>
/// <param name="Greatest">Last value shown; null takes it from the data.</param>
/// <param name="IsCount">Whether only whole numbers mean anything on it.</param>
public sealed record FigureAxis(
    string Label, string Unit = "", FigureScale Scale = FigureScale.Linear, double? Least = null, double? Greatest = null, bool IsCount = false)
{
    internal bool TakesPrefix => Unit is "s" or "V" or "A" or "Ω" or "Hz" or "W" or "J" or "S" or "F" or "H" or "C" or "V/√Hz" or "A/√Hz";

    /// <summary>A part of a whole in per cent, from none to all of it.</summary>
    public static FigureAxis Share(string label) => new(label, "%", Least: 0, Greatest: 100);

    /// <summary>A value with its unit, as hover titles say it.</summary>
    internal string Text(double value) => TakesPrefix && double.IsFinite(value) ? SiText.Format(value, Unit).Replace('-', '−') : $"{Number(value)} {Unit}".TrimEnd();

    /// <summary>This axis, and in its label that a logarithm has no place for some of what it is to show.</summary>
    internal FigureAxis Telling(IEnumerable<double> values) =>
        Scale == FigureScale.Logarithmic && values.Any(v => v <= 0 && double.IsFinite(v)) ? this with { Label = $"{Label}, values above zero" } : this;

    /// <summary>A number without a prefix: 0.05, 10⁻⁸, 2.5·10⁷.</summary>
    internal static string Number(double value)
    {
        if (double.IsInfinity(value))
            return value > 0 ? "∞" : "−∞";
        if (Math.Abs(value) is 0 or (>= 1e-4 and < 1e6) || double.IsNaN(value))
            return FormattableString.Invariant($"{value:G5}").Replace('-', '−');
        var parts = FormattableString.Invariant($"{value:0.####e+0}").Split('e');
        var power = string.Concat(int.Parse(parts[1], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        return (parts[0] is "1" ? $"10{power}" : parts[0] is "-1" ? $"−10{power}" : $"{parts[0]}·10{power}").Replace('-', '−');
    }
}

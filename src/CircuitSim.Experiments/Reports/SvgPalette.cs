using System.Globalization;

namespace CircuitSim.Experiments.Reports;

/// <summary>
/// Colours that stay apart for every kind of colour vision: Okabe and Ito's set for lines (jfly.uni-koeln.de/color,
/// 2008) and nine support points of Cividis for maps (Nuñez, Anderton and Renslow, PLoS ONE 13(7), 2018).
/// </summary>
internal static class SvgPalette
{
    private static readonly string[] Lines = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];

    private static readonly (int R, int G, int B)[] Map =
    [
        (0, 34, 78), (18, 53, 112), (59, 73, 108), (87, 93, 109), (112, 113, 115), (138, 134, 120), (165, 156, 116), (195, 179, 105), (254, 232, 56),
    ];

    public static string Line(int index) => Lines[index % Lines.Length];

    /// <summary>Colour of a share in [0, 1], from dark blue to light yellow.</summary>
    public static string Shade(double share)
    {
        var (r, g, b) = At(share);
        return string.Create(CultureInfo.InvariantCulture, $"#{r:X2}{g:X2}{b:X2}");
    }

    /// <summary>Black or white, whichever is read on that shade.</summary>
    public static string Ink(double share) => share > 0.55 ? "#000000" : "#FFFFFF";

    private static (int R, int G, int B) At(double share)
    {
        var x = Math.Clamp(share, 0, 1) * (Map.Length - 1);
        var k = Math.Min((int)x, Map.Length - 2);
        var f = x - k;
        var (a, b) = (Map[k], Map[k + 1]);
        return (Mix(a.R, b.R, f), Mix(a.G, b.G, f), Mix(a.B, b.B, f));
    }

    private static int Mix(int a, int b, double f) => (int)Math.Round(a + f * (b - a));
}

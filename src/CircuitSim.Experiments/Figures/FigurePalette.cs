using OxyPlot;

namespace CircuitSim.Experiments.Figures;

/// <summary>
/// Colours that stay apart for every kind of colour vision: Okabe and Ito's set for lines (jfly.uni-koeln.de/color,
/// 2008) and Cividis for maps and ordered lines (Nuñez, Anderton and Renslow, PLoS ONE 13(7), 2018).
/// </summary>
internal static class FigurePalette
{
    /// <summary>The last colours of Cividis are too light for a line on white, and turned about too dark for one on black.</summary>
    private const double DarkPart = 0.7;

    private static readonly OxyColor[] Lines =
        [.. new[] { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000" }.Select(OxyColor.Parse)];

    public static OxyPalette Map(int colours = 256) => OxyPalettes.Cividis(colours);

    public static OxyColor Of(FigureMeaning meaning) => meaning switch
    {
        FigureMeaning.Ideal => OxyColors.Black,
        FigureMeaning.Unquantized => OxyColor.Parse("#777777"),
        FigureMeaning.Circuit => Lines[0],
        FigureMeaning.Tiled => Lines[3],
        FigureMeaning.Measured => Lines[4],
        FigureMeaning.Passed => Lines[2],
        _ => Lines[1],
    };

    public static OxyColor Line(int index) => Lines[index % Lines.Length];

    public static OxyColor Ranked(double rank) => Map().Colors[(int)(255 * DarkPart * rank)];
}

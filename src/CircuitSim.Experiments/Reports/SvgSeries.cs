namespace CircuitSim.Experiments.Reports;

/// <summary>One line of a figure.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">Its data, in the order in which they are joined.</param>
/// <param name="ShowPoints">Whether each point has a marker with hover text; for lines of a few points.</param>
/// <param name="Dashed">Drawn dashed: for references, and for readers who do not see the colour.</param>
/// <param name="AsRings">Drawn as rings that leave what is under them visible: for a dense line that should lie on another one.</param>
public sealed record SvgSeries(
    string Name, IReadOnlyList<(double X, double Y)> Points, bool ShowPoints = true, bool Dashed = false, bool AsRings = false);

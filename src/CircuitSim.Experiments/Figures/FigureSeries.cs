namespace CircuitSim.Experiments.Figures;

/// <summary>One line of a figure.</summary>
/// <param name="Name">What the legend says.</param>
/// <param name="Points">Its data in the units of the axes, in the order in which they are joined.</param>
/// <param name="ShowPoints">Whether each point has a marker with hover text; for lines of a few points.</param>
/// <param name="Dashed">Drawn dashed: for references, and for readers who do not see the colour.</param>
/// <param name="AsRings">Drawn as rings that leave what is under them visible: for a dense line that should lie on another one.</param>
/// <param name="ShowDirection">Whether arrows say in which direction the points are joined.</param>
/// <param name="Rank">Place in a list of values, 0 (first) … 1 (last): the colour then runs from dark to light along it; null: a colour of its own.</param>
/// <param name="Shape">Number of its marker; null: another one for each line.</param>
/// <param name="Meaning">Gives the line the colour that this has in every figure.</param>
public sealed record FigureSeries(
    string Name, IReadOnlyList<(double X, double Y)> Points, bool ShowPoints = true, bool Dashed = false, bool AsRings = false,
    bool ShowDirection = false, double? Rank = null, int? Shape = null, FigureMeaning? Meaning = null);

namespace CircuitSim.Emulation;

/// <summary>Accuracy over scale factor (Camponogara, Fig. 6) and the choices that it allows.</summary>
/// <param name="Points">In the order of the sweep.</param>
public sealed record ScaleFactorCurve(IReadOnlyList<ScaleFactorPoint> Points, int TrainImages, int TestImages)
{
    /// <summary>As the paper chose: on the images that judge it, which is a selection bias.</summary>
    public ScaleFactorChoice BestOnTest() => Best(p => p.TestCorrect);

    /// <summary>Without looking at the test images.</summary>
    public ScaleFactorChoice BestOnTrain() => Best(p => p.TrainCorrect);

    private ScaleFactorChoice Best(Func<ScaleFactorPoint, int> correct)
    {
        var most = Points.Max(correct);
        var equallyGood = Points.Where(p => correct(p) == most).ToList();
        return new ScaleFactorChoice(equallyGood.MinBy(p => p.ScaleFactor), equallyGood.Count);
    }
}

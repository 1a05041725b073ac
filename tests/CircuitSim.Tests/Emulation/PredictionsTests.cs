using CircuitSim.Emulation;

namespace CircuitSim.Tests.Emulation;

public class PredictionsTests
{
    private static readonly LabelledImages Images = new(1, 1, 1, 2, [0, 1, 1, 0], [0, 0, 1, 1]);

    [Fact]
    public void Of_FourImages_CountsThemByLabelAndClass()
    {
        var predictions = Predictions.Of([1, 0, 1, 2, 0, 1, 4, 4], new ClassRule(1), Images);

        Assert.Equal([0, 1, 1, 0], predictions.Classes);
        Assert.Equal((1, 1, 1, 1), (predictions.Confusion[0, 0], predictions.Confusion[0, 1], predictions.Confusion[1, 0], predictions.Confusion[1, 1]));
        Assert.Equal((2, 0.5, 1), (predictions.Correct, predictions.Accuracy, predictions.Ties));
    }

    [Fact]
    public void CountDifferences_BetweenTwoPaths_CountsChangedClasses()
    {
        var one = Predictions.Of([1, 0, 1, 2, 0, 1, 4, 4], new ClassRule(1), Images);
        var other = Predictions.Of([0, 1, 1, 2, 0, 1, 4, 5], new ClassRule(1), Images);
        Assert.Equal(2, one.CountDifferences(other));
    }

    [Fact]
    public void Of_WrongShape_StatesBothShapes() =>
        Assert.Contains("[4 images × 2 classes]", Assert.Throws<InvalidParameterException>(() => Predictions.Of([1, 2], new ClassRule(1), Images)).Message, StringComparison.Ordinal);
}

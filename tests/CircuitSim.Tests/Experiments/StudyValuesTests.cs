using CircuitSim.Experiments.Options;

namespace CircuitSim.Tests.Experiments;

public class StudyValuesTests
{
    private static readonly IntegerOption Samples = new() { Name = "--samples", Key = "samples", Standard = 1000, Reduced = 50, Description = "Samples." };

    private static readonly IntegerOption Bits = new() { Name = "--bits", Key = "bits", Standard = 8, Description = "Bits." };

    private static readonly StudyValues Reduced = new StudyValues().With(SizeOption.Instance, StudySize.Reduced);

    [Fact]
    public void Get_NothingGiven_DependsOnTheSizeWhereTheOptionDoes()
    {
        Assert.Equal((1000, 8), (new StudyValues().Get(Samples), new StudyValues().Get(Bits)));
        Assert.Equal((50, 8), (Reduced.Get(Samples), Reduced.Get(Bits)));
    }

    [Fact]
    public void Get_Given_WinsOverTheSizeWhicheverCameFirst()
    {
        Assert.Equal(1000, Reduced.With(Samples, 1000).Get(Samples));
        Assert.Equal(7, new StudyValues().With(Samples, 7).With(SizeOption.Instance, StudySize.Reduced).Get(Samples));
    }
}

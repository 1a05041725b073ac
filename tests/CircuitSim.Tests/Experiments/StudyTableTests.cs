using CircuitSim.Experiments;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Tests.Experiments;

public class StudyTableTests
{
    public static TheoryData<string> Names => [.. StudyTable.All.Select(s => s.Name)];

    public static TheoryData<string> NamesOfClaimed => [.. StudyTable.Claimed.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Options_OfEveryStudy_AreDeclaredOnceAndPassTheirOwnRules(string name)
    {
        var study = Assert.Single(StudyTable.All, s => s.Name == name);
        Assert.Distinct(study.Options.Select(o => o.Name));
        Assert.Distinct(study.Options.Where(o => o.Key is not null).Select(o => o.Key));
        Assert.Contains(IntegerOption.Jobs, study.Options);
        Assert.All(study.Options, o => Assert.Matches("^--[a-z][a-z0-9-]*$", o.Name));
        Assert.Contains($" {study.Word}", study.Description, StringComparison.Ordinal);
        study.Check(new StudyRun(new StudyValues(), new SilentProgress()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Options_OfEveryStudyWithWires_HaveBothDirections(string name)
    {
        var options = StudyTable.All.Single(s => s.Name == name).Options;
        var hasWires = options.Any(o => o.Name is "--wire" or "--read-wire");
        Assert.Equal(hasWires, options.Contains(WiringOptions.WordWire));
        Assert.Equal(hasWires, options.Contains(WiringOptions.BitWire));
    }

    [Fact]
    public void Wiring_OfADirection_IsItsOwnAndElseThatOfAllWires()
    {
        var values = new StudyValues().With(WiringOptions.Driver, 5);
        var (both, word) = (WiringOptions.Of(values, 2, 3, 2), WiringOptions.Of(values.With(WiringOptions.WordWire, 0.5), 2, 3, 2, scale: 3));
        Assert.Equal((2, 2, 5), (both.WordLineSegments[0], both.BitLineSegments[0], both.Drivers[0]));
        Assert.Equal((1.5, 6, 5), (word.WordLineSegments[0], word.BitLineSegments[0], word.Drivers[0]));
        Assert.False(WiringOptions.HasWires(values, 0));
        Assert.True(WiringOptions.HasWires(values.With(WiringOptions.BitWire, 1), 0));
        Assert.Equal(("2 Ω per wire segment", "1.5 Ω per word-line segment and 6 Ω per bit-line segment"), (WiringOptions.Describe(both), WiringOptions.Describe(word)));
        Assert.Equal(
            "bit-line wire resistance = 1e+40 Ω must be at most 1e30 Ω.",
            Assert.Throws<InvalidParameterException>(() => WiringOptions.Of(values.With(WiringOptions.BitWire, 1e40), 2, 3, 2)).Message);
    }

    /// <summary>What <c>validate all</c> runs has a size; a published network can also be read through circuits.</summary>
    [Theory]
    [MemberData(nameof(NamesOfClaimed))]
    public void Options_OfEveryStudyWithClaims_HaveASizeAndStages(string name)
    {
        var study = Assert.Single(StudyTable.Claimed, s => s.Name == name);
        Assert.Contains(SizeOption.Instance, study.Options);
        if (StudyTable.Validations.Contains(study))
            Assert.Contains(ReadOutOptions.Stages, study.Options);
        study.Check(new StudyRun(new StudyValues().With(SizeOption.Instance, StudySize.Reduced), new SilentProgress()));
    }
}

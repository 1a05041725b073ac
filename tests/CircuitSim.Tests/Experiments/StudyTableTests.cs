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

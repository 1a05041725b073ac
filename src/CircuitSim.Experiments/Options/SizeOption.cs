namespace CircuitSim.Experiments.Options;

/// <summary>The size of a study: which of their two values its options have where none is given. An option that is given has the value given.</summary>
public static class SizeOption
{
    public static ChoiceOption<StudySize> Instance { get; } = new()
    {
        Name = "--size",
        Key = "size",
        Standard = StudySize.Full,
        Choices = [("reduced", "reduced", StudySize.Reduced), ("full", "full", StudySize.Full)],
        Description = "How much to do where nothing else is said; reduced takes minutes for all studies together, with the same bounds.",
    };
}

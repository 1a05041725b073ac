namespace CircuitSim.Experiments.Options;

/// <summary>A choice of a few words, whatever they stand for.</summary>
public interface IChoiceOption
{
    IReadOnlyList<string> Words { get; }

    /// <summary>Null where nothing stands for none.</summary>
    string? StandardWord { get; }

    /// <param name="word">One of <see cref="Words"/>; null chooses none.</param>
    StudyValues Choose(StudyValues values, string? word);
}

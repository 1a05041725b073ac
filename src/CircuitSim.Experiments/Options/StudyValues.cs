using System.Collections.Immutable;

namespace CircuitSim.Experiments.Options;

/// <summary>What was asked of a study: the values of its options, each one's standard where none was given.</summary>
public record StudyValues
{
    private ImmutableDictionary<StudyOption, object?> given = ImmutableDictionary<StudyOption, object?>.Empty;

    public T Get<T>(StudyOptionOf<T> option) => given.TryGetValue(option, out var value) ? (T)value! : option.Standard;

    public StudyValues With<T>(StudyOptionOf<T> option, T value) => this with { given = given.SetItem(option, value) };
}

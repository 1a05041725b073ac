using System.Collections.Immutable;

namespace CircuitSim.Experiments.Options;

/// <summary>What was asked of a study: the values of its options, each one's standard, or what it is at reduced size, where none was given.</summary>
/// <remarks>A study that hands its options on derives a record with a property for each; <c>with</c> works as for any record.</remarks>
public record StudyValues
{
    private ImmutableDictionary<StudyOption, object?> given = ImmutableDictionary<StudyOption, object?>.Empty;

    /// <summary>What was given, else what stands for it at the size that was asked for.</summary>
    public T Get<T>(StudyOptionOf<T> option) =>
        given.TryGetValue(option, out var value) ? (T)value!
        : given.TryGetValue(SizeOption.Instance, out var size) && size is StudySize.Reduced ? option.Reduced
        : option.Standard;

    /// <summary>Whether it was given, or is what stands where nothing is.</summary>
    public bool IsGiven(StudyOption option) => given.ContainsKey(option);

    /// <summary>The options that were given, by name.</summary>
    public IEnumerable<StudyOption> Options => given.Keys.OrderBy(o => o.Name + o.Prefix, StringComparer.Ordinal);

    /// <summary>For the <c>init</c> of a derived record's property.</summary>
    protected void Set<T>(StudyOptionOf<T> option, T value) => given = given.SetItem(option, value);

    public StudyValues With<T>(StudyOptionOf<T> option, T value) => this with { given = given.SetItem(option, value) };
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <inheritdoc/>
public abstract class StudyOptionOf<T> : StudyOption
{
    /// <summary>The value where none is given.</summary>
    public required T Standard { get; init; }

    /// <summary>The value where none is given at <see cref="StudySize.Reduced"/>; the standard one where nothing else is said.</summary>
    public T Reduced
    {
        get => HasReduced ? field! : Standard;
        init => (field, HasReduced) = (value, true);
    }

    protected bool HasReduced { get; private set; }

    public sealed override JsonNode? ReducedJson => HasReduced ? Json(Reduced) : null;

    public sealed override JsonNode? Json(StudyValues values) => Json(values.Get(this));

    public sealed override StudyValues? Read(StudyValues values, IReadOnlyList<string> words) => TryRead(words, out var value) ? values.With(this, value) : null;

    public sealed override IReadOnlyList<string> WordsOf(StudyValues values) => WordsOf(values.Get(this));

    public sealed override void Check(StudyValues values) => Check(values.Get(this));

    protected abstract JsonNode? Json(T value);

    protected abstract bool TryRead(IReadOnlyList<string> words, [MaybeNullWhen(false)] out T value);

    protected abstract IReadOnlyList<string> WordsOf(T value);

    protected virtual void Check(T value)
    {
    }
}

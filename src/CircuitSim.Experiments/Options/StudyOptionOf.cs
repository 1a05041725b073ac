using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <inheritdoc/>
public abstract class StudyOptionOf<T> : StudyOption
{
    /// <summary>The value where none is given.</summary>
    public required T Standard { get; init; }

    public sealed override JsonNode? Json(StudyValues values) => Json(values.Get(this));

    public sealed override void Check(StudyValues values) => Check(values.Get(this));

    protected abstract JsonNode? Json(T value);

    protected virtual void Check(T value)
    {
    }
}

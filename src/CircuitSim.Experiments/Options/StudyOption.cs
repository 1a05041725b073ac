using System.Text.Json.Nodes;

namespace CircuitSim.Experiments.Options;

/// <summary>
/// One option of a study, declared once: the help, the command line, the check and the options of a result.json all read it here. It is
/// its own key to <see cref="StudyValues"/>, so declare it as a static field.
/// </summary>
public abstract class StudyOption
{
    /// <summary>As typed, e.g. <c>--wire</c>.</summary>
    public required string Name { get; init; }

    /// <summary>In the options of a result.json, with its unit; null where the option does not belong to the result's identity.</summary>
    public string? Key { get; init; }

    /// <summary>What faults call it, e.g. "wire resistance".</summary>
    public string Subject { get => field ?? Name; init; }

    /// <summary>For the help; quantities have their unit added.</summary>
    public required string Description { get; init; }

    /// <summary>Beside which alone it means something, and the word that this must say where not any does.</summary>
    public (StudyOption Option, string? Word)? OnlyWith { get; init; }

    /// <summary>Which says the same in another way, so that both exclude each other.</summary>
    public StudyOption? NotWith { get; init; }

    /// <summary>What stands for it at reduced size; null where the size changes nothing.</summary>
    public abstract JsonNode? ReducedJson { get; }

    /// <summary>As a result.json holds it.</summary>
    public abstract JsonNode? Json(StudyValues values);

    /// <exception cref="InvalidParameterException">The value breaks the option's rule.</exception>
    public abstract void Check(StudyValues values);
}

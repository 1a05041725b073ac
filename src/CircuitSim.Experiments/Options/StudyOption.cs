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

    /// <summary>What a file that describes a study calls it: the key, or the name where there is none.</summary>
    public string FileKey => Key ?? Name[2..].Replace('-', '_');

    /// <summary>What faults call it, e.g. "wire resistance".</summary>
    public string Subject { get => field ?? Name; init; }

    /// <summary>For the help; quantities have their unit added.</summary>
    public required string Description { get; init; }

    /// <summary>What stands before its value where it is typed, for one of the many things that an option can set, e.g. <c>ron=</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Beside which alone it means something, and the word that this must say where not any does.</summary>
    public (StudyOption Option, string? Word)? OnlyWith { get; init; }

    /// <summary>Which says the same in another way, so that both exclude each other.</summary>
    public StudyOption? NotWith { get; init; }

    /// <summary>What stands for it at reduced size; null where the size changes nothing.</summary>
    public abstract JsonNode? ReducedJson { get; }

    /// <summary>As a result.json holds it.</summary>
    public abstract JsonNode? Json(StudyValues values);

    /// <summary>Whether its value is a list.</summary>
    public virtual bool TakesSeveral => false;

    /// <summary>Which words it takes; completes "… is not".</summary>
    public abstract string Expected { get; }

    /// <summary>The values with this one as words of a file say it, numbers with a SPICE suffix or none; null where they are not <see cref="Expected"/>.</summary>
    /// <param name="words">One, or for a list one or more.</param>
    public abstract StudyValues? Read(StudyValues values, IReadOnlyList<string> words);

    /// <summary>As a file says it, so that <see cref="Read"/> gives the same bits; none where nothing stands for the value.</summary>
    public abstract IReadOnlyList<string> WordsOf(StudyValues values);

    /// <summary>The words of a command line that give it this value; a name without dashes is that of an argument, which has none.</summary>
    public virtual IReadOnlyList<string> TypedOf(StudyValues values)
    {
        if (WordsOf(values) is not { Count: > 0 } words)
            return [];
        var text = Prefix + string.Join(',', words);
        // What begins with a dash would be read as the next option.
        return !Name.StartsWith('-') ? words : text.StartsWith('-') ? [$"{Name}={text}"] : [Name, text];
    }

    /// <summary>The files of this machine that its value names.</summary>
    public virtual IEnumerable<string> FilesOf(StudyValues values) => [];

    /// <summary>What JSON Schema says of one value.</summary>
    public abstract JsonObject Schema { get; }

    /// <exception cref="InvalidParameterException">The value breaks the option's rule.</exception>
    public abstract void Check(StudyValues values);
}

using System.Text.Json.Nodes;
using CircuitSim.Experiments.LookupTables;
using CircuitSim.Experiments.Reports;
using CircuitSim.Experiments.Studies;

namespace CircuitSim.Experiments;

/// <summary>What a study found, as data: <see cref="StudyFiles"/> writes it, a terminal shows it.</summary>
public sealed record StudyResult
{
    /// <summary>Files that it was made from, by what they hold.</summary>
    public IReadOnlyList<(string Name, string Sha256)> Inputs { get; init; } = [];

    public CardProvenance? Card { get; init; }

    /// <summary>Single figures, units in the keys.</summary>
    public IReadOnlyList<(string Key, JsonNode? Value)> Figures { get; init; } = [];

    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>Of the result.json.</summary>
    public IReadOnlyList<ResultTable> Tables { get; init; } = [];

    /// <summary>Those that are CSV files; all of the result.json where nothing else is said.</summary>
    public IReadOnlyList<ResultTable> CsvTables { get => field ?? Tables; init; }

    /// <summary>Files beside these.</summary>
    public IReadOnlyList<(string Name, string Text)> Files { get; init; } = [];

    /// <summary>Files of numbers beside these, each by what writes it.</summary>
    public IReadOnlyList<(string Name, Action<Stream> Write)> Binaries { get; init; } = [];

    /// <summary>Tables for other simulators: their folder is this result's.</summary>
    public TableOutput? Lookup { get; init; }

    /// <summary>What a terminal says before its tables.</summary>
    public string Opening { get; init; } = "";

    /// <summary>For the terminal.</summary>
    public IReadOnlyList<ReadableTable> Shown { get; init; } = [];

    /// <summary>What it comes to, a sentence or two a line: named lists of the result.json, which a terminal shows behind a prefix; without a name for a terminal only, without a prefix for the file only.</summary>
    public IReadOnlyList<(string? Key, string? Prefix, IReadOnlyList<string> Lines)> Remarks { get; init; } = [];

    public required HtmlReport Report { get; init; }

    /// <summary>Seconds by step; not part of the result's identity.</summary>
    public required IReadOnlyList<(string Step, double Seconds)> Timing { get; init; }

    /// <summary>Whether all engines that ran the same found the same.</summary>
    public bool EnginesAgree { get; init; } = true;

    /// <summary>Whether no claim was missed and no engine differs.</summary>
    public bool Holds => EnginesAgree && Claims.All(c => c.Verdict != ClaimVerdict.Missed);
}

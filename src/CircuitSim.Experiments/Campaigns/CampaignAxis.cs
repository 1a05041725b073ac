using System.Globalization;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>An option that a campaign varies, or several that share each value: over a list, between two bounds, or over seeds.</summary>
public sealed record CampaignAxis
{
    /// <summary>Longer than the word of any number that is drawn.</summary>
    internal const int MostOfDrawn = 32;

    /// <summary>As the file names them; the first one names the axis.</summary>
    public required IReadOnlyList<StudyOption> Options { get; init; }

    /// <summary>The words of each value of a list; none where values lie between bounds or are seeds.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Levels { get; init; } = [];

    /// <summary>Bounds of values that are drawn; both may be met where the option counts.</summary>
    public (double From, double To, bool IsLogarithmic) Bounds { get; init; }

    /// <summary>How many seeds; 0 where each point has its own.</summary>
    public int Seeds { get; init; }

    public required CampaignAxisKind Kind { get; init; }

    public string Name => Options[0].FileKey;

    /// <summary>Values that a grid goes through: one where each point has its own.</summary>
    public long Count => Kind switch { CampaignAxisKind.List => Levels.Count, CampaignAxisKind.Seeds => Math.Max(1, Seeds), _ => 1 };

    /// <summary>Whether its values lie on an axis of numbers.</summary>
    public bool IsNumeric => SweptOption.IsNumber(Options[0]) && Levels.All(l => l.Count == 1);

    /// <summary>The place of a value in the list, or −1 and the word of a seed.</summary>
    /// <param name="stream">Of the campaign.</param>
    /// <param name="drawn">At least <see cref="MostOfDrawn"/> long.</param>
    internal int At(long level, RandomStream stream, long index, Span<char> drawn, out int length)
    {
        length = 0;
        if (Kind == CampaignAxisKind.List)
            return (int)level;
        // As many bits as every reader of numbers keeps.
        (stream.FirstUInt64Of(SeedPurpose, Seeds > 0 ? level : index) >> 11).TryFormat(drawn, out length, default, CultureInfo.InvariantCulture);
        return -1;
    }

    /// <summary>Whether each point has a value of its own, wherever it lies.</summary>
    internal bool IsOwn => Kind == CampaignAxisKind.Seeds && Seeds == 0;

    internal string SharePurpose => field ??= $"value of {Name}";

    internal string OrderPurpose => field ??= $"order of {Name}";

    private string SeedPurpose => field ??= Seeds > 0 ? $"seeds of {Name}" : $"own seed of {Name}";

    /// <summary>The same of the value at a share of the whole axis.</summary>
    /// <param name="share">From 0 to below 1.</param>
    /// <inheritdoc cref="At(long, RandomStream, long, Span{char}, out int)"/>
    internal int At(double share, RandomStream stream, long index, Span<char> drawn, out int length)
    {
        if (Kind != CampaignAxisKind.Bounds)
            return At(Math.Min((long)(share * Count), Count - 1), stream, index, drawn, out length);
        var (from, to, isLogarithmic) = Bounds;
        length = OptionReader.Number(Options[0] is IntegerOption or OptionalIntegerOption or SeedOption
            ? Math.Min(Math.Floor(OptionReader.Between(from, to + 1, share, isLogarithmic)), to)
            : OptionReader.Between(from, to, share, isLogarithmic), drawn);
        return -1;
    }

    /// <summary>A word, of a full path the file's name: what is in the file counts, not where it lies.</summary>
    internal static string NameOf(string word) => System.IO.Path.IsPathFullyQualified(word) ? System.IO.Path.GetFileName(word) : word;

    /// <summary>What it goes over, in the hash of the campaign.</summary>
    internal string Text => Kind switch
    {
        CampaignAxisKind.List => string.Join(' ', Levels.Select(words => SweptOption.TextOf([.. words.Select(NameOf)]))),
        CampaignAxisKind.Seeds => Invariant($"seeds {Seeds}"),
        _ => Invariant($"{Bounds.From:R} to {Bounds.To:R}{(Bounds.IsLogarithmic ? " logarithmic" : "")}"),
    };
}

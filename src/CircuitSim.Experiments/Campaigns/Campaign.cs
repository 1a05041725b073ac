using System.Diagnostics.CodeAnalysis;
using System.Text;
using CircuitSim.Experiments.Documents;
using CircuitSim.Experiments.Options;
using CircuitSim.Files;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>
/// Many runs of one study: what varies, how the points lie, and what is kept of each. A point follows from the campaign's seed and its
/// index alone, so that it is the same wherever and whenever it runs.
/// </summary>
public sealed record Campaign
{
    /// <summary>What the plan of docs/campaigns.md reaches.</summary>
    public const long MostPoints = 100_000_000;

    /// <summary>Values of a list that are checked one by one before any work.</summary>
    private const int MostChecked = 100;

    private RandomStream? root;

    /// <summary>Of the file, as it was named.</summary>
    public required string Path { get; init; }

    [AllowNull]
    public string Title { get => field ?? Invariant($"{Subject.Command} at {Points} points"); init; }

    public required CampaignSubject Subject { get; init; }

    /// <summary>What all points share.</summary>
    public required StudyValues Values { get; init; }

    /// <summary>Options that all points are given alike, in the order of the file.</summary>
    public required IReadOnlyList<StudyOption> Fixed { get; init; }

    /// <summary>None for a single point.</summary>
    public required IReadOnlyList<CampaignAxis> Axes { get; init; }

    public CampaignDesign Design { get; init; }

    public ulong Seed { get; init; } = 1;

    public required long Points { get; init; }

    public required IReadOnlyList<CampaignFigure> Figures { get; init; }

    /// <summary>Time that a point may take [s]; null: any.</summary>
    public double? TimeLimit { get; init; }

    /// <summary>Memory that a process may take [bytes]; null: its share of the machine's.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>What the points follow from, files that options name included; limits and comments change nothing.</summary>
    public string Hash => field ??= FindHash();

    /// <summary>The options of a point, one list of words for each axis.</summary>
    public IReadOnlyList<IReadOnlyList<string>> WordsOf(long index)
    {
        var (words, rest) = (new IReadOnlyList<string>[Axes.Count], index);
        Span<char> drawn = stackalloc char[CampaignAxis.MostOfDrawn];
        for (var k = Axes.Count - 1; k >= 0; k--)
            words[k] = LevelOf(k, index, ref rest, drawn, out var length) is >= 0 and var level ? Axes[k].Levels[level] : [new string(drawn[..length])];
        return words;
    }

    /// <summary>Where a point lies on an axis, the last one first: the place of a value in its list, or −1 and the word of one that is drawn.</summary>
    /// <param name="rest">The index at the last axis; the next axis takes what the one before leaves.</param>
    /// <param name="drawn">At least <see cref="CampaignAxis.MostOfDrawn"/> long.</param>
    internal int LevelOf(int place, long index, ref long rest, Span<char> drawn, out int length)
    {
        // Children follow from its seed alone, so that all points share it.
        var (stream, axis) = (root ??= new RandomStream(Seed), Axes[place]);
        if (Design == CampaignDesign.Grid || axis.IsOwn)
        {
            (rest, var level) = Math.DivRem(rest, axis.Count);
            return axis.At(level, stream, index, drawn, out length);
        }

        var share = stream.FirstUniformOf(axis.SharePurpose, index);
        if (Design == CampaignDesign.LatinHypercube)
            share = (new IndexOrder(Points, stream.FirstUInt64Of(axis.OrderPurpose)).At(index) + share) / Points;
        return axis.At(share, stream, index, drawn, out length);
    }

    /// <exception cref="InvalidParameterException">A value breaks its option's rule.</exception>
    public StudyValues ValuesOf(long index)
    {
        var values = Values;
        foreach (var (axis, words) in Axes.Zip(WordsOf(index)))
            values = With(values, axis, words);
        return values;
    }

    private static StudyValues With(StudyValues values, CampaignAxis axis, IReadOnlyList<string> words)
    {
        foreach (var option in axis.Options)
        {
            values = option.Read(values, words) ?? throw InvalidParameterException.Because(option.Subject, $"{option.FileKey}: '{SweptOption.TextOf(words)}' is not {option.Expected}.");
            option.Check(values);
        }

        return values;
    }

    /// <summary>The line that does a point again, by itself.</summary>
    public string CommandOf(long index)
    {
        var values = ValuesOf(index);
        var text = new StringBuilder($"circuitsim {Subject.Command}");
        foreach (var option in Fixed.Concat(Axes.SelectMany(a => a.Options)).OrderBy(o => o.Name.StartsWith('-')))
            text.AppendJoin("", option.TypedOf(values).Select(word => $" {Quoted(word)}"));
        return text.ToString();
    }

    /// <summary>Refuses, before any work, what no point could be run with: the ends of the design, and each value of its short lists.</summary>
    /// <exception cref="CircuitSimException">Names it.</exception>
    public void Check()
    {
        var first = ValuesOf(0);
        foreach (var values in new[] { first }.Concat(Points > 1 ? [ValuesOf(Points - 1)] : []).Concat(Axes.Where(a => a.Levels.Count <= MostChecked).SelectMany(a => a.Levels.Select(words => With(first, a, words)))))
            Subject.Study.Check(new StudyRun(values, new SilentProgress()));
    }

    private static string Quoted(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "._-+/:,=".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private string FindHash()
    {
        var text = new StringBuilder(Invariant($"{Subject.Command}\n{Design} {Points} {Seed}\n"));
        foreach (var option in Fixed)
            text.Append(Invariant($"{option.FileKey}: {SweptOption.TextOf([.. option.WordsOf(Values).Select(CampaignAxis.NameOf)])}\n"));
        foreach (var axis in Axes)
            text.Append(Invariant($"{string.Join(", ", axis.Options.Select(o => o.FileKey))} over {axis.Text}\n"));
        text.AppendJoin("", Figures.Select(f => $"{f.Text}\n"));
        // Of the first value of each list, and of the others where they name files.
        var first = Axes.Where(a => a.Levels.Count > 0).Aggregate(Values, (values, axis) => With(values, axis, axis.Levels[0]));
        var files = Axes.Where(a => a.Options[0] is TextOption or FilesOption).SelectMany(a => a.Levels.Skip(1).Select(words => With(first, a, words))).Prepend(first).SelectMany(Subject.Study.FilesOf);
        text.AppendJoin("", files.Distinct().Select(path => $"{Sha256.TextOf(DataFileException.Reading(path, () => File.ReadAllBytes(path)))}\n"));
        return Sha256.TextOf(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

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
        // Children follow from its seed alone, so that all points share it.
        var stream = root ??= new RandomStream(Seed);
        var words = new IReadOnlyList<string>[Axes.Count];
        var rest = index;
        for (var k = Axes.Count - 1; k >= 0; k--)
        {
            var axis = Axes[k];
            if (Design == CampaignDesign.Grid || axis.IsOwn)
            {
                words[k] = axis.At(rest % axis.Count, stream, index);
                rest /= axis.Count;
                continue;
            }

            var share = stream.Child(axis.SharePurpose, index).NextUniform();
            if (Design == CampaignDesign.LatinHypercube)
                share = (new IndexOrder(Points, stream.Child($"order of {axis.Name}").NextUInt64()).At(index) + share) / Points;
            words[k] = axis.At(share, stream, index);
        }

        return words;
    }

    /// <exception cref="InvalidParameterException">A value breaks its option's rule.</exception>
    public StudyValues ValuesOf(long index)
    {
        var values = Values;
        foreach (var (axis, words) in Axes.Zip(WordsOf(index)))
        {
            foreach (var option in axis.Options)
            {
                values = option.Read(values, words) ?? throw InvalidParameterException.Because(option.Subject, $"{option.FileKey}: '{SweptOption.TextOf(words)}' is not {option.Expected}.");
                option.Check(values);
            }
        }

        return values;
    }

    /// <summary>The line that does a point again, by itself.</summary>
    public string CommandOf(long index)
    {
        var values = ValuesOf(index);
        var text = new StringBuilder($"circuitsim {Subject.Command}");
        foreach (var option in Fixed.Concat(Axes.SelectMany(a => a.Options)))
        {
            if (option is FlagOption flag)
                text.Append(values.Get(flag) ? $" {option.Name}" : "");
            else if (option.WordsOf(values) is { Count: > 0 } words)
                text.Append($" {option.Name} {(option is FilesOption ? string.Join(' ', words.Select(Quoted)) : Quoted(SweptOption.TextOf(words)))}");
        }

        return text.ToString();
    }

    /// <summary>Refuses, before any work, what no point could be run with.</summary>
    /// <exception cref="CircuitSimException">Names it.</exception>
    public void Check()
    {
        foreach (var index in Points > 1 ? (long[])[0, Points - 1] : [0])
            Subject.Study.Check(new StudyRun(ValuesOf(index), new SilentProgress()));
    }

    private static string Quoted(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "._-+/:,=".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private string FindHash()
    {
        var text = new StringBuilder(Invariant($"{Subject.Command}\n{Design} {Points} {Seed}\n"));
        foreach (var option in Fixed)
        {
            text.Append(Invariant($"{option.FileKey}: {SweptOption.TextOf(option.WordsOf(Values))}\n"));
            if (option is FilesOption or TextOption { MayBePath: true })
                text.AppendJoin("", option.WordsOf(Values).Where(File.Exists).Select(path => $"{Sha256.TextOf(File.ReadAllBytes(path))}\n"));
        }

        foreach (var axis in Axes)
            text.Append(Invariant($"{string.Join(", ", axis.Options.Select(o => o.FileKey))} over {axis.Text}\n"));
        text.AppendJoin("", Figures.Select(f => $"{f.Text}\n"));
        return Sha256.TextOf(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

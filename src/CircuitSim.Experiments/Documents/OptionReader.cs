using System.Globalization;
using CircuitSim.Experiments.Options;
using CircuitSim.Netlists;
using static System.FormattableString;

namespace CircuitSim.Experiments.Documents;

/// <summary>The options of a study as a file gives them, one value each or several; each fault names line and column.</summary>
/// <param name="path">Of the file, as faults name it.</param>
/// <param name="folder">From where relative paths in it start.</param>
/// <param name="values">What stands where the file says nothing.</param>
/// <param name="mostValues">Of one range.</param>
internal sealed class OptionReader(string path, string folder, Study study, StudyValues values, int mostValues)
{
    public static readonly IReadOnlyList<string> RangeKeys = ["from", "to", "step", "points", "scale"];

    private const string Digits = "G12";

    private readonly Dictionary<StudyOption, string> places = [];
    private readonly Dictionary<string, StudyOption> known = [];

    public StudyValues Given { get; private set; } = values;

    public IReadOnlyDictionary<StudyOption, string> Places => places;

    public StudyOption OptionOf(YamlScalar key)
    {
        if (known.TryGetValue(key.Text, out var met))
            return met;
        if (study.OptionOf(key.Text) is { } option && option != IntegerOption.Jobs)
            return known[key.Text] = option;
        if (key.Text == IntegerOption.Jobs.FileKey)
            throw key.Fault("jobs changes no result, so it does not belong to a study; give it to the command.");
        // Who knows the command line may write its words.
        var typed = study.Options.FirstOrDefault(o => o.Name.TrimStart('-') == key.Text.TrimStart('-').Replace('_', '-'));
        throw key.Fault($"{study.Name} has no option '{YamlNode.Shown(key.Text)}'; {(typed is not null ? $"did you mean {typed.FileKey}?" : NameSuggestion.Nearest(key.Text, [.. study.Options.Where(o => o != IntegerOption.Jobs).Select(o => o.FileKey)]))}");
    }

    public void Give(YamlScalar key, YamlNode value)
    {
        var option = OptionOf(key);
        Place(option, key, value);
        Given = Apply(option, key, value, WordsOf(option, key, value));
    }

    /// <summary>Notes where an option has its value, or its values.</summary>
    public void Place(StudyOption option, YamlScalar key, YamlNode value)
    {
        if (!places.TryAdd(option, value.Place))
            throw key.Fault($"{key.Text} has a value already, at {places[option][(path.Length + 1)..]}; remove one of the two.");
    }

    /// <summary>The values with an option as the file has it.</summary>
    public StudyValues Apply(StudyOption option, YamlScalar key, YamlNode value, IReadOnlyList<string> words)
    {
        var read = option.Read(Given, words) ?? throw value.Fault($"{key.Text}: '{YamlNode.Shown(SweptOption.TextOf(words))}' is not {option.Expected.TrimEnd('.')}.");
        try
        {
            option.Check(read);
        }
        catch (InvalidParameterException e)
        {
            throw InvalidParameterException.Because(e.Parameter, $"{value.Place}: {e.Message}");
        }

        return read;
    }

    public IReadOnlyList<string> WordsOf(StudyOption option, YamlScalar key, YamlNode value) => value switch
    {
        YamlScalar { IsNothing: false } one when option is FilesOption => [PathOf(option, one.Text)],
        YamlScalar { IsNothing: false } one when option.TakesSeveral => [.. one.Text.Split(',', StringSplitOptions.TrimEntries)],
        YamlScalar { IsNothing: false } one => [PathOf(option, one.Text)],
        YamlSequence { Items: [_, ..] several } when option.TakesSeveral => [.. several.Select(s => PathOf(option, s.AsText(key.Text)))],
        _ when option.TakesSeveral => throw value.Fault($"{key.Text} takes a value or a list of values, and here is {(value is YamlSequence ? "an empty list" : value.Kind)}."),
        _ => throw value.Fault($"{key.Text} takes one value, and here is {value.Kind}."),
    };

    /// <summary>The numbers that a range of the file stands for.</summary>
    public IEnumerable<string> Range(YamlMapping range, YamlScalar key)
    {
        var members = range.Members(RangeKeys, $"the sweep of {key.Text}");
        double? NumberAt(string name) => members.GetValueOrDefault(name) is { } node ? node.AsNumber(name) : null;
        var (from, to, step, count) = (NumberAt("from"), NumberAt("to"), NumberAt("step"), NumberAt("points"));
        var scale = members.GetValueOrDefault("scale") is { } named ? named.AsText("scale") : "linear";
        if (from is null || to is null || step is null == count is null)
            throw range.Fault($"the sweep of {key.Text} needs from, to, and either step or points.");
        if (scale is not ("linear" or "logarithmic"))
            throw members["scale"].Fault($"scale: '{YamlNode.Shown(scale)}' is not linear or logarithmic.");
        if (scale == "logarithmic" && (step is not null || from <= 0 || to <= 0))
            throw range.Fault($"the logarithmic sweep of {key.Text} needs points, between values above zero.");
        // A step that does not end at the last value stops before it; half a millionth of a step is rounding.
        var points = count ?? Math.Floor((to.Value - from.Value) / step!.Value + 5e-7) + 1;
        if (!(points >= 1 && points <= mostValues && points == Math.Floor(points)))
            throw range.Fault(Invariant($"the sweep of {key.Text} must have from 1 to {mostValues} values, from the first towards the last."));
        for (var k = 0; k < points; k++)
        {
            var share = points > 1 ? k / (points - 1) : 0;
            yield return Number(step is { } by ? from.Value + k * by : Between(from.Value, to.Value, share, scale == "logarithmic"));
        }
    }

    internal static double Between(double from, double to, double share, bool isLogarithmic) => isLogarithmic ? from * Math.Pow(to / from, share) : from + share * (to - from);

    /// <summary>Twelve digits: 0.3, not 0.30000000000000004.</summary>
    internal static string Number(double value) => value.ToString(Digits, CultureInfo.InvariantCulture);

    /// <summary>The same text where the caller wants it.</summary>
    /// <returns>Its length.</returns>
    internal static int Number(double value, Span<char> to) => value.TryFormat(to, out var length, Digits, CultureInfo.InvariantCulture) ? length : 0;

    /// <summary>Refuses options that mean nothing beside the others.</summary>
    /// <param name="swept">Those that have several values.</param>
    public void CheckCompany(IReadOnlyCollection<StudyOption> swept)
    {
        foreach (var (option, place) in places)
        {
            if (option.OnlyWith is { } with && !IsWith(with.Option, with.Word))
                throw InvalidParameterException.Because(option.Subject, $"{place}: {option.FileKey} applies only with {with.Option.FileKey}{(with.Word is { } word ? $": {word}" : "")}.");
            if (option.NotWith is { } rival && places.ContainsKey(rival))
                throw InvalidParameterException.Because(option.Subject, $"{place}: {option.FileKey} does not apply with {rival.FileKey}.");
        }

        bool IsWith(StudyOption other, string? word) =>
            word is null ? places.ContainsKey(other) : swept.Contains(other) || SweptOption.TextOf(other.WordsOf(Given)) == word;
    }

    /// <summary>A path starts from the folder of the file; a word that is no file there may be the name of something in the library.</summary>
    private string PathOf(StudyOption option, string word)
    {
        if (option is not (DataFolderOption or FilesOption { AreTexts: false } or TextOption { Words: null }) || word.Contains('\0', StringComparison.Ordinal))
            return word;
        var beside = Path.Combine(folder, word);
        // Of what is no path, only a file of model cards that is there.
        if (TextOption.CardFile(beside) is not null)
            return beside;
        if (option is TextOption { MayBePath: false })
            return word;
        return option is DataFolderOption || word.Contains('/', StringComparison.Ordinal) || File.Exists(beside) ? beside : word;
    }
}

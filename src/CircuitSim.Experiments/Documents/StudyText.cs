using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CircuitSim.Experiments.Options;

namespace CircuitSim.Experiments.Documents;

/// <summary>A study as the YAML file that gives the same result: every option, what it means, and what can be added.</summary>
public static partial class StudyText
{
    /// <param name="values">As given; options that are not have their standard value.</param>
    public static string Of(Study study, StudyValues values)
    {
        var text = new StringBuilder();
        foreach (var line in study.Description.Split("\n\n")[0].Split('\n'))
            text.Append($"# {line.Trim()}\n");
        text.Append($"study: {study.Name}\n# title: What the report is called\n\noptions:");
        foreach (var option in study.Options.Where(o => o != IntegerOption.Jobs))
        {
            var words = option.WordsOf(values);
            // What the size decides, or what means something only beside another option, is left to them unless it was given; where data lie, to each machine.
            var isLeft = words.Count == 0 || option is DataFolderOption || (!values.IsGiven(option) && (option.ReducedJson is not null || option.OnlyWith is not null || option.NotWith is not null));
            var value = words.Count == 0 ? "" : option.TakesSeveral ? $" [{string.Join(", ", words.Select(w => Quoted(option, w)))}]" : $" {Quoted(option, words[0])}";
            text.Append($"\n  # {Describe(option)}\n  {(isLeft ? "# " : "")}{option.FileKey}:{value}\n");
        }

        return text.Append("""

            # The sections network, mapping and chain take options, too, where that reads better.

            # Every combination of these values is one run; a list, or from, to and step or points (scale: logarithmic).
            # sweeps:
            #   KEY OF AN OPTION: [1, 2, 3]
            #   KEY OF ANOTHER: {from: 1, to: 5, step: 0.5}

            # What a sweep compares: keys of "figures" in result.json, or ids of its claims. Default: all figures.
            # figures: [KEY]

            # The study's own claims are checked anyway; these are yours.
            # claims:
            #   - figure: KEY OF A FIGURE
            #     statement: what it should be
            #     source: who says so
            #     unit: images
            #     least: 0
            #     greatest: 100
            """.ReplaceLineEndings("\n")).Append('\n').ToString();
    }

    /// <summary>The description with its unit, words, and what it is at reduced size.</summary>
    internal static string Describe(StudyOption option)
    {
        var unit = option switch { QuantityOption q => q.Unit, QuantitiesOption q => q.Unit, _ => "" };
        var words = option is IChoiceOption choice ? $" One of {string.Join(", ", choice.Words)}." : "";
        var reduced = option.ReducedJson is { } json ? $" At reduced size: {(json is JsonArray several ? string.Join(", ", several) : json)}." : "";
        return $"{option.Description.ReplaceLineEndings(" ")}{(unit.Length > 0 ? $" [{unit}]" : "")}{words}{reduced}";
    }

    private static string Quoted(StudyOption option, string word) =>
        option is not (TextOption or FilesOption or DataFolderOption) || (Plain().IsMatch(word) && !Reserved().IsMatch(word)) ? word : JsonValue.Create(word).ToJsonString();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_./-]*$")]
    private static partial Regex Plain();

    /// <summary>Words that some reader of YAML takes for something else than a text.</summary>
    [GeneratedRegex("^(?i:null|true|false|yes|no|on|off|y|n)$")]
    private static partial Regex Reserved();
}

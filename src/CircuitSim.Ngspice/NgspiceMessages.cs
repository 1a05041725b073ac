using System.Text.RegularExpressions;

namespace CircuitSim.Ngspice;

/// <summary>
/// What ngspice says beside its results. Its exit code is not enough: a fault may end with exit code 0, and a floating
/// node yields numbers that only its gmin decided.
/// </summary>
internal static partial class NgspiceMessages
{
    private const int MostLines = 4;
    private const int LongestLine = 200;

    /// <summary>The node or branch of the first "singular matrix", in ngspice's spelling, or null.</summary>
    public static string? FindSingular(ProcessOutcome outcome)
    {
        var match = SingularLine().Match(outcome.Error + "\n" + outcome.Output);
        return match.Success ? match.Groups[1].Value : null;
    }

    /// <summary>Its own error lines, joined; empty if it reported none.</summary>
    public static string Errors(ProcessOutcome outcome) =>
        string.Join(" | ", Lines(outcome).Where(l => ErrorLine().IsMatch(l)).Distinct().Take(MostLines));

    /// <summary>The last lines it printed, for a failure without an error line.</summary>
    public static string LastWords(ProcessOutcome outcome)
    {
        var lines = Lines(outcome).TakeLast(MostLines).ToList();
        return lines.Count == 0 ? "it printed nothing." : string.Join(" | ", lines);
    }

    private static IEnumerable<string> Lines(ProcessOutcome outcome) =>
        (outcome.Output + "\n" + outcome.Error).Split('\n')
            .Select(l => string.Concat(l.Trim().Take(LongestLine).Select(c => c is >= ' ' and <= '~' ? c : '?')))
            .Where(l => l.Length > 0);

    [GeneratedRegex(@"singular matrix:\s*check nodes? (\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex SingularLine();

    [GeneratedRegex(
        @"^((fatal )?error\b|doAnalyses:|run simulation\(s\) aborted|.*\b(could not find|can't find|unknown (subckt|parameter|model|device)|no such (device|command|file)|too few|too many)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex ErrorLine();
}

namespace CircuitSim.Netlists;

/// <summary>What someone may have meant by a name that does not exist.</summary>
public static class NameSuggestion
{
    /// <summary>"did you mean ron?" where a known name is close, otherwise "there are: …." with all of them.</summary>
    public static string Nearest(string wanted, IReadOnlyCollection<string> known) =>
        Near(wanted, known) is { } nearest ? $"did you mean {nearest}?" : $"there are: {string.Join(", ", known)}.";

    /// <summary>The known name that is close; null if none is.</summary>
    public static string? Near(string wanted, IReadOnlyCollection<string> known)
    {
        // Half of the letters wrong is no longer a slip; a long name is not worth measuring.
        var nearest = wanted.Length > 64 ? null : known.MinBy(name => EditDistance(wanted, name));
        return nearest is not null && 2 * EditDistance(wanted, nearest) <= Math.Max(wanted.Length, 2) ? nearest : null;
    }

    /// <summary>Levenshtein's: insertions, deletions and replacements of letters, without case.</summary>
    private static int EditDistance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

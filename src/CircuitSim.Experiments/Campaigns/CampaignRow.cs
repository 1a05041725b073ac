using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace CircuitSim.Experiments.Campaigns;

/// <summary>What became of a point.</summary>
/// <param name="Index">Of the point.</param>
/// <param name="Values">Of the figures, null where the result has none; null where the point failed.</param>
/// <param name="Reason">Why it failed, in one line.</param>
/// <param name="Seconds">That it took; not part of its identity [s].</param>
public sealed record CampaignRow(long Index, IReadOnlyList<double?>? Values, string? Reason, double Seconds)
{
    private const int MostReason = 500;

    public static CampaignRow Failed(long index, string reason, double seconds) =>
        new(index, null, string.Concat(reason.Take(MostReason).Select(c => char.IsControl(c) ? ' ' : c)), seconds);

    /// <summary>A line of a shard: index, seconds, "ok" and the figures or "failed" and the reason, a checksum; tabs between.</summary>
    public string ToLine()
    {
        var text = new StringBuilder(Invariant($"{Index}\t{Seconds:0.######}\t"));
        if (Values is null)
            text.Append("failed\t").Append(Reason);
        else
            text.Append("ok\t").AppendJoin('\t', Values.Select(v => v?.ToString("R", CultureInfo.InvariantCulture)));
        return text.Append(Invariant($"\t{Checksum(text.ToString()):x8}")).ToString();
    }

    /// <summary>Null where the line is not whole, or is none of <paramref name="figures"/> figures.</summary>
    public static CampaignRow? Parse(string line, int figures)
    {
        var end = line.LastIndexOf('\t');
        if (end < 0 || !uint.TryParse(line.AsSpan(end + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sum) || sum != Checksum(line[..end]))
            return null;
        var fields = line[..end].Split('\t');
        if (fields.Length < 4 || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || !double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return null;
        if (fields[2] == "failed")
            return new CampaignRow(index, null, fields[3], seconds);
        if (fields[2] != "ok" || fields.Length != 3 + figures)
            return null;
        var values = new double?[figures];
        for (var k = 0; k < figures; k++)
        {
            if (fields[3 + k].Length == 0)
                continue;
            if (!double.TryParse(fields[3 + k], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                return null;
            values[k] = value;
        }

        return new CampaignRow(index, values, null, seconds);
    }

    /// <summary>FNV-1a: enough to know half a line.</summary>
    private static uint Checksum(string text)
    {
        var sum = 0x811c9dc5u;
        foreach (var c in text)
            sum = (sum ^ c) * 0x01000193u;
        return sum;
    }
}

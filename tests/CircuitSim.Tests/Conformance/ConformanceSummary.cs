using System.Globalization;

namespace CircuitSim.Tests.Conformance;

/// <summary>
/// The worst difference per analysis of one conformance run. Written to the file that the environment variable
/// CIRCUITSIM_CONFORMANCE_REPORT names, if it does, so that CI can print it.
/// </summary>
public sealed class ConformanceSummary : IDisposable
{
    private readonly SortedDictionary<string, (int Circuits, double Worst, string Where)> groups = new(StringComparer.Ordinal);

    public void Add(string group, double difference, string where)
    {
        lock (groups)
        {
            var (circuits, worst, place) = groups.GetValueOrDefault(group, (0, -1, ""));
            groups[group] = difference > worst ? (circuits + 1, difference, where) : (circuits + 1, worst, place);
        }
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("CIRCUITSIM_CONFORMANCE_REPORT") is { Length: > 0 } path)
            File.WriteAllLines(path, groups.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}: {g.Value.Circuits} circuits, worst relative difference {g.Value.Worst:E1} ({g.Value.Where})")));
    }
}

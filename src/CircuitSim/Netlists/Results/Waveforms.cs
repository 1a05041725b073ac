namespace CircuitSim.Netlists.Results;

/// <summary>The points of an analysis in memory; a sink for engines, then a table by name.</summary>
public sealed class Waveforms : IWaveformSink
{
    private readonly List<double> axis = [];
    private List<double>[] columns = [];
    private Dictionary<string, int> indexOf = [];
    private WaveformHeader? header;

    /// <exception cref="InvalidOperationException">No analysis has begun.</exception>
    public WaveformHeader Header => header ?? throw new InvalidOperationException("no analysis has written to these waveforms.");

    public int Points => axis.Count;

    /// <summary>[points], in the unit of the header's axis.</summary>
    public IReadOnlyList<double> Axis => axis;

    /// <summary>Whether the analysis ran to its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The values of a vector such as "v(out)" [points]; case does not matter.</summary>
    /// <exception cref="NetlistException">There is no such vector.</exception>
    public IReadOnlyList<double> this[string name] =>
        indexOf.TryGetValue(name, out var index)
            ? columns[index]
            : throw NetlistException.Because($"{name} is not among the results; check its name against the netlist and its .save.");

    public bool Contains(string name) => indexOf.ContainsKey(name);

    public void Begin(WaveformHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        this.header = header;
        axis.Clear();
        IsComplete = false;
        columns = [.. header.Vectors.Select(_ => new List<double>())];
        indexOf = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var k = 0; k < columns.Length; k++)
            indexOf.TryAdd(header.Vectors[k].Name, k);
    }

    public void Add(double axis, ReadOnlySpan<double> values)
    {
        this.axis.Add(axis);
        for (var k = 0; k < columns.Length; k++)
            columns[k].Add(values[k]);
    }

    public void End() => IsComplete = true;
}

using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Runs;

/// <summary>Where every waveform begins and ends, and what it lies between, found as its points come.</summary>
/// <param name="open">Gives the sink that it goes to, by the names of analysis and engine, or null.</param>
public sealed class WaveformRanges(Func<string, string, IWaveformSink?> open)
{
    private readonly List<Sink> sinks = [];

    /// <summary>A sink for the waveforms of an analysis on an engine.</summary>
    public IWaveformSink Open(string analysis, string engine)
    {
        var sink = new Sink(analysis, engine, open(analysis, engine));
        sinks.Add(sink);
        return sink;
    }

    /// <summary>A row for each waveform over an axis.</summary>
    public ResultTable Table() => ResultTable.Of("waveforms", sinks.Where(s => s.HasAxis).SelectMany(s => s.Vectors.Select((v, k) => (Sink: s, Vector: v, K: k))),
        ("quantity", w => w.Vector.Name), ("analysis", w => w.Sink.Analysis), ("engine", w => w.Sink.Engine), ("first", w => w.Sink.First[w.K]), ("last", w => w.Sink.Last[w.K]),
        ("least", w => w.Sink.Least[w.K]), ("greatest", w => w.Sink.Greatest[w.K]), ("unit", w => w.Vector.Unit));

    private sealed class Sink(string analysis, string engine, IWaveformSink? inner) : IWaveformSink
    {
        public string Analysis => analysis;

        public string Engine => engine;

        public IReadOnlyList<WaveformVector> Vectors { get; private set; } = [];

        public bool HasAxis { get; private set; }

        public double[] First { get; private set; } = [];

        public double[] Last { get; private set; } = [];

        public double[] Least { get; private set; } = [];

        public double[] Greatest { get; private set; } = [];

        public void Begin(WaveformHeader header)
        {
            (Vectors, HasAxis) = (header.Vectors, header.Axis.Name != "point");
            inner?.Begin(header);
        }

        public void Add(double axis, ReadOnlySpan<double> values)
        {
            inner?.Add(axis, values);
            if (First.Length == 0)
                (First, Last, Least, Greatest) = (values.ToArray(), values.ToArray(), values.ToArray(), values.ToArray());
            values.CopyTo(Last);
            for (var k = 0; k < values.Length; k++)
                (Least[k], Greatest[k]) = (Math.Min(Least[k], values[k]), Math.Max(Greatest[k], values[k]));
        }

        public void End() => inner?.End();
    }
}

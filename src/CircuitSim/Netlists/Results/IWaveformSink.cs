namespace CircuitSim.Netlists.Results;

/// <summary>Takes the points of an analysis as an engine accepts them, so that memory need not grow with their number.</summary>
public interface IWaveformSink
{
    /// <summary>Called once, before the first point.</summary>
    void Begin(WaveformHeader header);

    /// <summary>Called for each point; the axis does not decrease, except where an outer sweep starts the inner one again.</summary>
    /// <param name="axis">Place on the axis, in the header's unit.</param>
    /// <param name="values">One for each vector of the header, valid during the call only.</param>
    void Add(double axis, ReadOnlySpan<double> values);

    /// <summary>Called once behind the last point; by an engine only if the analysis succeeded.</summary>
    void End();
}

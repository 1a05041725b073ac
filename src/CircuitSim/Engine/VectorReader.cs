using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>Reads the quantities that an analysis reports: differences of two unknowns, and states of memristors.</summary>
internal sealed class VectorReader
{
    private readonly (int Plus, int Minus)[] unknowns;
    private readonly (int Place, MemristorPlace Memristor)[] states;
    private readonly double[] values;
    private readonly int leading;

    /// <param name="leading">Values in front that the caller fills in.</param>
    public VectorReader(Circuit circuit, AnalysisKind analysis, int leading = 0)
    {
        var selection = WaveformSelection.Of(circuit.Flat, analysis);
        this.leading = leading;
        Vectors = selection.Vectors;
        var quantities = selection.Quantities;
        // A state's place holds the difference of ground and itself, which is zero.
        unknowns = [.. quantities.Select(q => q is DeviceStateExpression ? (circuit.Numbering.UnknownCount, circuit.Numbering.UnknownCount) : circuit.Numbering.Unknowns(q, ".save"))];
        states = [.. quantities.Select((q, k) => (leading + k, q)).Where(e => e.q is DeviceStateExpression).Select(e => (e.Item1, circuit.Memristors[((DeviceStateExpression)e.q).Element]))];
        values = new double[leading + unknowns.Length];
    }

    public IReadOnlyList<WaveformVector> Vectors { get; }

    /// <summary>Whether device states are all that is read.</summary>
    public bool ReadsStatesOnly => states.Length == unknowns.Length;

    /// <summary>[leading + vectors]; of this instance, valid until the next call.</summary>
    /// <param name="memory">Of the devices, at the same point.</param>
    public Span<double> Read(double[] x, ReadOnlySpan<double> memory)
    {
        for (var k = 0; k < unknowns.Length; k++)
            values[leading + k] = x[unknowns[k].Plus] - x[unknowns[k].Minus];
        foreach (var (place, memristor) in states)
            values[place] = memristor.State(memory);
        return values;
    }
}

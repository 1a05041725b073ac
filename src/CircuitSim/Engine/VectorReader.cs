using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Expressions;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>Reads the quantities that an analysis reports: differences of two unknowns, and states of memristors.</summary>
internal sealed class VectorReader
{
    private readonly Circuit circuit;
    private readonly (int Plus, int Minus)[] unknowns;
    private readonly (int Place, MemristorPlace Memristor)[] states;
    private readonly double[] values;
    private readonly int leading;

    /// <param name="leading">Values in front that the caller fills in.</param>
    public VectorReader(Circuit circuit, AnalysisKind analysis, int leading = 0)
    {
        var selection = WaveformSelection.Of(circuit.Flat, analysis);
        this.circuit = circuit;
        this.leading = leading;
        Vectors = selection.Vectors;
        var quantities = selection.Quantities;
        // A state's place holds the difference of ground and itself, which is zero.
        unknowns = [.. quantities.Select(q => q is DeviceStateExpression ? (circuit.UnknownCount, circuit.UnknownCount) : circuit.Unknowns(q, ".save"))];
        states = [.. quantities.Select((q, k) => (leading + k, q)).Where(e => e.q is DeviceStateExpression).Select(e => (e.Item1, circuit.Memristors[((DeviceStateExpression)e.q).Element]))];
        values = new double[leading + unknowns.Length];
    }

    public IReadOnlyList<WaveformVector> Vectors { get; }

    /// <summary>[leading + vectors]; of this instance, valid until the next call.</summary>
    public Span<double> Read(double[] x, StampTarget target)
    {
        for (var k = 0; k < unknowns.Length; k++)
            values[leading + k] = x[unknowns[k].Plus] - x[unknowns[k].Minus];
        foreach (var (place, memristor) in states)
            values[place] = memristor.State(target);
        return values;
    }
}

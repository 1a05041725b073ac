using CircuitSim.Netlists;

namespace CircuitSim.Engine;

/// <summary>Reads the quantities that an analysis reports out of the unknowns, each a difference of two of them.</summary>
internal sealed class VectorReader
{
    private readonly (int Plus, int Minus)[] unknowns;
    private readonly double[] values;
    private readonly int leading;

    /// <param name="leading">Values in front that the caller fills in.</param>
    public VectorReader(Circuit circuit, int leading = 0)
    {
        var selection = WaveformSelection.Of(circuit.Flat);
        Vectors = selection.Vectors;
        unknowns = [.. selection.Quantities.Select(q => circuit.Unknowns(q, ".save"))];
        this.leading = leading;
        values = new double[leading + unknowns.Length];
    }

    public IReadOnlyList<WaveformVector> Vectors { get; }

    /// <summary>[leading + vectors]; of this instance, valid until the next call.</summary>
    public Span<double> Read(double[] x)
    {
        for (var k = 0; k < unknowns.Length; k++)
            values[leading + k] = x[unknowns[k].Plus] - x[unknowns[k].Minus];
        return values;
    }
}

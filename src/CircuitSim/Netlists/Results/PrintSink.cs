using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;

namespace CircuitSim.Netlists.Results;

/// <summary>Evaluates <c>.print</c> as the points of an analysis come, and keeps what it names.</summary>
public sealed class PrintSink(FlatNetlist flat) : IWaveformSink
{
    private readonly List<Table> tables = [];

    /// <summary>Those that belong to the analysis, in order.</summary>
    public IReadOnlyList<PrintedTable> Tables => [.. tables.Select(t => t.Printed)];

    /// <exception cref="NetlistException">A quantity is not among the vectors.</exception>
    public void Begin(WaveformHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        tables.Clear();
        foreach (var (print, written) in flat.Prints.Zip(flat.Source.Prints))
        {
            if (print.Analysis != header.Analysis)
                continue;
            if (print.Analysis == AnalysisKind.Sensitivity)
            {
                // At the operating point they are a table of their own.
                if (header.Axis.Unit.Length > 0)
                    tables.Add(new Table(header.Axis, header.Vectors, null));
                continue;
            }

            tables.Add(new Table(
                header.Axis,
                [.. print.Quantities.Zip(written.Quantities, (q, name) => new WaveformVector(name.ToString(), ExpressionUnit.Under(flat.Options, ExpressionUnit.Of(q))))],
                [.. print.Quantities.Select(q => new WaveformQuantity(q, header, flat.Options))]));
        }
    }

    public void Add(double axis, ReadOnlySpan<double> values)
    {
        foreach (var table in tables)
            table.Add(axis, values);
    }

    public void End()
    {
    }

    /// <param name="quantities">Null for the vectors themselves.</param>
    private sealed class Table(WaveformVector axis, IReadOnlyList<WaveformVector> columns, IReadOnlyList<WaveformQuantity>? quantities)
    {
        private readonly List<double> places = [];
        private readonly List<IReadOnlyList<double>> rows = [];

        public PrintedTable Printed => new(axis, columns, places, rows);

        public void Add(double x, ReadOnlySpan<double> values)
        {
            var row = quantities is null ? values.ToArray() : new double[quantities.Count];
            for (var k = 0; k < quantities?.Count; k++)
                row[k] = quantities[k].At(x, values);
            places.Add(x);
            rows.Add(row);
        }
    }
}

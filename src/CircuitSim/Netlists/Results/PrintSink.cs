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
            // At the operating point sensitivities are a table of their own.
            if (print.Analysis != header.Analysis || (print.Analysis == AnalysisKind.Sensitivity && header.Axis.Unit.Length == 0))
                continue;
            var all = print.Analysis == AnalysisKind.Sensitivity ? [.. header.Vectors.Index()] : header.Vectors.Index().Where(v => (print.HasAllVoltages && v.Item.Name[0] is 'v') || (print.HasAllCurrents && v.Item.Name[0] is 'i')).ToList();
            tables.Add(new Table(
                header.Axis,
                [.. print.Quantities.Zip(written.Quantities, (q, name) => new WaveformVector(name.ToString(), ExpressionUnit.Under(flat.Options, ExpressionUnit.Of(q)))), .. all.Select(v => v.Item)],
                [.. print.Quantities.Select(q => new WaveformQuantity(q, header, flat.Options))],
                [.. all.Select(v => v.Index)]));
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

    private sealed class Table(WaveformVector axis, IReadOnlyList<WaveformVector> columns, IReadOnlyList<WaveformQuantity> quantities, int[] vectors)
    {
        private readonly List<double> places = [];
        private readonly List<IReadOnlyList<double>> rows = [];

        public PrintedTable Printed => new(axis, columns, places, rows);

        public void Add(double x, ReadOnlySpan<double> values)
        {
            var row = new double[columns.Count];
            for (var k = 0; k < quantities.Count; k++)
                row[k] = quantities[k].At(x, values);
            for (var k = 0; k < vectors.Length; k++)
                row[quantities.Count + k] = values[vectors[k]];
            places.Add(x);
            rows.Add(row);
        }
    }
}

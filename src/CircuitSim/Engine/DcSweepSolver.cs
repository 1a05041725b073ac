using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>
/// Operating points over the values of one to three axes, each found from the one before. Sources change in place; another resistance,
/// temperature or parameter is another circuit of the same unknowns, which begins at the point of the last.
/// </summary>
internal static class DcSweepSolver
{
    public static SimulationStatistics Run(Circuit circuit, DcSweepAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken)
    {
        EquationSystem? last = null;
        VectorReader? reader = null;
        var (points, iterations) = Walk(circuit, analysis, (system, values) =>
        {
            if (last is null)
                sink.Begin(HeaderOf(circuit.Flat, analysis, new VectorReader(system.Circuit, AnalysisKind.DcSweep).Vectors, AnalysisKind.DcSweep));
            if (system != last)
                (last, reader) = (system, new VectorReader(system.Circuit, AnalysisKind.DcSweep, analysis.Axes.Count - 1));
            var read = reader!.Read(system.Target.X, system.Target.AcceptedMemory);
            values.AsSpan(1).CopyTo(read);
            sink.Add(values[0], read);
        }, cancellationToken);
        sink.End();
        return new SimulationStatistics(circuit.Numbering.UnknownCount, points, NewtonIterations: iterations);
    }

    /// <summary>The axes but the first stand in front of what is read.</summary>
    public static WaveformHeader HeaderOf(FlatNetlist flat, DcSweepAnalysis analysis, IEnumerable<WaveformVector> vectors, AnalysisKind kind) =>
        new(flat.Title, kind, SweptThings.VectorOf(flat, analysis.Axes[0]), [.. analysis.Axes.Skip(1).Select(a => SweptThings.VectorOf(flat, a)), .. vectors]);

    /// <summary>Solves point after point.</summary>
    /// <param name="solved">Told the equations, with their devices accepted at the point, and the values of the axes.</param>
    public static (long Points, long Iterations) Walk(Circuit circuit, DcSweepAnalysis analysis, Action<EquationSystem, double[]> solved, CancellationToken cancellationToken)
    {
        var axes = analysis.Axes;
        var isSource = axes.Select(a => SweptThings.ElementOf(circuit.Flat, a) is VoltageSource or CurrentSource).ToArray();
        Bench? bench = null;
        double[] before = [];
        long points = 0, iterations = 0;
        var total = (long)analysis.Points;
        for (; points < total; points++)
        {
            var values = analysis.ValuesAt(points);
            if (bench is null || Enumerable.Range(0, values.Length).Any(k => !isSource[k] && values[k] != before[k]))
            {
                var next = new Bench(isSource.All(s => s) ? circuit : Circuit.Build(SweptThings.At(circuit.Flat, AnalysisKind.DcSweep, axes, values)));
                if (bench is not null)
                    next.Continue(bench);
                iterations += bench?.Newton.Iterations ?? 0;
                bench = next;
            }

            for (var k = 0; k < values.Length; k++)
            {
                if (isSource[k])
                    bench.Circuit.Numbering.Sources[axes[k].Source].Override = values[k];
            }

            if (points == 0)
                bench.Search.SolveFromNothing(OperatingPointSolver.NodeSets(bench.Circuit), null, cancellationToken);
            else
                bench.Search.SolveFromHere(circuit.Options.SweepIterations, null, cancellationToken);
            bench.System.AcceptDevices();
            solved(bench.System, values);
            before = values;
        }

        return (points, iterations + bench!.Newton.Iterations);
    }

    /// <summary>A circuit with what solves it.</summary>
    private sealed class Bench
    {
        public Bench(Circuit circuit)
        {
            Circuit = circuit;
            System = new EquationSystem(circuit);
            System.RequireDetermined(isDc: true);
            Newton = new NewtonSolver(System);
            Search = new OperatingPointSearch(System, Newton, "DC sweep");
        }

        public Circuit Circuit { get; }

        public EquationSystem System { get; }

        public NewtonSolver Newton { get; }

        public OperatingPointSearch Search { get; }

        /// <summary>Begins where another one is, if the two have the same unknowns.</summary>
        public void Continue(Bench other)
        {
            var (from, to) = (other.System.Target, System.Target);
            if (from.X.Length != to.X.Length || from.AcceptedMemory.Length != to.AcceptedMemory.Length)
                return;
            from.X.CopyTo(to.X, 0);
            from.AcceptedMemory.CopyTo(to.AcceptedMemory, 0);
            from.Memory.CopyTo(to.Memory, 0);
        }
    }
}

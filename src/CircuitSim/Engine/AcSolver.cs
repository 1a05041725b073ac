using System.Numerics;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>The small signals of a circuit over frequency.</summary>
internal static class AcSolver
{
    public static SimulationStatistics Run(Circuit circuit, AcAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken)
    {
        var sweep = analysis.Sweep;
        var selection = WaveformSelection.Of(circuit.Flat, AnalysisKind.SmallSignal);
        sink.Begin(new WaveformHeader(circuit.Flat.Title, AnalysisKind.SmallSignal, new WaveformVector("frequency", "Hz"), selection.Vectors));
        var values = new double[2 * selection.Quantities.Count];
        Bench? bench = null;
        double[] before = [];
        long iterations = 0, factorizations = 0;
        for (var point = 0; point < sweep.Count; point++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frequency = sweep.FrequencyAt(point);
            double[] varied = [.. analysis.Columns.Select(c => c.ValueAt(point)), .. circuit.Flat.FollowsFrequency ? [frequency] : Array.Empty<double>()];
            if (bench is null || !varied.AsSpan().SequenceEqual(before))
            {
                bench = new Bench(varied.Length == 0 ? circuit : Circuit.Build(SweptThings.At(circuit.Flat, AnalysisKind.SmallSignal, analysis.Columns, varied, frequency)), selection, cancellationToken);
                before = varied;
                iterations += bench.Iterations;
            }

            factorizations += bench.Solve(frequency, values);
            sink.Add(frequency, values);
        }

        sink.End();
        return new SimulationStatistics(circuit.Numbering.UnknownCount, sweep.Count, NewtonIterations: iterations, Factorizations: factorizations);
    }

    /// <summary>A circuit at its operating point, and what is read of its small signals.</summary>
    private sealed class Bench
    {
        private readonly SmallSignalSystem smallSignals;
        private readonly Complex[] drive, x;
        private readonly (int Plus, int Minus)[] unknowns;

        public Bench(Circuit circuit, WaveformSelection selection, CancellationToken cancellationToken)
        {
            var (system, newton) = OperatingPointSolver.Find(circuit, cancellationToken);
            smallSignals = new SmallSignalSystem(system);
            Iterations = newton.Iterations;
            drive = Drive(circuit);
            x = new Complex[circuit.Numbering.UnknownCount + 1];
            unknowns = [.. selection.Quantities.Select(q => circuit.Numbering.Unknowns(q, ".save"))];
        }

        public long Iterations { get; }

        /// <summary>Real and imaginary part of each quantity; returns the factorizations that it took.</summary>
        public long Solve(double frequency, double[] values)
        {
            var before = smallSignals.Factorizations;
            smallSignals.Factor(frequency);
            smallSignals.Solve(drive, x);
            for (var k = 0; k < unknowns.Length; k++)
            {
                var amplitude = x[unknowns[k].Plus] - x[unknowns[k].Minus];
                (values[2 * k], values[2 * k + 1]) = (amplitude.Real, amplitude.Imaginary);
            }

            return smallSignals.Factorizations - before;
        }
    }

    /// <summary>The right-hand side of the AC values of all sources.</summary>
    public static Complex[] Drive(Circuit circuit)
    {
        var numbering = circuit.Numbering;
        var drive = new Complex[numbering.UnknownCount + 1];
        foreach (var element in circuit.Flat.Elements)
        {
            switch (element)
            {
                case VoltageSource v:
                    drive[numbering.Branch(v.Name)] = v.Voltage.SmallSignal;
                    break;
                case CurrentSource i:
                    drive[numbering.Node(i.Positive)] -= i.Current.SmallSignal;
                    drive[numbering.Node(i.Negative)] += i.Current.SmallSignal;
                    break;
            }
        }

        return drive;
    }
}

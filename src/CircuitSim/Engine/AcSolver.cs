using System.Numerics;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Elements;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>The small signals of a circuit over frequency.</summary>
internal static class AcSolver
{
    public static SimulationStatistics Run(Circuit circuit, AcAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken)
    {
        var (sweep, n) = (analysis.Sweep, circuit.Numbering.UnknownCount);
        var (system, newton) = OperatingPointSolver.Find(circuit, cancellationToken);
        var smallSignals = new SmallSignalSystem(system);
        var drive = Drive(circuit);
        var selection = WaveformSelection.Of(circuit.Flat, AnalysisKind.SmallSignal);
        var unknowns = selection.Quantities.Select(q => circuit.Numbering.Unknowns(q, ".save")).ToArray();
        sink.Begin(new WaveformHeader(circuit.Flat.Title, AnalysisKind.SmallSignal, new WaveformVector("frequency", "Hz"), selection.Vectors));
        var (x, values) = (new Complex[n + 1], new double[2 * unknowns.Length]);
        for (var point = 0; point < sweep.Count; point++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frequency = sweep.FrequencyAt(point);
            smallSignals.Factor(frequency);
            smallSignals.Solve(drive, x);
            for (var k = 0; k < unknowns.Length; k++)
            {
                var amplitude = x[unknowns[k].Plus] - x[unknowns[k].Minus];
                (values[2 * k], values[2 * k + 1]) = (amplitude.Real, amplitude.Imaginary);
            }

            sink.Add(frequency, values);
        }

        sink.End();
        return new SimulationStatistics(n, sweep.Count, NewtonIterations: newton.Iterations, Factorizations: smallSignals.Factorizations);
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

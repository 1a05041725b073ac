using System.Numerics;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Engine;

/// <summary>
/// Slopes of outputs by parameters, by the direct method (D. E. Hocevar, P. Yang, T. N. Trick and B. D. Epler, "Transient sensitivity
/// computation for MOSFET circuits", IEEE Trans. CAD 4, 1985): where F(x, p) = 0,
/// <code>∂F/∂x · dx/dp = −∂F/∂p</code>
/// with the factors of the solution itself, and of small signals (G + jωC) X = b, with the change of G and C along dx/dp,
/// <code>(G + jωC) · dX/dp = ∂b/∂p − d(G + jωC)/dp · X</code>
/// ∂F/∂p and the rest on the right come from <see cref="Variation"/>. A transient has two followers for each parameter, at p ± h, that
/// take its steps, whatever they are: their states and charges carry the sensitivities on, those of memristors, too.
/// </summary>
internal static class SensitivitySolver
{
    /// <summary>Parameters times elements: each parameter has the circuit built anew.</summary>
    private const double MostBuilt = 1e7;

    /// <summary>Parameters times unknowns of circuits that are kept.</summary>
    private const double MostKept = 2e6;

    /// <summary>Values of a table over frequency, which is kept until its last parameter.</summary>
    private const double MostValues = 1 << 26;

    /// <summary>Two followers lose more by a long step than four places, and less than these by a short one.</summary>
    private const double FollowingPart = 0.25;

    public static SimulationStatistics Run(Circuit circuit, SensitivityAnalysis analysis, IWaveformSink sink, CancellationToken cancellationToken)
    {
        var parameters = SensitivityParameter.Of(circuit.Flat, analysis);
        RequireFew(parameters.Count * (double)circuit.Flat.Elements.Count, MostBuilt, "elements");
        if (analysis.Along is DcSweepAnalysis or TransientAnalysis)
            RequireFew(parameters.Count * (double)circuit.Numbering.UnknownCount, MostKept, "unknowns");
        if (analysis.Along is AcAnalysis { Sweep: var frequencies })
            RequireFew(2.0 * parameters.Count * analysis.Outputs.Count * frequencies.Count, MostValues, "outputs times frequencies");
        return analysis.Along switch
        {
            DcSweepAnalysis sweep => AlongSweep(circuit, analysis, sweep, parameters, sink, cancellationToken),
            AcAnalysis ac => AlongFrequency(circuit, analysis, ac.Sweep, parameters, sink, cancellationToken),
            TransientAnalysis transient => AlongTime(circuit, analysis, transient, parameters, sink, cancellationToken),
            _ => AtOperatingPoint(circuit, analysis, parameters, sink, cancellationToken),
        };

        void RequireFew(double product, double most, string what)
        {
            if (product > most)
                throw NetlistException.At(analysis.Place, FormattableString.Invariant($".sens: {parameters.Count} parameters times {what} are {product:0.##e0}, and {most:0.##e0} are the most; name fewer parameters."));
        }
    }

    private static SimulationStatistics AtOperatingPoint(
        Circuit circuit, SensitivityAnalysis analysis, IReadOnlyList<SensitivityParameter> parameters, IWaveformSink sink, CancellationToken cancellationToken)
    {
        var (system, newton) = OperatingPointSolver.Find(circuit, cancellationToken);
        var outputs = SensitivityOutput.Of(analysis.Outputs, circuit, isSmallSignal: false);
        (WaveformVector Vector, double Value)[] values = [.. outputs.Select(o => (o.Vector, o.At(system.Target.X, system.Target.AcceptedMemory, 0)))];
        var all = new List<Sensitivity>();
        Prepare(system);
        foreach (var parameter in parameters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryVary(parameter, circuit, analysis) is not { } variation)
                continue;
            var slope = Slope(system, variation);
            all.AddRange(outputs.Select(o => (o.Vector, Slope: o.Slope(slope)))
                .Select(o => new Sensitivity(o.Vector, VectorOf(parameter), parameter.Value, o.Slope, o.Slope * parameter.Value / 100)));
        }

        Sensitivity[] sorted = [.. outputs.SelectMany(o => all.Where(s => s.Output == o.Vector).OrderByDescending(s => Math.Abs(s.Share)))];
        sink.Begin(new WaveformHeader(circuit.Flat.Title, AnalysisKind.Sensitivity, new WaveformVector("point", ""),
            [.. values.Select(v => v.Vector), .. sorted.SelectMany(s => new[] { s.SlopeVector, s.ShareVector })]));
        sink.Add(0, [.. values.Select(v => v.Value), .. sorted.SelectMany(s => new[] { s.Slope, s.Share })]);
        sink.End();
        return new SimulationStatistics(circuit.Numbering.UnknownCount, 1, NewtonIterations: newton.Iterations, Factorizations: system.Factorizations) { Sensitivities = sorted };
    }

    private static SimulationStatistics AlongSweep(
        Circuit circuit, SensitivityAnalysis analysis, DcSweepAnalysis sweep, IReadOnlyList<SensitivityParameter> parameters, IWaveformSink sink, CancellationToken cancellationToken)
    {
        EquationSystem? last = null;
        SensitivityOutput[] outputs = SensitivityOutput.Of(analysis.Outputs, circuit, isSmallSignal: false);
        Variation[] variations = [];
        sink.Begin(DcSweepSolver.HeaderOf(circuit.Flat, sweep, Vectors(outputs, parameters), AnalysisKind.Sensitivity));
        var row = new double[sweep.Axes.Count - 1 + outputs.Length * (1 + parameters.Count)];
        var (points, iterations) = DcSweepSolver.Walk(circuit, sweep, (system, values) =>
        {
            if (system != last)
            {
                last = system;
                outputs = SensitivityOutput.Of(analysis.Outputs, system.Circuit, isSmallSignal: false);
                variations = [.. (system.Circuit == circuit ? parameters : SensitivityParameter.Of(system.Circuit.Flat, analysis)).Select(p => new Variation(p, system.Circuit))];
            }

            Prepare(system);
            var slopes = variations.Select(v =>
            {
                v.Sweep(sweep, values);
                return Slope(system, v);
            }).ToArray();
            values.AsSpan(1).CopyTo(row);
            Fill(row.AsSpan(values.Length - 1), outputs, parameters.Count, o => o.At(system.Target.X, system.Target.AcceptedMemory, 0), (o, p) => o.Slope(slopes[p]));
            sink.Add(values[0], row);
        }, cancellationToken);
        sink.End();
        return new SimulationStatistics(circuit.Numbering.UnknownCount, points, NewtonIterations: iterations);
    }

    private static SimulationStatistics AlongFrequency(
        Circuit circuit, SensitivityAnalysis analysis, FrequencySweep sweep, IReadOnlyList<SensitivityParameter> parameters, IWaveformSink sink, CancellationToken cancellationToken)
    {
        var n = circuit.Numbering.UnknownCount;
        var (system, newton) = OperatingPointSolver.Find(circuit, cancellationToken);
        var smallSignals = new SmallSignalSystem(system);
        Prepare(system);
        var known = new List<SensitivityParameter>();
        var changes = new List<(double Step, SmallSignalSlope Slope)>();
        foreach (var parameter in parameters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryVary(parameter, circuit, analysis) is not { } variation)
                continue;
            known.Add(parameter);
            changes.Add((variation.Step, variation.Linearized(system, Slope(system, variation)[..n])));
        }

        var outputs = SensitivityOutput.Of(analysis.Outputs, circuit, isSmallSignal: true);
        sink.Begin(new WaveformHeader(circuit.Flat.Title, AnalysisKind.Sensitivity, new WaveformVector("frequency", "Hz"), [.. Vectors(outputs, known)]));
        var (drive, right, x) = (AcSolver.Drive(circuit), new Complex[n + 1], new Complex[n + 1]);
        Complex[][] slopes = [.. changes.Select(_ => new Complex[n + 1])];
        var row = new double[outputs.Length * (1 + known.Count)];
        for (var point = 0; point < sweep.Count; point++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frequency = sweep.FrequencyAt(point);
            smallSignals.Factor(frequency);
            smallSignals.Solve(drive, x);
            for (var p = 0; p < slopes.Length; p++)
            {
                changes[p].Slope.RightHandSide(x, frequency, right);
                smallSignals.Solve(right, slopes[p]);
            }

            Fill(row, outputs, known.Count, o => o.At(x, frequency, x, 0), (o, p) =>
            {
                var here = o.At(x, frequency, x, 0);
                return Variation.Derivative(changes[p].Step, distance => o.Near(o.At(x, frequency, slopes[p], distance), here));
            });
            sink.Add(frequency, row);
        }

        sink.End();
        return new SimulationStatistics(n, sweep.Count, NewtonIterations: newton.Iterations, Factorizations: smallSignals.Factorizations);
    }

    private static SimulationStatistics AlongTime(
        Circuit circuit, SensitivityAnalysis analysis, TransientAnalysis transient, IReadOnlyList<SensitivityParameter> parameters, IWaveformSink sink, CancellationToken cancellationToken)
    {
        FlatNetlistRules.CheckSteps(transient, circuit.Flat);
        var outputs = SensitivityOutput.Of(analysis.Outputs, circuit, isSmallSignal: false);
        var leader = Started(circuit);
        var steps = parameters.Select(p => FollowingPart * Variation.StepOf(p, transient.Step.Number)).ToArray();
        (TransientSolver Above, TransientSolver Below)[] followers = [.. parameters.Select((p, k) => (
            Started(Variation.Near(p, circuit, steps[k], transient)), Started(Variation.Near(p, circuit, -steps[k], transient))))];
        sink.Begin(new WaveformHeader(circuit.Flat.Title, AnalysisKind.Sensitivity, new WaveformVector("time", "s"), [.. Vectors(outputs, parameters)]));
        var row = new double[outputs.Length * (1 + parameters.Count)];
        var points = 0L;
        while (true)
        {
            if (leader.Time >= transient.Start.Number)
            {
                Fill(row, outputs, parameters.Count, o => At(o, leader), (o, p) => (At(o, followers[p].Above) - At(o, followers[p].Below)) / (2 * steps[p]));
                sink.Add(leader.Time, row);
                points++;
            }

            if (!(leader.Time < transient.Stop.Number))
                break;
            leader.Step(transient.Stop.Number, cancellationToken);
            foreach (var (above, below) in followers)
            {
                above.Follow(leader, cancellationToken);
                below.Follow(leader, cancellationToken);
            }
        }

        sink.End();
        var cost = leader.Statistics;
        return new SimulationStatistics(circuit.Numbering.UnknownCount, points, cost.AcceptedSteps, cost.RejectedSteps, cost.NewtonIterations, cost.Factorizations);

        static double At(SensitivityOutput output, TransientSolver solver) => output.At(solver.X, solver.Target.AcceptedMemory, solver.Time);

        TransientSolver Started(Circuit started)
        {
            var solver = new TransientSolver(started, transient);
            solver.Start(cancellationToken);
            return solver;
        }
    }

    /// <summary>Of all parameters, those that cannot be varied are left out; one that was named is refused.</summary>
    private static Variation? TryVary(SensitivityParameter parameter, Circuit circuit, SensitivityAnalysis analysis)
    {
        try
        {
            return new Variation(parameter, circuit);
        }
        catch (NetlistException) when (analysis.Parameters.Count == 0)
        {
            return null;
        }
    }

    /// <summary>Factors ∂F/∂x at the point of the target.</summary>
    private static void Prepare(EquationSystem system)
    {
        system.ForgetEverything();
        system.ForgetEvaluations();
        system.Begin();
        system.Evaluate();
        var outcome = system.Factor();
        if (!outcome.Succeeded)
            throw system.Circuit.Undetermined(outcome.FailedColumn);
    }

    /// <summary>dx/dp, [unknowns + 1].</summary>
    private static double[] Slope(EquationSystem system, Variation variation)
    {
        var n = system.Circuit.Numbering.UnknownCount;
        Array.Clear(system.Target.Residual);
        variation.AddSlope(system, system.Target.Residual.AsSpan(0, n));
        var step = system.SolveForStep();
        var slope = new double[n + 1];
        for (var k = 0; k < n; k++)
            slope[k] = -step[k];
        return slope;
    }

    private static WaveformVector VectorOf(SensitivityParameter parameter) => new(parameter.Name, parameter.Unit);

    /// <summary>The outputs, then the slopes of the first by all parameters, of the second, ….</summary>
    private static IEnumerable<WaveformVector> Vectors(SensitivityOutput[] outputs, IReadOnlyList<SensitivityParameter> parameters) =>
        [.. outputs.Select(o => o.Vector), .. outputs.SelectMany(o => parameters.Select(p => Sensitivity.VectorOf(o.Vector, VectorOf(p))))];

    private static void Fill(Span<double> row, SensitivityOutput[] outputs, int parameters, Func<SensitivityOutput, double> value, Func<SensitivityOutput, int, double> slope)
    {
        for (var o = 0; o < outputs.Length; o++)
        {
            row[o] = value(outputs[o]);
            for (var p = 0; p < parameters; p++)
                row[outputs.Length + o * parameters + p] = slope(outputs[o], p);
        }
    }
}

using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Runs;

/// <summary>Every analysis of a netlist for every value of its <c>.step</c>, as one table.</summary>
/// <param name="netlist">With its steps.</param>
/// <param name="simulators">Each runs all; rows say which one.</param>
/// <param name="keepWaveforms">Whether points over an axis are wanted in memory.</param>
public sealed class SteppedRun(Netlist netlist, IReadOnlyList<ICircuitSimulator> simulators, bool keepWaveforms)
{
    /// <summary>Columns of a table without .print and .save: of a large circuit nobody reads all.</summary>
    private const int MostQuantities = 60;

    /// <summary>Values that points over an axis may take in memory.</summary>
    private const long MostValues = 1L << 27;

    /// <summary>Runs them all; one that fails is a row without values.</summary>
    /// <param name="done">Called behind every run with how many are done, of how many.</param>
    /// <exception cref="CircuitSimException">The steps cannot be, nothing succeeded, or the points are too many to keep.</exception>
    public SteppedRunResult Execute(Action<int, int> done, CancellationToken cancellationToken = default)
    {
        var plan = StepPlan.Of(netlist);
        var (rows, curves, failures, kept) = (new List<SteppedRow>(), new List<SteppedCurve>(), new List<AnalysisFailure>(), 0L);
        for (var run = 0; run < plan.Runs; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var at = plan.ValuesAt(run);
            var flat = plan.At(run).Flatten();
            foreach (var simulator in simulators)
            {
                try
                {
                    var result = new NetlistRun(flat, [simulator], (_, _) => null, keepWaveforms).Execute(cancellationToken);
                    rows.Add(new SteppedRow(at, simulator.Name, [.. Quantities(result)]));
                    failures.AddRange(result.Failures);
                    foreach (var analysis in result.Runs.Where(r => r is { Kind: not AnalysisKind.OperatingPoint, Waveforms: not null } && keepWaveforms))
                    {
                        curves.Add(new SteppedCurve(at, analysis));
                        if ((kept += (long)analysis.Waveforms!.Points * (analysis.Waveforms.Header.Vectors.Count + 1)) > MostValues)
                            throw NetlistException.At(netlist.Steps[0].Place, $"the points of all runs are more than {MostValues} values; name the quantities that are wanted in .save, or vary fewer things.");
                    }
                }
                catch (ConvergenceException e)
                {
                    rows.Add(new SteppedRow(at, simulator.Name, []));
                    failures.Add(new AnalysisFailure($"run {run + 1}", simulator.Name, e, null));
                }
            }

            done(run + 1, plan.Runs);
        }

        return rows.Any(r => r.Values.Count > 0) || failures.Count == 0 ? new SteppedRunResult(plan.Steps, rows, curves, failures) : throw failures[0].Fault;
    }

    /// <summary>What a run gives as single numbers: its operating points, those of .print alone where there are any, and its measurements.</summary>
    private static IEnumerable<(WaveformVector Column, double? Value)> Quantities(NetlistRunResult result)
    {
        foreach (var run in result.Runs)
        {
            if (run is { Kind: AnalysisKind.OperatingPoint, Waveforms: { } point })
            {
                var printed = run.Printed.SelectMany(t => t.Columns.Zip(t.Rows[0], (column, value) => (column, (double?)value))).ToList();
                foreach (var quantity in printed.Count > 0 ? printed : [.. point.Header.Vectors.Take(MostQuantities).Select(v => (v, (double?)point[v.Name][0]))])
                    yield return quantity;
            }

            foreach (var harmonics in run.Harmonics)
                yield return (new WaveformVector($"thd({harmonics.Name})", "%"), harmonics.Distortion);
            foreach (var measured in run.Measured)
                yield return (new WaveformVector(measured.Name, measured.Unit), measured.Value);
        }
    }
}

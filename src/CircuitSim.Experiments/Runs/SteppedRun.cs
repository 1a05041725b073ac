using System.Runtime.ExceptionServices;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;

namespace CircuitSim.Experiments.Runs;

/// <summary>Every analysis of a netlist for every value of its <c>.step</c> and every draw of its random values, as one table.</summary>
/// <param name="netlist">With its steps.</param>
/// <param name="simulators">Each runs all; rows say which one.</param>
/// <param name="keepWaveforms">Whether points over an axis are wanted in memory.</param>
public sealed class SteppedRun(Netlist netlist, IReadOnlyList<ICircuitSimulator> simulators, bool keepWaveforms)
{
    /// <summary>Columns of a table without .print and .save: of a large circuit nobody reads all.</summary>
    private const int MostQuantities = 60;

    /// <summary>Values that points over an axis may take in memory.</summary>
    private const long MostValues = 1L << 27;

    /// <summary>Numbers that the table of all runs may have.</summary>
    private const long MostNumbers = 6_000_000;

    /// <summary>Faults that are kept; that a run failed its row tells.</summary>
    private const int MostFailures = 100;

    /// <summary>How often each combination of stepped values is run with other random values; null runs it once with the nominal ones.</summary>
    public RandomRuns? Random { get; init; }

    /// <summary>Runs at a time; they change no result.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Runs them all; one that fails is a row without values.</summary>
    /// <param name="done">Called now and then with how many are done, of how many.</param>
    /// <exception cref="CircuitSimException">The steps cannot be, nothing succeeded, or the points are too many to keep.</exception>
    public SteppedRunResult Execute(Action<int, int> done, CancellationToken cancellationToken = default)
    {
        var plan = StepPlan.Of(netlist);
        var many = Random?.Count ?? 1;
        InvalidParameterException.Require((long)plan.Runs * many <= StepPlan.MostRuns, "runs", many, "", $"such that they and those of .step are at most {StepPlan.MostRuns}");
        var total = plan.Runs * many;
        var (rows, curves, failures, numbers, kept) = (new List<SteppedRow>(), new List<SteppedCurve>(), new List<AnalysisFailure>(), 0L, 0L);
        var block = new Outcome[Math.Min(4 * Math.Max(Jobs, 1), total)];
        for (var start = 0; start < total; start += block.Length)
        {
            var count = Math.Min(block.Length, total - start);
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(Jobs, 1), CancellationToken = cancellationToken },
                k => block[k] = Run(plan, (start + k) / many, Random is null ? null : (start + k) % many + 1, cancellationToken));
            foreach (var outcome in block.Take(count))
            {
                outcome.Fault?.Throw();
                rows.AddRange(outcome.Rows);
                curves.AddRange(outcome.Curves);
                failures.AddRange(outcome.Failures.Take(MostFailures - failures.Count));
                kept += outcome.Curves.Sum(c => (long)c.Analysis.Waveforms!.Points * (c.Analysis.Waveforms.Header.Vectors.Count + 1));
                numbers += outcome.Rows.Sum(r => r.Values.Count);
            }

            if (kept > MostValues)
                throw NetlistException.At(netlist.Steps.Count > 0 ? netlist.Steps[0].Place : null, $"the points of all runs are more than {MostValues} values; name the quantities that are wanted in .save, or vary fewer things.");
            if (numbers > MostNumbers)
                throw NetlistException.Because($"the table of all runs has more than {MostNumbers} numbers; name the quantities that are wanted in .print op or .measure, or ask for fewer runs.");
            done(start + count, total);
        }

        return rows.Any(r => r.Values.Count > 0) || failures.Count == 0 ? new SteppedRunResult(plan.Steps, rows, curves, failures) : throw failures[0].Fault;
    }

    /// <summary>What came out of one run on every simulator.</summary>
    /// <param name="Fault">Ends all; a run that only fails itself has none.</param>
    private readonly record struct Outcome(List<SteppedRow> Rows, List<SteppedCurve> Curves, List<AnalysisFailure> Failures, ExceptionDispatchInfo? Fault = null);

    private Outcome Run(StepPlan plan, int step, int? number, CancellationToken cancellationToken)
    {
        var (at, outcome) = (plan.ValuesAt(step), new Outcome([], [], []));
        foreach (var simulator in simulators)
        {
            try
            {
                var varied = plan.At(step);
                var flat = (number is { } drawn ? varied with { Run = new RandomRun(Random!.Seed, drawn) } : varied).Flatten();
                var result = new NetlistRun(flat, [simulator], (_, _) => null, keepWaveforms).Execute(cancellationToken);
                outcome.Rows.Add(new SteppedRow(at, simulator.Name, [.. Quantities(result)], number));
                outcome.Failures.AddRange(result.Failures);
                outcome.Curves.AddRange(result.Runs.Where(r => r is { Kind: not (AnalysisKind.OperatingPoint or AnalysisKind.TransferFunction), Waveforms: not null } && keepWaveforms).Select(r => new SteppedCurve(at, r)));
            }
            // A drawn value may be one that its element cannot have.
            catch (CircuitSimException e) when (e is ConvergenceException || number is not null)
            {
                outcome.Rows.Add(new SteppedRow(at, simulator.Name, [], number));
                outcome.Failures.Add(new AnalysisFailure($"run {number ?? step + 1}", simulator.Name, e, null));
            }
            catch (CircuitSimException e)
            {
                return outcome with { Fault = ExceptionDispatchInfo.Capture(e) };
            }
        }

        return outcome;
    }

    /// <summary>What a run gives as single numbers: its operating points, those of .print alone where there are any, transfer functions, totals of noise, and its measurements.</summary>
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

            // Of a second analysis of a kind they are told from those of the first by its name.
            string Named(string quantity, string kind) => run.Name == kind ? quantity : $"{quantity}({run.Name})";
            if (run is { Kind: AnalysisKind.TransferFunction, Waveforms: { } transfer })
            {
                foreach (var vector in transfer.Header.Vectors)
                    yield return (new WaveformVector(Named(vector.Name, "tf"), vector.Unit), transfer[vector.Name][0]);
            }

            if (run.Statistics.Noise is { } noise)
            {
                yield return (new WaveformVector(Named("onoise_total", "noise"), "V"), noise.Output);
                yield return (new WaveformVector(Named("inoise_total", "noise"), noise.InputUnit), noise.Input);
            }

            foreach (var harmonics in run.Harmonics)
                yield return (new WaveformVector($"thd({harmonics.Name})", "%"), harmonics.Distortion);
            foreach (var measured in run.Measured)
                yield return (new WaveformVector(measured.Name, measured.Unit), measured.Value);
        }
    }
}

using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Conformance;

/// <summary>
/// One file of netlists/conformance: a circuit that exercises one thing, with one analysis. What an engine makes of it is
/// reduced to values at places of the axis: the only one of an operating point, the points of a sweep, times of a
/// transient that no corner of a source is likely to hit.
/// </summary>
public sealed record ConformanceCircuit(string Name, Netlist Netlist)
{
    private const int Times = 24;

    public static string Folder { get; } = Path.Combine(Repository.Root, "netlists", "conformance");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.cir").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public Analysis Analysis => Netlist.Analyses.Single();

    public static ConformanceCircuit Load(string name)
    {
        var reading = SpiceReader.Read(File.ReadAllText(Path.Combine(Folder, name + ".cir")));
        Assert.Empty(reading.Notes);
        return new ConformanceCircuit(name, reading.Netlist);
    }

    /// <summary>The same circuit with a hundredth of the tolerance and a tenth of the largest step.</summary>
    public ConformanceCircuit Tightened()
    {
        if (Analysis is not TransientAnalysis t)
            return this;
        var step = t.MaximumStep?.Number ?? Math.Min(t.Step.Number, (t.Stop.Number - t.Start.Number) / 50);
        return this with
        {
            Netlist = Netlist with
            {
                Options = Netlist.Options with { RelativeTolerance = Netlist.Options.RelativeTolerance / 100 },
                Analyses = [t with { MaximumStep = step / 10 }],
            },
        };
    }

    /// <summary>What an engine gives, vector by vector.</summary>
    public ConformanceValues Run(ICircuitSimulator simulator)
    {
        var vectors = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        switch (Analysis)
        {
            case CircuitSim.Netlists.Analyses.OperatingPointAnalysis:
                var point = simulator.SolveOperatingPoint(Netlist);
                // Internal nodes and engines' own helpers are nobody's business.
                foreach (var quantity in WaveformSelection.Of(NetlistFlattening.Flatten(Netlist), AnalysisKind.OperatingPoint).Quantities)
                {
                    vectors[quantity.ToString().ToLowerInvariant()] = quantity switch
                    {
                        CircuitSim.Netlists.Expressions.NodeVoltageExpression v => [point.Voltage(v.Positive) - point.Voltage(v.Negative)],
                        CircuitSim.Netlists.Expressions.BranchCurrentExpression i => [point.Current(i.Element)],
                        _ => throw new InvalidOperationException(quantity.ToString()),
                    };
                }

                return new ConformanceValues([0], vectors, null);
            case DcSweepAnalysis sweep:
                var swept = new Waveforms();
                simulator.RunDcSweep(Netlist, sweep, swept);
                foreach (var vector in swept.Header.Vectors)
                    vectors[vector.Name.ToLowerInvariant()] = [.. swept[vector.Name]];
                return new ConformanceValues([.. swept.Axis], vectors, null);
            case AcAnalysis ac:
                var signals = new Waveforms();
                simulator.RunAc(Netlist, ac, signals);
                foreach (var vector in signals.Header.Vectors)
                    vectors[vector.Name.ToLowerInvariant()] = [.. signals[vector.Name]];
                return new ConformanceValues([.. signals.Axis], vectors, null);
            case TransferFunctionAnalysis tf:
                var slopes = new Waveforms();
                simulator.RunTransferFunction(Netlist, tf, slopes);
                foreach (var vector in slopes.Header.Vectors)
                    vectors[vector.Name] = [.. slopes[vector.Name]];
                return new ConformanceValues([0], vectors, null);
            case SensitivityAnalysis sens:
                var sensitivities = new Waveforms();
                simulator.RunSensitivity(Netlist, sens, sensitivities);
                // What the whole of a parameter would make compares with what others make, whatever the units are.
                var parameters = SensitivityParameter.Of(NetlistFlattening.Flatten(Netlist), sens);
                foreach (var vector in sensitivities.Header.Vectors)
                {
                    if (parameters.FirstOrDefault(p => vector.Name.EndsWith($")/d({p.Name})", StringComparison.Ordinal)) is { } parameter)
                        vectors[$"share:{vector.Name.ToLowerInvariant()}"] = [.. sensitivities[vector.Name].Select(slope => slope * parameter.Value)];
                }

                return new ConformanceValues([.. sensitivities.Axis], vectors, null);
            case NoiseAnalysis noise:
                var densities = new Waveforms();
                var totals = simulator.RunNoise(Netlist, noise, densities).Noise!;
                foreach (var vector in densities.Header.Vectors)
                    vectors[vector.Name] = [.. densities[vector.Name]];
                (vectors["onoise_total"], vectors["inoise_total"]) = ([totals.Output], [totals.Input]);
                return new ConformanceValues([.. densities.Axis], vectors, null);
            default:
                var transient = (TransientAnalysis)Analysis;
                var run = new Waveforms();
                var statistics = simulator.RunTransient(Netlist, transient, run);
                var (start, stop) = (transient.Start.Number, transient.Stop.Number);
                double[] times = [.. Enumerable.Range(1, Times).Select(k => start + (stop - start) * (k - 0.381966) / Times)];
                foreach (var vector in run.Header.Vectors)
                    vectors[vector.Name.ToLowerInvariant()] = [.. times.Select(t => At(run.Axis, run[vector.Name], t))];
                return new ConformanceValues(times, vectors, statistics);
        }
    }

    private static double At(IReadOnlyList<double> axis, IReadOnlyList<double> values, double t)
    {
        var (low, high) = (0, axis.Count - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (axis[middle] <= t)
                low = middle;
            else
                high = middle;
        }

        return values[low] + (values[high] - values[low]) * (t - axis[low]) / (axis[high] - axis[low]);
    }
}

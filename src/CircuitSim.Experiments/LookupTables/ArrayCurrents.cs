using System.Runtime.InteropServices;
using System.Text;
using CircuitSim.Crossbars;
using CircuitSim.Devices;
using CircuitSim.Files;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>Currents of all samples: V G of the cells alone, and exact ones of the array with its wires, each solved by itself.</summary>
/// <param name="Ideal">[samples × columns] row-major [A].</param>
/// <param name="Exact">[samples × columns] row-major [A].</param>
/// <param name="Bounds">On the error of any exact current, relative to the sample's largest one, [samples].</param>
internal sealed record ArrayCurrents(double[] Ideal, double[] Exact, double[] Bounds)
{
    /// <summary>Samples that one solver takes, factored once: few enough that an interrupted run loses little.</summary>
    private const int MostInBlock = 32;

    public static (ArrayCurrents Found, string Outcome) Solve(StudyRun run, ArraySubject subject, ArraySamples samples, CrossbarWiring wiring, double curvature, IStudyStep step)
    {
        var (columns, blocks) = (subject.Columns, Blocks(samples));
        var ideal = new double[samples.Count * columns];
        var kept = new ArrayCheckpoint(run.Checkpoint, run.Resumes, Fingerprint(subject, samples, wiring, curvature), blocks.Count, samples.Count, columns);
        try
        {
            run.Each(blocks.Count, step, k =>
            {
                var (first, count) = blocks[k];
                var cells = subject.Arrays[samples.Arrays[first]].Cells;
                for (var s = first; s < first + count; s++)
                    Multiply(samples.Input(s), cells, ideal.AsSpan(s * columns, columns));
                if (kept.IsDone(k))
                    return true;
                var solve = Solver(wiring, cells, curvature);
                for (var s = first; s < first + count; s++)
                {
                    run.CancellationToken.ThrowIfCancellationRequested();
                    kept.Bounds[s] = solve(samples.Inputs.Slice(s * samples.Rows, samples.Rows), kept.Currents.AsMemory(s * columns, columns));
                }

                kept.Finish(k);
                return true;
            });
        }
        finally
        {
            // Whatever ends the run, what is solved is not solved again.
            kept.Keep();
        }

        return (new ArrayCurrents(ideal, kept.Currents, kept.Bounds), Invariant($"{samples.Count} samples{(kept.DoneBefore > 0 ? Invariant($", {kept.DoneBefore} of {blocks.Count} blocks were done before") : "")}"));
    }

    /// <summary>One read of an array after the other, from row voltages to column currents; gives the bound.</summary>
    private static Func<ReadOnlyMemory<double>, Memory<double>, double> Solver(CrossbarWiring wiring, double[] conductances, double curvature)
    {
        if (curvature == 0)
        {
            var solver = new CrossbarSolver(wiring, CrossbarSolverOptions.Tightest);
            solver.Factor(conductances);
            return (voltages, currents) => solver.Solve(voltages.Span, currents.Span).CurrentErrorBound;
        }

        var newton = new NonlinearCrossbarSolver<HyperbolicSineCell>(wiring, [.. conductances.Select(g => new HyperbolicSineCell(g / curvature, curvature))], CrossbarSolverOptions.Tightest);
        return (voltages, currents) => newton.Solve(voltages.Span, currents.Span).CurrentErrorBound;
    }

    private static void Multiply(ReadOnlySpan<double> voltages, double[] cells, Span<double> currents)
    {
        for (var i = 0; i < voltages.Length; i++)
        {
            for (var j = 0; j < currents.Length; j++)
                currents[j] += voltages[i] * cells[i * currents.Length + j];
        }
    }

    /// <summary>Samples of one array, at most <see cref="MostInBlock"/>.</summary>
    private static List<(int First, int Count)> Blocks(ArraySamples samples)
    {
        var blocks = new List<(int First, int Count)>();
        for (var s = 0; s < samples.Count; s++)
        {
            if (blocks.Count > 0 && blocks[^1] is var last && last.Count < MostInBlock && samples.Arrays[last.First] == samples.Arrays[s])
                blocks[^1] = last with { Count = last.Count + 1 };
            else
                blocks.Add((s, 1));
        }

        return blocks;
    }

    private static string Fingerprint(ArraySubject subject, ArraySamples samples, CrossbarWiring wiring, double curvature)
    {
        var hash = new Sha256();
        hash.Append(MemoryMarshal.AsBytes(samples.Inputs.Span));
        hash.Append(MemoryMarshal.AsBytes<int>(samples.Arrays.ToArray()));
        foreach (var array in subject.Arrays)
            hash.Append(MemoryMarshal.AsBytes<double>(array.Cells));
        hash.Append(Encoding.UTF8.GetBytes(Invariant(
            $"{wiring.Rows} {wiring.Columns} {wiring.WordLineSegments[0]:R} {wiring.BitLineSegments[0]:R} {wiring.Drivers[0]:R} {wiring.SenseInputs[0]:R} {wiring.Drive} {wiring.Sensing} {curvature:R} {ProductVersion.Number} {ProductVersion.Commit}")));
        return hash.FinishText();
    }
}

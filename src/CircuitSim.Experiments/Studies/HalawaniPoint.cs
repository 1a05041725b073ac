using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>One point of a Monte Carlo: accuracy over samples of varied cells.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Variation">v, relative to a cell's target.</param>
/// <param name="Samples">How many.</param>
internal sealed record HalawaniPoint(string Name, HalawaniMethod Method, int Levels, double Ratio, double Variation, int Samples)
{
    /// <summary>Images classified correctly, per sample.</summary>
    public int[] Correct { get; } = new int[Samples];

    /// <summary>Percent of the images, rising.</summary>
    public double[] Sorted { get; private set; } = [];

    public double Mean => Sorted.Average();

    /// <summary>All points together: every sample is a task of its own. Sample k draws from the same stream at every point, which makes curves smooth.</summary>
    public static int Solve(StudyRun run, HalawaniNetwork network, IReadOnlyList<HalawaniPoint> points, RandomStream random, IStudyStep step)
    {
        var arrays = points.Select(p => p.Method.Encode(network.Network, p.Levels, p.Ratio)).ToList();
        var tasks = points.SelectMany((p, index) => Enumerable.Range(0, p.Samples).Select(sample => (Point: p, Arrays: arrays[index], Sample: sample))).ToList();
        run.Each(tasks.Count, step, k =>
        {
            var (point, encoded, sample) = tasks[k];
            return point.Correct[sample] = network.Classify(point.Method.Vary(encoded, point.Variation, random.Child("sample", sample))).Correct;
        });
        foreach (var point in points)
            point.Sorted = [.. point.Correct.Order().Select(c => 100.0 * c / network.Images.Count)];
        return tasks.Count;
    }

    /// <summary>Accuracy that a share of the samples does not exceed [%].</summary>
    public double Quantile(double share) => Quantile(Sorted, share);

    /// <summary>Linear between the sorted values.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
    }
}

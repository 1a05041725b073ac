using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>One point of a Monte Carlo: accuracy over samples of varied cells.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Variation">v, relative to a cell's target.</param>
/// <param name="Samples">How many.</param>
/// <param name="Only">The matrix that alone is in cells, the others exact; null: all are.</param>
internal sealed record HalawaniPoint(string Name, HalawaniMethod Method, int Levels, double Ratio, double Variation, int Samples, int? Only = null)
{
    /// <summary>Images classified correctly, per sample.</summary>
    public int[] Correct { get; } = new int[Samples];

    /// <summary>Percent of the images, rising.</summary>
    public double[] Sorted { get; private set; } = [];

    public double Mean => Sorted.Average();

    /// <summary>
    /// All points together, every sample a task of its own unless it starts from the last one. Sample k draws from the same stream at every
    /// point, which makes curves smooth.
    /// </summary>
    public static int Solve(StudyRun run, HalawaniNetwork network, IReadOnlyList<HalawaniPoint> points, RandomStream random, IStudyStep step)
    {
        var tasks = points.SelectMany(point =>
        {
            var arrays = point.Method.Encode(network.Weights, point.Levels, point.Ratio);
            return Enumerable.Range(0, point.Samples).Chunk(point.Method.Overwrites ? point.Samples : 1).Select(samples => (Point: point, Arrays: arrays, Samples: samples));
        }).ToList();
        run.Each(tasks.Count, step, k =>
        {
            var (point, arrays, samples) = tasks[k];
            foreach (var sample in samples)
            {
                var weights = point.Method.Vary(arrays, point.Variation, random.Child("sample", sample));
                point.Correct[sample] = network.Classify(point.Only is { } only ? network.With(only, weights[only]) : weights).Correct;
                if (point.Method.Overwrites)
                    arrays = point.Method.Encode(weights, point.Levels, point.Ratio);
            }

            return samples.Length;
        });
        foreach (var point in points)
            point.Sorted = [.. point.Correct.Order().Select(c => 100.0 * c / network.Images.Count)];
        return points.Sum(p => p.Samples);
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

using CircuitSim.Cosimulation;
using CircuitSim.Emulation;

namespace CircuitSim.Experiments.Studies;

/// <summary>Outputs and classes of a layer by two sets of currents, and what a bound on the currents leaves open of them.</summary>
internal sealed class DeviceTableJudge
{
    private readonly MappedLayer read, bounds;
    private readonly InputBatch inputs;
    private readonly LabelledImages images;
    private readonly ClassRule rule;
    private readonly double fullScale;

    /// <param name="outputFullScale">Of the ideal layer.</param>
    public DeviceTableJudge(MappedLayer read, InputBatch inputs, LabelledImages images, double outputFullScale)
    {
        (this.read, this.inputs, this.images, rule) = (read, inputs, images, new ClassRule(outputFullScale));
        // What errors of the columns may add up to.
        bounds = new MappedLayer(read.Weights.WithDecode(Array.ConvertAll(read.Weights.CurrentDecode.ToArray(), Math.Abs), new double[read.Weights.Outputs]), read.ReadVoltage);
        var ideal = read.Outputs(inputs, read.Currents(inputs));
        (fullScale, IdealCorrect) = (ideal.Max(Math.Abs), Predictions.Of(ideal, rule, images).Correct);
    }

    public int IdealCorrect { get; }

    public DeviceTableVerdict Of(DeviceTableRead found)
    {
        double[] limits = [.. Enumerable.Range(0, found.Device.Length).Select(k => found.Bounds[k % read.Columns])];
        return Judge(found.Device, found.Table, bounds.Outputs(inputs, limits), found.Difference / found.Largest, found.Bound / found.Largest);
    }

    /// <summary>
    /// Of written cells, read without wires; those that were not written have their targets. What the table leaves open of an output is the
    /// least of two: where every cell may end at worst, all together; and five standard deviations of what other samples, and half the
    /// grid, do to all outputs, with one cell more that decides otherwise.
    /// </summary>
    /// <param name="redrawn">By tables of other samples.</param>
    /// <param name="halved">By the table with half of its grid.</param>
    public DeviceTableVerdict OfWrite(DeviceTableWrite full, DeviceTableWrite tabled, (double Least, double Greatest, int, int)[] ends, IReadOnlyList<DeviceTableWrite> redrawn, DeviceTableWrite halved)
    {
        const double Sigmas = 5;
        var targets = read.Weights.Conductances.ToArray();
        double[] Cells(Func<int, double> of, double[] others) => [.. others.Select((g, k) => k < tabled.Conductances.Length ? of(k) : g)];
        double[] Currents(DeviceTableWrite written) => read.Currents(inputs, Cells(k => written.Conductances[k], targets));
        double Open(int k) => Math.Max(ends[k].Greatest - tabled.Conductances[k], tabled.Conductances[k] - ends[k].Least);
        var (currents, open) = (Currents(tabled), Cells(Open, new double[targets.Length]));
        var outputs = read.Outputs(inputs, currents);
        double Variance(DeviceTableWrite other) => read.Outputs(inputs, Currents(other)).Zip(outputs, (a, b) => (a - b) * (a - b)).Average();
        // With an input of 1, of the reference too, whose cell every output shares.
        var one = Enumerable.Range(0, open.Length).Max(k => open[k] * Enumerable.Range(0, read.Weights.Outputs).Max(o => bounds.Weights.CurrentDecode[o * read.Columns + k % read.Columns]));
        var likely = Sigmas * Math.Sqrt(redrawn.Average(Variance) + Variance(halved)) + one;
        var limits = Array.ConvertAll(bounds.Outputs(inputs, read.Currents(inputs, open)), worst => Math.Min(worst, likely));
        return Judge(Currents(full), currents, limits, tabled.Conductances.Zip(full.Conductances, (a, b) => Math.Abs(a - b)).Max() / targets.Max(), open.Max() / targets.Max());
    }

    private DeviceTableVerdict Judge(double[] device, double[] table, double[] limits, double difference, double bound)
    {
        var (a, b) = (read.Outputs(inputs, device), read.Outputs(inputs, table));
        var (full, tabled) = (Predictions.Of(a, rule, images), Predictions.Of(b, rule, images));
        return new DeviceTableVerdict(difference, bound, a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / fullScale, limits.Max() / fullScale,
            full.Correct, tabled.Correct, full.CountDifferences(tabled), Enumerable.Range(0, images.Count).Count(n => MayChange(b, limits, n, tabled.Classes[n])));
    }

    private bool MayChange(double[] outputs, double[] limits, int image, int found)
    {
        var (classes, first) = (images.Classes, image * images.Classes);
        // Outputs that lie within the rule of ties are one to it.
        var tie = 1e-9 * rule.FullScale;
        return Enumerable.Range(0, classes).Any(k => k != found && outputs[first + k] + limits[first + k] >= outputs[first + found] - limits[first + found] - tie);
    }
}

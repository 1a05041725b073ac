using CircuitSim.Emulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Encodings;

namespace CircuitSim.Cosimulation;

/// <summary>
/// The inputs of one layer for many images, row by row without their zeros (of MNIST's pixels, four in five are blank);
/// the bias row's input ends every image. Immutable; may be shared between threads.
/// </summary>
public sealed class InputBatch
{
    private readonly int[] starts;
    private readonly int[] rows;
    private readonly double[] values;
    private readonly double[] sums;
    private readonly Lazy<Tensor> source;

    private InputBatch(int count, int features, double unit, double bias, Func<int, double> at, Func<Tensor> source)
    {
        (Count, Rows, Unit, this.source) = (count, features + 1, unit, new Lazy<Tensor>(source));
        starts = new int[Count + 1];
        sums = new double[Count];
        var (places, numbers) = (new List<int>(count * features / 4 + count), new List<double>(count * features / 4 + count));
        for (var image = 0; image < Count; image++)
        {
            for (var i = 0; i < Rows; i++)
            {
                var x = i == features ? bias : at(image * features + i);
                if (x == 0)
                    continue;
                places.Add(i);
                numbers.Add(x * unit);
                sums[image] += x;
            }

            starts[image + 1] = places.Count;
        }

        (rows, values) = ([.. places], [.. numbers]);
    }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Rows of the array that takes them: one for each input and one for the bias.</summary>
    public int Rows { get; }

    /// <summary>What the input 1 is: 1, or the read voltage where a DAC has put out each row's voltage by itself [V].</summary>
    public double Unit { get; }

    /// <summary>The inputs as they were given, [images × features].</summary>
    public Tensor Source => source.Value;

    /// <param name="unit">See <see cref="Unit"/>; products of currents round differently for each.</param>
    public static InputBatch Of(LabelledImages images, double unit = 1)
    {
        var pixels = images.Pixels.ToArray();
        double scale = images.PixelMaximum;
        return new InputBatch(images.Count, images.Features, unit, 1, k => pixels[k] / scale, images.ToTensor);
    }

    /// <param name="inputs">[count × features], row-major.</param>
    /// <param name="bias">Input of the bias row: 1, or 0 for a read whose outputs are taken off another's.</param>
    public static InputBatch Of(int count, ReadOnlyMemory<double> inputs, double bias = 1)
    {
        InvalidParameterException.RequireAtLeast(count, 1);
        if (inputs.Length % count != 0)
            throw InvalidParameterException.WrongShape(nameof(inputs), $"[{inputs.Length}]", $"[{count} × features]");
        var numbers = inputs.ToArray();
        return new InputBatch(count, numbers.Length / count, 1, bias, k => numbers[k], () => new Tensor([count, inputs.Length / count], inputs));
    }

    /// <summary>The rows that an image drives, in order; the last one is the bias.</summary>
    public ReadOnlySpan<int> DrivenRows(int image) => rows.AsSpan(starts[image], starts[image + 1] - starts[image]);

    /// <summary>The input of each driven row times <see cref="Unit"/>, the bias row's last.</summary>
    public ReadOnlySpan<double> Inputs(int image) => values.AsSpan(starts[image], starts[image + 1] - starts[image]);

    /// <summary>y = Wᵀx + b for all images, inputs added in index order and the bias last: the same bits as a plain double loop.</summary>
    /// <param name="weights">Its last row is the bias.</param>
    /// <returns>[images × outputs], row-major.</returns>
    /// <exception cref="InvalidParameterException">The weights have not one row for each of <see cref="Rows"/>.</exception>
    public double[] Times(WeightMatrix weights) => ColumnCurrents.Of(this, weights.Values, weights.Outputs, 1 / Unit);

    /// <summary>Sum of all inputs of an image as pure numbers, the bias row's 1 included.</summary>
    public double InputSum(int image) => sums[image];
}

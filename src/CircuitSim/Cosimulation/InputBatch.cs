using CircuitSim.Emulation;
using CircuitSim.Encodings;

namespace CircuitSim.Cosimulation;

/// <summary>
/// The inputs of one layer for many images, row by row without their zeros (of MNIST's pixels, four in five are blank);
/// the bias row's 1 ends every image. Immutable; may be shared between threads.
/// </summary>
public sealed class InputBatch
{
    private readonly int[] starts;
    private readonly int[] rows;
    private readonly double[] values;
    private readonly double[] sums;

    private InputBatch(int count, int arrayRows, int capacity, double unit, Func<int, int, double> at)
    {
        (Count, Rows, Unit) = (count, arrayRows, unit);
        starts = new int[count + 1];
        sums = new double[count];
        var (places, numbers) = (new List<int>(capacity), new List<double>(capacity));
        for (var image = 0; image < count; image++)
        {
            for (var i = 0; i < arrayRows; i++)
            {
                var x = i == arrayRows - 1 ? 1 : at(image, i);
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

    /// <param name="unit">See <see cref="Unit"/>; products of currents round differently for each.</param>
    public static InputBatch Of(LabelledImages images, double unit = 1)
    {
        var pixels = images.Pixels.ToArray();
        double scale = images.PixelMaximum;
        return new InputBatch(
            images.Count, images.Features + 1, pixels.Length / 4 + images.Count, unit, (image, i) => pixels[image * images.Features + i] / scale);
    }

    /// <param name="inputs">[count × features], row-major.</param>
    public static InputBatch Of(int count, double[] inputs)
    {
        InvalidParameterException.RequireAtLeast(count, 1);
        if (inputs.Length % count != 0)
            throw InvalidParameterException.WrongShape(nameof(inputs), $"[{inputs.Length}]", $"[{count} × features]");
        var features = inputs.Length / count;
        return new InputBatch(count, features + 1, inputs.Length + count, 1, (image, i) => inputs[image * features + i]);
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

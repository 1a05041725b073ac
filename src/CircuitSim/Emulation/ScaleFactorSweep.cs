namespace CircuitSim.Emulation;

/// <summary>
/// Images classified correctly for each scale factor of a quantized layer. The outputs stay integers, so that ties
/// are exact, and between neighbouring scale factors only the few weights that step to another integer change them:
/// ascending, a weight does so 2^(b−1) times at most, and 10,000 scale factors cost no more than 2^(b−1) products of
/// all images with all weights, and as many counts as there are different integer layers.
/// </summary>
public static class ScaleFactorSweep
{
    /// <summary>0.0001, 0.0002 … 1, each the double nearest to its decimal.</summary>
    public static double[] DefaultScaleFactors()
    {
        var scaleFactors = new double[10_000];
        for (var i = 0; i < scaleFactors.Length; i++)
            scaleFactors[i] = (i + 1) / 10_000.0;
        return scaleFactors;
    }

    /// <param name="scaleFactors">Above zero; in any order, but ascending is fast.</param>
    public static ScaleFactorCurve Run(
        DenseLayer layer,
        FixedPointQuantizer quantizer,
        ReadOnlySpan<double> scaleFactors,
        TrainTestSplit images,
        CancellationToken cancellationToken = default)
    {
        var weights = layer.ToMatrix().Values;
        var codes = new int[weights.Length];
        var train = new IntegerOutputs(images.Train, layer);
        var test = new IntegerOutputs(images.Test, layer);
        var points = new ScaleFactorPoint[scaleFactors.Length];
        for (var s = 0; s < points.Length; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var scaleFactor = InvalidParameterException.RequirePositive(scaleFactors[s], "", "scale factor");
            var changed = s == 0;
            for (var c = 0; c < codes.Length; c++)
            {
                var code = quantizer.Quantize(weights[c], scaleFactor);
                if (code == codes[c])
                    continue;
                train.Add(c / layer.Outputs, c % layer.Outputs, code - codes[c]);
                test.Add(c / layer.Outputs, c % layer.Outputs, code - codes[c]);
                codes[c] = code;
                changed = true;
            }

            points[s] = changed
                ? new ScaleFactorPoint(scaleFactor, train.CountCorrect(), test.CountCorrect())
                : points[s - 1] with { ScaleFactor = scaleFactor };
        }

        return new ScaleFactorCurve(points, images.Train.Count, images.Test.Count);
    }

    /// <summary>Σ pixel · code + maximum · bias code of all images, kept up to date.</summary>
    private sealed class IntegerOutputs(LabelledImages images, DenseLayer layer)
    {
        private readonly int outputs = layer.Outputs;
        private readonly int[] sums = new int[images.Count * layer.Outputs];

        public void Add(int row, int output, int change)
        {
            if (row == layer.Inputs)
            {
                for (var image = 0; image < images.Count; image++)
                    sums[image * outputs + output] += change * images.PixelMaximum;
                return;
            }

            var pixels = images.Pixels;
            for (var image = 0; image < images.Count; image++)
                sums[image * outputs + output] += change * pixels[image * layer.Inputs + row];
        }

        /// <summary>ClassRule on integers: its tolerance is far below 1, so the lowest index of the exact maximum.</summary>
        public int CountCorrect()
        {
            var correct = 0;
            for (var image = 0; image < images.Count; image++)
            {
                var y = sums.AsSpan(image * outputs, outputs);
                var largest = 0;
                for (var k = 1; k < y.Length; k++)
                {
                    if (y[k] > y[largest])
                        largest = k;
                }

                if (largest == images.Labels[image])
                    correct++;
            }

            return correct;
        }
    }
}

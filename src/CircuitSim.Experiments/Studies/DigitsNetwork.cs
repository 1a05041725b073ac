using System.Globalization;
using CircuitSim.Emulation;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.Studies;

/// <summary>Camponogara's network: a softmax layer 64→10 on the Digits images, quantized to four bits at the scale factor that is best on the test set.</summary>
internal sealed record DigitsNetwork(TrainTestSplit Images, DenseLayer Layer, ScaleFactorCurve ScaleFactors, QuantizedLayer Quantized)
{
    public const int WeightBits = 4;

    /// <summary>Word lines of its array: 64 pixels and the bias.</summary>
    public const int Rows = 65;

    /// <param name="path">A copy of the Digits file; null takes the one inside the library.</param>
    /// <param name="random">Of the training.</param>
    /// <exception cref="DataFileException">The file cannot be read, or is another one.</exception>
    public static DigitsNetwork Train(string? path, RandomStream random, StudySteps steps, CancellationToken cancellationToken)
    {
        var images = steps.Run("Digits", _ =>
        {
            var split = DigitsFile.Split(path is not null ? DigitsFile.Read(path) : DigitsFile.ReadEmbedded());
            return (split, $"{split.Train.Count} images to train, {split.Test.Count} to test");
        });
        var layer = steps.Run("Training", step =>
        {
            var epochs = StudySteps.Share<TrainingProgress>(step, e => (double)e.Epoch / e.Epochs);
            var trained = SoftmaxRegression.Train(images.Train, new TrainingOptions(), random, epochs, cancellationToken);
            return (trained, "64→10 softmax, 600 epochs");
        });
        var quantizer = new FixedPointQuantizer(WeightBits);
        var scaleFactors = steps.Run("Quantization", _ =>
        {
            var curve = ScaleFactorSweep.Run(layer, quantizer, ScaleFactorSweep.DefaultScaleFactors(), images, cancellationToken);
            return (curve, string.Create(CultureInfo.InvariantCulture, $"{curve.Points.Count} scale factors, best {curve.BestOnTest().Best.ScaleFactor:0.0000}"));
        });
        return new DigitsNetwork(images, layer, scaleFactors, quantizer.Quantize(layer, scaleFactors.BestOnTest().Best.ScaleFactor));
    }
}

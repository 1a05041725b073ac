using CircuitSim.Emulation;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Support;

/// <summary>
/// The Digits network of Camponogara, trained once for all tests that need it. Seed 2: of the seeds 1 … 60, 57 meet
/// every claim; 1 and 35 have their best scale factor above 0.6, and 22 loses one image by quantization.
/// </summary>
public sealed class TrainedDigits
{
    public TrainedDigits()
    {
        Images = DigitsFile.Split(DigitsFile.ReadEmbedded());
        Layer = SoftmaxRegression.Train(Images.Train, new TrainingOptions(), new RandomStream(2).Child("training"));
        Curve = ScaleFactorSweep.Run(Layer, new FixedPointQuantizer(4), ScaleFactorSweep.DefaultScaleFactors(), Images);
        Quantized = new FixedPointQuantizer(4).Quantize(Layer, Curve.BestOnTest().Best.ScaleFactor);
    }

    public TrainTestSplit Images { get; }

    public DenseLayer Layer { get; }

    public ScaleFactorCurve Curve { get; }

    /// <summary>4 bits at the scale factor that is best on the test set.</summary>
    public QuantizedLayer Quantized { get; }
}

using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Experiments.Options;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.ReadOuts;

/// <summary>The layers whose read-out studies ask for.</summary>
internal static class ReadOutSubjects
{
    /// <summary>Camponogara's only layer, over the whole test set.</summary>
    public static ReadOutCase Digits(StudyRun run, DigitsNetwork network)
    {
        var (_, on, off) = CamponogaraDigits.ReadCard(run.Values);
        var quantized = network.Quantized;
        var encoded = new TwosComplement(DigitsNetwork.WeightBits, quantized.ScaleFactor, on, off).Encode(DigitsNetwork.Rows, quantized.Outputs, quantized.Codes);
        var layer = new MappedLayer(encoded, run.Get(CamponogaraDigits.Voltage));
        var test = network.Images.Test;
        var design = ReadOutOptions.Design(run.Values, test.PixelMaximum, encoded.Rows, encoded.Columns, run.Get(CamponogaraDigits.AdcBits));
        var readOut = new ReadOut(layer, InputBatch.Of(network.Images.Train, layer.ReadVoltage), design, Mismatch(run, CamponogaraDigits.Seed));
        return new ReadOutCase(readOut, test, InputBatch.Of(test, layer.ReadVoltage), quantized.Predict(test), new ClassRule(quantized.OutputFullScale));
    }

    /// <summary>One of Halawani's layers, the other one ideal, over the images of <paramref name="images"/>.</summary>
    /// <param name="index">0 for 785 × 33, 1 for 33 × 11.</param>
    public static ReadOutCase Mnist(StudyRun run, DenseNetwork network, LabelledImages images, LabelledImages calibration, int index)
    {
        var matrices = network.Layers.Select(l => l.ToMatrix()).ToArray();
        var encoding = new OffsetColumn(1 / run.Get(HalawaniMnist.OnResistance), 1 / (run.Get(HalawaniMnist.OnResistance) * run.Get(IrDropSweep.Ratio))) { Levels = run.Get(IrDropSweep.Levels) };
        MappedLayer[] layers = [.. matrices.Select(m => new MappedLayer(encoding.Encode(m), run.Get(IrDropSweep.Voltage)))];
        var layer = layers[index];
        // Activations are real numbers; their DACs have the eight bits of the pixels.
        var design = ReadOutOptions.Design(run.Values, images.PixelMaximum, layer.Weights.Rows, layer.Columns, run.Get(HalawaniMnist.AdcBits));
        var readOut = new ReadOut(layer, InputsOf(calibration), design, Mismatch(run, IrDropSweep.Seed));
        return new ReadOutCase(readOut, images, InputsOf(images), network.Predict(images), network.Rule, index == layers.Length - 1 ? null : outputs =>
        {
            var hidden = (double[])outputs.Clone();
            DenseNetwork.Activate(hidden);
            var inputs = InputBatch.Of(images.Count, hidden);
            return layers[1].Outputs(inputs, layers[1].Currents(inputs));
        });

        InputBatch InputsOf(LabelledImages set)
        {
            var inputs = InputBatch.Of(set);
            if (index == 0)
                return inputs;
            var hidden = layers[0].Outputs(inputs, layers[0].Currents(inputs));
            DenseNetwork.Activate(hidden);
            return InputBatch.Of(set.Count, hidden);
        }
    }

    private static RandomStream Mismatch(StudyRun run, SeedOption seed) => new RandomStream(run.Get(seed)).Child("read-out");
}

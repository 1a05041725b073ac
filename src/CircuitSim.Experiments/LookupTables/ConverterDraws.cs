using CircuitSim.Cosimulation;
using CircuitSim.Emulation;
using CircuitSim.Encodings;
using CircuitSim.Experiments.ReadOuts;
using CircuitSim.Experiments.Studies;
using CircuitSim.Numerics;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Dies of the Digits network of which nothing but the converters is real: with errors drawn for every column by itself, and drawn once
/// for all columns, as CrossSim 3.2's SarADC.set_limits does for all its converters.
/// </summary>
/// <param name="IsShared">Whether one draw stands for all columns.</param>
/// <param name="RmsOutput">Of each die: error of the network's outputs against converters without errors, over full scale.</param>
/// <param name="Correct">Of each die.</param>
internal sealed record ConverterDraws(bool IsShared, double[] RmsOutput, int[] Correct)
{
    public static (IReadOnlyList<ConverterDraws> Draws, int Images) Find(StudyRun run, IStudyStep step)
    {
        var network = DigitsNetwork.Train(null, new RandomStream(run.Get(AdcTableOptions.Seed)).Child("training"), new StudySteps(new SilentProgress()), run.CancellationToken);
        var (quantized, test) = (network.Quantized, network.Images.Test);
        var encoded = new TwosComplement(DigitsNetwork.WeightBits, quantized.ScaleFactor, 1 / run.Get(AdcTableOptions.OnResistance), 1 / run.Get(AdcTableOptions.OffResistance)).Encode(DigitsNetwork.Rows, quantized.Outputs, quantized.Codes);
        var layer = new MappedLayer(encoded, run.Get(AdcTableOptions.Voltage));
        var design = ReadOutOptions.Design(run.Values, test.PixelMaximum, encoded.Rows, encoded.Columns, run.Get(AdcTableOptions.AdcBits) ?? 8);
        var (inputs, calibration) = (InputBatch.Of(test, layer.ReadVoltage), InputBatch.Of(network.Images.Train, layer.ReadVoltage));
        var dies = run.Get(AdcTableOptions.CompareDies);
        ReadOutRun Read(int die, bool isShared, StageSet stages) =>
            new ReadOut(layer, calibration, design with { SharesConverter = isShared }, new RandomStream(run.Get(AdcTableOptions.Seed)).Child("compare", die))
                .RunAtRest(inputs, stages, isQuantized: true, cancellationToken: run.CancellationToken);
        var ideal = Read(0, false, StageSet.Ideal).Outputs;
        var (fullScale, rule) = (ideal.Max(Math.Abs), new ClassRule(quantized.OutputFullScale));
        var found = run.Each(2 * dies, step, k =>
        {
            var outputs = Read(k / 2, k % 2 == 1, StageSet.Of(ReadOutStage.Adc)).Outputs;
            return (Rms: Math.Sqrt(outputs.Zip(ideal, (a, b) => (a - b) * (a - b)).Average()) / fullScale, Predictions.Of(outputs, rule, test).Correct);
        });
        ConverterDraws Of(bool isShared) => new(isShared, [.. found.Where((_, k) => k % 2 == 1 == isShared).Select(f => f.Rms)], [.. found.Where((_, k) => k % 2 == 1 == isShared).Select(f => f.Correct)]);
        return ([Of(false), Of(true)], test.Count);
    }

    public static (double Mean, double Deviation) Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return (mean, all.Length > 1 ? Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1)) : 0);
    }
}

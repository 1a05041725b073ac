using System.Collections.Concurrent;
using CircuitSim.Periphery;

namespace CircuitSim.Cosimulation;

/// <summary>A batch of images on its way through a <see cref="ReadOut"/>: what stands at the taps, ideal and real, and what comes out.</summary>
internal sealed class ReadOutBatch
{
    private readonly ReadOut readOut;
    private readonly InputBatch inputs;
    private readonly StageSet stages;
    private readonly double[] idealCodes, codesOfHeld, codes;

    public ReadOutBatch(ReadOut readOut, InputBatch inputs, StageSet stages)
    {
        (this.readOut, this.inputs, this.stages) = (readOut, inputs, stages);
        var weights = readOut.Layer.Weights;
        var outputs = readOut.HasSubtractor ? weights.Outputs : 0;
        (Ideal, Real) = (new ReadOutVoltages(inputs.Count, weights.Rows, weights.Columns, outputs), new ReadOutVoltages(inputs.Count, weights.Rows, weights.Columns, outputs));
        (idealCodes, codesOfHeld, codes) = (new double[inputs.Count * readOut.Lines], new double[inputs.Count * readOut.Lines], new double[inputs.Count * readOut.Lines]);
    }

    public ReadOutVoltages Ideal { get; }

    public ReadOutVoltages Real { get; }

    /// <summary>Runs images on threads, in any order: no circuit remembers what it solved before.</summary>
    /// <param name="begin">Makes the circuits of a thread; what it returns brings an image up to what is held.</param>
    /// <param name="convert">A conversion of a converter that is a circuit, of image · lines + line.</param>
    public void Run(int jobs, IProgress<double>? progress, Func<Action<int>> begin, Func<IAnalogToDigital, double, int, int> convert, CancellationToken cancellationToken)
    {
        var done = 0;
        var idle = new ConcurrentBag<(Action<int> Bring, IAnalogToDigital[] Converters)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken };
        Parallel.For(0, inputs.Count, options, image =>
        {
            var circuits = idle.TryTake(out var waiting) ? waiting : (begin(), [.. readOut.Converters.Select(c => c.Copy())]);
            readOut.Layer.RowVoltages(inputs, image).CopyTo(Ideal.Rows(image));
            readOut.FollowIdeal(Ideal, image);
            Ideal.Lines(image).CopyTo(Ideal.Held(image));
            circuits.Bring(image);
            for (var line = 0; line < circuits.Converters.Length; line++)
            {
                var (k, held, converter) = (image * circuits.Converters.Length + line, Real.Held(image)[line], circuits.Converters[line]);
                idealCodes[k] = converter.Ideal(Ideal.Held(image)[line]);
                codesOfHeld[k] = converter.Ideal(held);
                codes[k] = stages.Has(ReadOutStage.Adc) ? convert(converter, held, k) : codesOfHeld[k];
            }

            idle.Add(circuits);
            progress?.Report((double)Interlocked.Increment(ref done) / inputs.Count);
        });
    }

    /// <param name="isQuantized">Whether outputs are codes; else converters add their own errors to what they convert, no more.</param>
    public ReadOutRun Finish(bool isQuantized)
    {
        double[] read = [.. Real.HeldVoltages.Select((held, k) => isQuantized ? readOut.AdcLowest + (codes[k] + 0.5) * readOut.Lsb : held + (codes[k] - codesOfHeld[k]) * readOut.Lsb)];
        double[] errors = [.. read.Select((v, k) => (v - Ideal.HeldVoltages[k]) / readOut.Lsb)];
        return new ReadOutRun(Taps(), readOut.Decode(inputs, stages, isQuantized, read), errors, readOut.SaturationOf(stages, Real));
    }

    private List<Tap> Taps()
    {
        var (layer, lsb) = (readOut.Layer, readOut.Lsb);
        var rowLsb = readOut.RowLsb;
        List<Tap> taps = [new(ReadOutStage.Dac, "DAC output", "V", layer.Weights.Rows, Ideal.RowVoltages, Real.RowVoltages, rowLsb)];
        if (stages.Has(ReadOutStage.Driver))
            taps.Add(new(ReadOutStage.Driver, "row voltage", "V", layer.Weights.Rows, Ideal.RowVoltages, Real.DrivenVoltages, rowLsb));
        taps.Add(new(ReadOutStage.Array, "column current", "A", layer.Columns, Ideal.ColumnCurrents, Real.ColumnCurrents, lsb / readOut.FeedbackResistance));
        taps.Add(new(ReadOutStage.Tia, "TIA output", "V", layer.Columns, Ideal.TerminationVoltages, Real.TerminationVoltages, lsb));
        if (readOut.HasSubtractor)
            taps.Add(new(ReadOutStage.Subtractor, "difference", "V", readOut.Lines, Ideal.LineVoltages, Real.LineVoltages, lsb));
        taps.Add(new(ReadOutStage.SampleHold, "held voltage", "V", readOut.Lines, Ideal.HeldVoltages, Real.HeldVoltages, lsb));
        taps.Add(new(ReadOutStage.Adc, "code", "", readOut.Lines, idealCodes, codes, 1));
        return taps;
    }
}

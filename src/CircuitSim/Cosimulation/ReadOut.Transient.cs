using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Cosimulation;

public sealed partial class ReadOut
{
    /// <summary>Between the sampling and the end of a read, in which a held voltage comes to rest [s].</summary>
    private const double HoldTime = 10e-9;

    /// <summary>
    /// All images through the chain in time: one netlist with every segment of wire, in which all inputs leave zero at t = 0, and
    /// the sample-and-holds sample at a time. Each ADC is a circuit of its own behind the held voltage, which it does not load.
    /// </summary>
    /// <param name="stages">Those that are circuits; the others are ideal and immediate.</param>
    /// <param name="sampleTime">[s]</param>
    /// <inheritdoc cref="RunAtRest" path="/param"/>
    /// <exception cref="InvalidParameterException">A TIA would saturate or oscillate, or nothing is a circuit.</exception>
    /// <exception cref="ConvergenceException">A circuit has no point of rest, or no step succeeded.</exception>
    public ReadOutRun RunInTime(
        InputBatch inputs, StageSet stages, double sampleTime, bool isQuantized, int jobs = 1, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        RequireSound(stages);
        if (stages.IsIdeal)
            throw NothingTakesTime();
        if (!(sampleTime > LayerTiming.StandardEdge && double.IsFinite(sampleTime)))
            throw InvalidParameterException.OutOfRange("sample time", sampleTime, "s", $"finite and behind the edge of the inputs, {SiText.Format(LayerTiming.StandardEdge, "s")}");
        var hold = Design.Hold with { SampleTime = sampleTime };
        var parts = PartsOf(stages);
        var isHeld = stages.Has(ReadOutStage.SampleHold);
        var circuit = new LayerCircuit(parts with
        {
            EveryWire = true,
            Dacs = stages.Has(ReadOutStage.Dac) ? this.parts.Dacs : [],
            Subtractors = parts.Subtractors.Count > 0 || !HasSubtractor || !isHeld ? parts.Subtractors : [.. Enumerable.Repeat(new IdealDifference(), Lines)],
            Holds = isHeld ? [.. Enumerable.Repeat(hold, Lines)] : [],
        });
        var timing = new LayerTiming
        {
            Stop = sampleTime + (isHeld ? hold.EdgeTime + HoldTime : 0),
            RowTolerance = RowLsb / 2,
            CurrentTolerance = Lsb / FeedbackResistance / 2,
            VoltageTolerance = Lsb / 2,
        };
        var batch = new ReadOutBatch(this, inputs, stages);
        var responses = new LayerResponse[inputs.Count];
        var conversions = new double[inputs.Count * Lines];
        batch.Run(jobs, progress, () =>
        {
            var transient = new LayerTransient(circuit, timing, cancellationToken);
            return image =>
            {
                var rows = batch.Ideal.Rows(image);
                int[] codes = [.. rows.ToArray().Select(CodeOf)];
                var response = responses[image] = circuit.Parts.Dacs.Count > 0 ? transient.Read(codes, cancellationToken) : transient.Read(rows, cancellationToken);
                Keep(response, stages, rows, batch.Real, image);
            };
        }, (converter, voltage, k) =>
        {
            var code = converter.Convert(voltage, cancellationToken);
            conversions[k] = (converter as SarConverter)?.Energy ?? 0;
            return code;
        }, cancellationToken);
        return batch.Finish(isQuantized) with { Timing = TimingOf(responses, conversions.Sum() / inputs.Count) };
    }

    private void Keep(LayerResponse response, StageSet stages, ReadOnlySpan<double> levels, ReadOutVoltages real, int image)
    {
        foreach (var tap in response.Taps)
        {
            tap.Values.CopyTo(tap.Behind switch
            {
                ReadOutStage.Dac => real.Rows(image),
                ReadOutStage.Driver => real.Driven(image),
                ReadOutStage.Array => real.Columns(image),
                ReadOutStage.Tia => real.Terminations(image),
                ReadOutStage.Subtractor => real.Differences(image),
                _ => real.Held(image),
            });
        }

        if (!stages.Has(ReadOutStage.Dac))
            levels.CopyTo(real.Rows(image));
        var has = response.Taps.Select(t => t.Behind).ToHashSet();
        if (!has.Contains(ReadOutStage.Subtractor))
            Follow(real.Rows(image), cells, real, image, from: has.Contains(ReadOutStage.Tia) ? ReadOutStage.Subtractor : ReadOutStage.Tia);
        if (!has.Contains(ReadOutStage.SampleHold))
            real.Lines(image).CopyTo(real.Held(image));
    }

    private static ReadOutTiming TimingOf(LayerResponse[] responses, double conversion)
    {
        var settled = responses[0].Taps.Select((tap, t) => (tap.Behind, tap.Name, responses.Max(r => r.Taps[t].Settled))).ToList();
        var before = settled.Where(t => t.Behind != ReadOutStage.SampleHold).Select(t => t.Item3);
        return new ReadOutTiming(
            settled, [.. responses[0].Energy.Keys.Select(stage => (stage, responses.Average(r => r.Energy[stage]))), .. conversion > 0 ? [(ReadOutStage.Adc, conversion)] : Array.Empty<(ReadOutStage, double)>()], before.Max(),
            [.. responses.SelectMany(r => r.Unsettled.Take(1)).Take(1)], responses.Average(r => (double)r.Steps));
    }
}

using CircuitSim.Experiments.Options;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Results;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.Converters;

/// <summary>An ADC by itself: every transition found by conversions of its circuit, ENOB from them, and from a sine beyond five bits.</summary>
public abstract class AdcStudy : ConverterStudy
{
    /// <summary>Up to which a sine fit misleads; see <see cref="EffectiveBits"/>.</summary>
    private const int FewBits = 5;

    protected abstract IAnalogToDigital Build(StudyValues values);

    /// <summary>Of a conversion in the middle of the range; null where there is no circuit.</summary>
    private protected virtual Netlist? CircuitOf(IAnalogToDigital converter) => null;

    /// <summary>What only this kind of converter can tell.</summary>
    private protected virtual IReadOnlyList<(string Quantity, string Key, double Value, string Unit)> More(IAnalogToDigital converter, CancellationToken cancellationToken) => [];

    /// <summary>The same conversions on another engine.</summary>
    private protected virtual EngineDifference? Compare(IAnalogToDigital converter, ICircuitSimulator engine, CancellationToken cancellationToken) => null;

    /// <summary>Voltages within the range, none near a transition of an ideal converter.</summary>
    private protected static double[] Inputs(IAnalogToDigital converter, int count)
    {
        var lsb = converter.Range / (1 << converter.Bits);
        return [.. Enumerable.Range(0, count).Select(k => converter.Lowest + (Math.Floor((k + 0.5) / count * (1 << converter.Bits)) + 0.5) * lsb)];
    }

    protected override void CheckTogether(StudyRun run) => RequireFewCodes(Build(run.Values).Bits);

    protected override StudyResult Find(StudyRun run)
    {
        var adc = Build(run.Values);
        var scale = new CodeScale(adc.Bits, adc.Lowest, adc.Range);
        var steps = run.Get(ConverterOptions.Resolution);
        var transitions = run.Steps.Run("Transitions", step => (run.Get(ConverterOptions.Ramp)
            ? TransitionSearch.ByRamp(adc, steps, run.CancellationToken)
            : Pieces(scale.Count - 1, run, step, (from, count) => TransitionSearch.ByBisection(adc.Copy(), 1.0 / steps, from + 1, from + count, run.CancellationToken)), $"{scale.Count - 1} transitions"));
        List<(string, double)> bits = [("transitions", EffectiveBits.OfTransitions(scale, transitions))];
        if (scale.Bits > FewBits)
        {
            var points = run.Get(ConverterOptions.SinePoints);
            // Odd, and with no simple ratio to the points.
            var cycles = points / 14 | 1;
            EffectiveBits.RequireCoherent(points, cycles);
            bits.Add(("sine", run.Steps.Run("Sine", step =>
            {
                var codes = Pieces(points, run, step, (from, count) =>
                {
                    var converter = adc.Copy();
                    return [.. Enumerable.Range(from, count).Select(k => (double)converter.Convert(EffectiveBits.SineAt(adc, k, points, cycles), run.CancellationToken))];
                });
                return (EffectiveBits.OfSine(adc.Bits, codes, cycles), $"{points} points, {cycles} cycles");
            })));
        }

        var engines = References(run).Select(e => run.Steps.Run(e.Name, _ => (Compare(adc, e, run.CancellationToken), "compared"))).OfType<EngineDifference>().ToList();
        var method = run.Get(ConverterOptions.Ramp) ? $"Transitions are where codes first come along a ramp of {steps} points per LSB." : $"Transitions are found by bisection to an LSB/{steps}.";
        return Tell(run, new Findings(adc.Name, scale, false, transitions, method) { EffectiveBits = bits, More = More(adc, run.CancellationToken), Engines = engines, Circuit = CircuitOf(adc) });
    }

    /// <summary>Work on ranges of a list, on as many threads as there are jobs; pieces do not depend on their number.</summary>
    private static double[] Pieces(int count, StudyRun run, IStudyStep step, Func<int, int, double[]> piece)
    {
        const int Size = 32;
        return [.. run.Each((count + Size - 1) / Size, step, k => piece(k * Size, Math.Min(Size, count - k * Size))).SelectMany(p => p)];
    }
}

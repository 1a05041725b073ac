using CircuitSim.Cosimulation;
using CircuitSim.Devices;
using CircuitSim.Encodings;
using CircuitSim.Numerics;
using CircuitSim.Periphery;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Patterns through the read-out as circuits: cells are programmed, rows driven, and what is held at every column goes to its converter.
/// A converter is its transitions, which are found once for each die and column.
/// </summary>
internal sealed class SumReads(AdcTableCase array, ISumPatterns patterns, RandomStream random)
{
    /// <summary>How finely transitions are resolved: parts of an LSB.</summary>
    private const int PerLsb = 256;

    /// <summary>Conversions of a column's circuit that are compared with its law at rest.</summary>
    private const int Conversions = 2;

    private readonly StageSet front = StageSet.Of(array.Stages.Stages.Where(s => s != ReadOutStage.Adc && (s != ReadOutStage.Subtractor || array.HasReference)));
    private readonly BehavioralConverter[] converters = new BehavioralConverter[array.Dies * array.Columns];

    /// <summary>Of a read with parts of a die.</summary>
    public ReadOut ReadOutOf(int die, EncodedWeights cells) =>
        new(new MappedLayer(cells, array.ReadVoltage), InputBatch.Of(1, new double[array.Rows - 1]), array.Design(), random.Child("die", die));

    /// <summary>Finds the transitions of a column's converter, columns of all dies numbered in turn, and how many conversions of its circuit differ from them.</summary>
    public int FindConverter(int column, CancellationToken cancellationToken)
    {
        var readOut = ReadOutOf(column / array.Columns, array.Encode(new int[array.Rows * array.Columns]));
        var converter = readOut.Converters[column % array.Columns].Copy();
        if (!array.Stages.Has(ReadOutStage.Adc))
        {
            converters[column] = new BehavioralConverter(array.Bits, converter.Lowest, converter.Range);
            return 0;
        }

        var found = TransitionSearch.ByBisection(new AtRest(converter), 1.0 / PerLsb, cancellationToken: cancellationToken);
        var (own, differ) = (converters[column] = new BehavioralConverter(array.Bits, converter.Lowest, converter.Range, found), 0);
        for (var n = 0; n < Conversions; n++)
        {
            // In the middle of a code, other ones in each column; a code too narrow to be sure of counts as right.
            var k = 1 + (column * Conversions + n) * 7 % Math.Max(1, array.LastCode - 1);
            var voltage = array.LastCode > 1 ? 0.5 * (found[k - 1] + found[k]) : found[0] + 0.25 * converter.Range;
            var isNarrow = array.LastCode > 1 && found[k] - found[k - 1] < 4.0 / PerLsb * readOut.Lsb;
            differ += isNarrow || converter.Convert(voltage, cancellationToken) == own.Convert(voltage, cancellationToken) ? 0 : 1;
        }

        return differ;
    }

    /// <summary>All of those.</summary>
    public int CircuitConversions => array.Stages.Has(ReadOutStage.Adc) ? converters.Length * Conversions : 0;

    /// <summary>Where codes that rise with the sum begin, as a signal that is 0 V for the sum 0: the voltage itself behind a subtractor, else its negative [V].</summary>
    public double[] SignalTransitions(int column)
    {
        var voltages = converters[column].Transitions;
        var signals = new double[voltages.Length];
        for (var k = 0; k < signals.Length; k++)
            signals[k] = array.HasReference ? voltages[k] : -voltages[^(k + 1)];
        return signals;
    }

    /// <summary>Of one pattern; patterns take turns among the dies.</summary>
    public SumReadings Read(int index, CancellationToken cancellationToken)
    {
        var pattern = patterns.Draw(index);
        var (die, targets, reads) = (index % array.Dies, array.Encode(pattern.Cells), pattern.Inputs.Length / array.Rows);
        var varied = new double[targets.Conductances.Length];
        Variability.Normal(array.Values.Get(AdcTableOptions.Variation)).Apply(targets.Conductances, random.Child("cells", index), varied);
        var readOut = ReadOutOf(die, new EncodedWeights(targets.Rows, targets.Columns, targets.Outputs, varied, targets.CurrentDecode.ToArray(), targets.InputSumDecode.ToArray()));
        var (samples, above, below, note) = (new List<(int, int, int)>(reads * pattern.Columns), 0, 0, "");
        // A batch has one input at its last row.
        foreach (var group in Enumerable.Range(0, reads).GroupBy(r => pattern.Inputs[r * array.Rows + array.Rows - 1]).OrderBy(g => g.Key))
        {
            int[] own = [.. group];
            double unit = array.InputLevels - 1;
            var batch = InputBatch.Of(own.Length, own.SelectMany(r => pattern.Inputs.Skip(r * array.Rows).Take(array.Rows - 1).Select(x => x / unit)).ToArray(), group.Key / unit);
            var run = readOut.RunAtRest(batch, front, isQuantized: true, cancellationToken: cancellationToken);
            note = note.Length > 0 ? note : run.Saturated.FirstOrDefault(n => !n.StartsWith("The ADC", StringComparison.Ordinal)) ?? "";
            var held = run.Taps.Single(t => t.Behind == ReadOutStage.SampleHold).Circuit;
            for (var n = 0; n < own.Length; n++)
            {
                for (var j = 0; j < pattern.Columns; j++)
                {
                    var (sum, voltage) = (0, held[n * array.Columns + j]);
                    for (var i = 0; i < array.Rows; i++)
                        sum += pattern.Inputs[own[n] * array.Rows + i] * pattern.Cells[i * array.Columns + j];
                    var code = converters[die * array.Columns + j].Convert(voltage, cancellationToken);
                    samples.Add((die * array.Columns + j, sum, array.HasReference ? code : array.LastCode - code));
                    var signal = (array.HasReference ? voltage : -voltage) / readOut.Lsb;
                    above += signal > array.LastCode + 1 ? 1 : 0;
                    below += signal < -1 ? 1 : 0;
                }
            }
        }

        return new SumReadings(samples, above, below, note);
    }

    /// <summary>A converter that has all the time it needs.</summary>
    private sealed class AtRest(IAnalogToDigital converter) : IAnalogToDigital
    {
        public string Name => converter.Name;

        public int Bits => converter.Bits;

        public double Range => converter.Range;

        public double Lowest => converter.Lowest;

        public int Ideal(double voltage) => converter.Ideal(voltage);

        public int Convert(double voltage, CancellationToken cancellationToken = default) => converter.ConvertAtRest(voltage, cancellationToken);

        public IAnalogToDigital Copy() => new AtRest(converter.Copy());
    }
}

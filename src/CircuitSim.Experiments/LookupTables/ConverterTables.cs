using CircuitSim.Cosimulation;
using CircuitSim.LookupTables;
using CircuitSim.Periphery.Converters;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>The transitions of every converter, and how straight they are.</summary>
internal sealed class ConverterTables
{
    private readonly AdcTableCase array;
    private readonly double[][] transitions;

    /// <param name="transitions">Of each column of every die, rising with the sum [V].</param>
    /// <param name="readOut">Of any die.</param>
    public ConverterTables(AdcTableCase array, IEnumerable<double[]> transitions, ReadOut readOut)
    {
        (this.array, this.transitions, ReadOut) = (array, [.. transitions], readOut);
        var scale = new CodeScale(array.Bits, -readOut.Lsb / 2, readOut.Lsb * (array.LastCode + 1));
        Linearities = [.. this.transitions.Select(t => Linearity.OfTransitions(scale, t))];
    }

    public ReadOut ReadOut { get; }

    /// <summary>Of each column of every die.</summary>
    public IReadOnlyList<Linearity> Linearities { get; }

    public IEnumerable<LookupTable> Tables
    {
        get
        {
            var column = new TableAxis(ConverterKeys.Column, "column of every die in turn", "", [.. Enumerable.Range(0, transitions.Length).Select(j => (double)j)]);
            var code = Count(ConverterKeys.Code, "code that begins", array.LastCode);
            yield return new LookupTable(ConverterKeys.CodeSum, "sum that the code stands for", "", [code], [.. Enumerable.Range(1, array.LastCode).Select(k => k * array.SumPerCode)]);
            yield return new LookupTable(ConverterKeys.IdealTransitions, "signal at which the code of an ideal converter begins", "V", [code], [.. Enumerable.Range(1, array.LastCode).Select(k => (k - 0.5) * ReadOut.Lsb)]);
            yield return new LookupTable(ConverterKeys.Transitions, "signal at which the code begins", "V", [column, code], [.. transitions.SelectMany(t => t)]);
            yield return new LookupTable(ConverterKeys.Inl, "integral nonlinearity of the transition, end points", "LSB", [column, code], [.. Linearities.SelectMany(l => l.Inl)]);
            if (array.LastCode > 1)
                yield return new LookupTable(ConverterKeys.Dnl, "differential nonlinearity of the code, end points", "LSB", [column, Count(ConverterKeys.InnerCode, "code with a width", array.LastCode - 1)], [.. Linearities.SelectMany(l => l.Dnl)]);
        }
    }

    private static TableAxis Count(string key, string title, int last) => new(key, title, "", [.. Enumerable.Range(1, last).Select(k => (double)k)]);
}

using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// Independent cells and inputs, each zero or, with its density, one of the other levels, drawn so that every sum comes as often and yet,
/// among patterns of one sum, just as they would without any choice. One read asks for a sum k and draws inputs x by P(x | k); every
/// column then draws a sum k' by P(x | k') = P(k' | x) P(x) / P(k') and its cells by P(w | x, k'). So a column's sum and inputs
/// have the law of one that was asked for its sum by itself, and all columns of a read count.
/// </summary>
internal sealed class RandomSums : ISumPatterns
{
    private readonly AdcTableCase array;
    private readonly RandomStream random;
    private readonly SumLaw joint;
    private readonly int[] possible;
    private readonly (int Value, double Log)[] cells;

    /// <param name="samples">Of every sum, on average.</param>
    public RandomSums(AdcTableCase array, double cellDensity, double inputDensity, int samples, RandomStream random)
    {
        (this.array, this.random) = (array, random);
        cells = [.. Levels(array.CellLevels, cellDensity)];
        (int Value, double Log)[] products = [.. Levels(array.InputLevels, inputDensity).SelectMany(x => cells.Select(w => (x.Level * w.Value, x.Log + w.Log)))];
        joint = new SumLaw([.. Enumerable.Repeat(products, array.Rows)], array.LargestSum);
        possible = [.. Enumerable.Range(0, array.LargestSum + 1).Where(k => double.IsFinite(joint.Log(k)))];
        Count = (int)Math.Ceiling((double)samples * possible.Length / array.Columns);
        Title = Invariant($"random cells ({cellDensity:P0} not zero) and inputs ({inputDensity:P0})");
    }

    public int Count { get; }

    public string Title { get; }

    public SumPattern Draw(int index)
    {
        var stream = random.Child("pattern", index);
        // Any number of patterns asks for sums that are spread evenly: parts of the golden ratio.
        var asked = possible[(int)(0.6180339887498949 * (index + 1) % 1 * possible.Length)];
        int[] inputs = [.. joint.Draw(asked, stream.Child("inputs")).Select(o => o / cells.Length)];
        var law = new SumLaw([.. inputs.Select(x => cells.Select(w => (x * w.Value, w.Log)).ToArray())], array.LargestSum);
        double[] logs = [.. possible.Select(k => law.Log(k) - joint.Log(k))];
        var most = logs.Max();
        double[] shares = [.. logs.Select(l => Math.Exp(l - most))];
        var total = shares.Sum();
        var levels = new int[array.Rows * array.Columns];
        for (var j = 0; j < array.Columns; j++)
        {
            var own = stream.Child("column", j);
            var (rest, place) = (own.NextUniform() * total, 0);
            for (var k = 0; k < shares.Length && rest >= 0; k++)
            {
                if (shares[k] > 0)
                    (place, rest) = (k, rest - shares[k]);
            }

            var drawn = law.Draw(possible[place], own);
            for (var i = 0; i < drawn.Length; i++)
                levels[i * array.Columns + j] = cells[drawn[i]].Value;
        }

        return new SumPattern(levels, inputs, array.Columns);
    }

    private static IEnumerable<(int Level, double Log)> Levels(int count, double density) =>
        Enumerable.Range(0, count).Select(l => (l, Math.Log(l == 0 ? 1 - density : density / (count - 1))));
}

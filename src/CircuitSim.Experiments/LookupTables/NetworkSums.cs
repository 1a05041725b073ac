using CircuitSim.Cosimulation;
using CircuitSim.Emulation.Networks;
using CircuitSim.Numerics;
using static System.FormattableString;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// What a network's matrices ask of arrays, sums as often as they come: weights and inputs shifted so that none is negative, rounded to
/// codes, and cut into digits, of weights one a column, of inputs one a read; each matrix in tiles of the array's size, the last ones filled
/// with zeros. A pattern is one tile and some reads of it. The bias is added digitally.
/// </summary>
internal sealed class NetworkSums : ISumPatterns
{
    /// <summary>Of one tile, whose circuit is then built once.</summary>
    private const int ReadsOfPattern = 32;

    private readonly AdcTableCase array;
    private readonly RandomStream random;
    private readonly List<Layer> layers = [];

    /// <param name="samples">Of every sum, on average over sums.</param>
    /// <exception cref="InvalidParameterException">There is no matrix.</exception>
    public NetworkSums(AdcTableCase array, Network network, Tensor inputs, int weightBits, int inputBits, int samples, string title, RandomStream random)
    {
        (this.array, this.random) = (array, random);
        var taken = MappedNetwork.InputsOf(network, inputs);
        foreach (var (m, matrix) in network.Matrices.Index())
        {
            var (rows, outputs) = (matrix.Weights.Rows - 1, matrix.Weights.Outputs);
            layers.Add(new Layer(rows, outputs, DigitsOf(weightBits, array.CellLevels), DigitsOf(inputBits, array.InputLevels),
                Codes(matrix.Weights.Values[..(rows * outputs)], weightBits), Codes(taken[m], inputBits)));
        }

        InvalidParameterException.RequireAtLeast(layers.Count, 1, "matrices of the network");
        Count = (int)Math.Ceiling((double)samples * (array.LargestSum + 1) / (ReadsOfPattern * array.Columns));
        Title = Invariant($"{title}, {weightBits}-bit weights and {inputBits}-bit inputs, {inputs.Batch} inputs");
    }

    public int Count { get; }

    public string Title { get; }

    public SumPattern Draw(int index)
    {
        var stream = random.Child("pattern", index);
        var total = layers.Sum(l => (double)Tiles(l) * l.Reads);
        var (layer, rest) = (layers[0], stream.NextUniform() * total);
        foreach (var own in layers)
        {
            layer = own;
            if ((rest -= (double)Tiles(own) * own.Reads) < 0)
                break;
        }

        var blocks = (layer.Columns + array.Columns - 1) / array.Columns;
        var tile = stream.NextInt32(Tiles(layer));
        var (firstRow, firstColumn) = (tile / blocks * array.Rows, tile % blocks * array.Columns);
        var (cells, inputs) = (new int[array.Rows * array.Columns], new int[ReadsOfPattern * array.Rows]);
        var (rows, columns) = (Math.Min(array.Rows, layer.Rows - firstRow), Math.Min(array.Columns, layer.Columns - firstColumn));
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                cells[i * array.Columns + j] = layer.Cell(firstRow + i, firstColumn + j, array.CellLevels);
        }

        for (var r = 0; r < ReadsOfPattern; r++)
        {
            var (sample, digit) = (stream.NextInt32(layer.Samples), stream.NextInt32(layer.InputDigits));
            for (var i = 0; i < rows; i++)
                inputs[r * array.Rows + i] = layer.Input(sample, firstRow + i, digit, array.InputLevels);
        }

        return new SumPattern(cells, inputs, columns);
    }

    private int Tiles(Layer layer) => (layer.Rows + array.Rows - 1) / array.Rows * ((layer.Columns + array.Columns - 1) / array.Columns);

    private static int DigitsOf(int bits, int levels)
    {
        var digits = 0;
        for (long rest = (1L << bits) - 1; rest > 0; rest /= levels)
            digits++;
        return digits;
    }

    private static int[] Codes(ReadOnlySpan<double> values, int bits)
    {
        double least = 0, greatest = 0;
        foreach (var v in values)
            (least, greatest) = (Math.Min(least, v), Math.Max(greatest, v));
        var (codes, step) = (new int[values.Length], greatest > least ? (greatest - least) / ((1 << bits) - 1) : 1);
        for (var k = 0; k < codes.Length; k++)
            codes[k] = (int)Math.Round((values[k] - least) / step);
        return codes;
    }

    private sealed record Layer(int Rows, int Outputs, int WeightDigits, int InputDigits, int[] Weights, int[] Inputs)
    {
        public int Columns => Outputs * WeightDigits;

        public int Samples => Inputs.Length / Rows;

        public long Reads => (long)Samples * InputDigits;

        public int Cell(int row, int column, int levels) => Digit(Weights[row * Outputs + column / WeightDigits], column % WeightDigits, levels);

        public int Input(int sample, int row, int digit, int levels) => Digit(Inputs[sample * Rows + row], digit, levels);

        private static int Digit(int code, int place, int levels)
        {
            for (; place > 0; place--)
                code /= levels;
            return code % levels;
        }
    }
}

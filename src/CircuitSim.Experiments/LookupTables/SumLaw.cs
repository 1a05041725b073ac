using CircuitSim.Numerics;

namespace CircuitSim.Experiments.LookupTables;

/// <summary>
/// The law of Σ v_i, where each row draws one of a few outcomes of whole values by itself, and draws of all outcomes given the sum:
/// <code>
///   P_i(s) = Σ_o p_i(o) P_(i−1)(s − v_i(o))       outcome of row i, given what is left: p_i(o) P_(i−1)(s − v_i(o)) / P_i(s)
/// </code>
/// In logarithms, since likely and unlikely sums lie hundreds of decades apart.
/// </summary>
internal sealed class SumLaw
{
    private readonly IReadOnlyList<(int Value, double Log)>[] rows;
    private readonly double[] table;
    private readonly int width;

    /// <param name="rows">The outcomes of each row: value and logarithm of the probability.</param>
    /// <param name="largest">No sum is larger.</param>
    public SumLaw(IReadOnlyList<(int Value, double Log)>[] rows, int largest)
    {
        (this.rows, width) = (rows, largest + 1);
        table = new double[(rows.Length + 1) * width];
        table.AsSpan().Fill(double.NegativeInfinity);
        table[0] = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            for (var s = 0; s < width; s++)
            {
                var most = double.NegativeInfinity;
                foreach (var (value, log) in rows[i])
                    most = Math.Max(most, log + Before(i, s - value));
                if (most == double.NegativeInfinity)
                    continue;
                var sum = 0.0;
                foreach (var (value, log) in rows[i])
                    sum += Math.Exp(log + Before(i, s - value) - most);
                table[(i + 1) * width + s] = most + Math.Log(sum);
            }
        }
    }

    /// <summary>Logarithm of the probability of a sum; −∞ of one that cannot be.</summary>
    public double Log(int sum) => Before(rows.Length, sum);

    /// <summary>One outcome of each row, by their places, given the sum.</summary>
    public int[] Draw(int sum, RandomStream stream)
    {
        var drawn = new int[rows.Length];
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            var (rest, left) = (stream.NextUniform(), Before(i + 1, sum));
            for (var o = 0; o < rows[i].Count; o++)
            {
                var share = Math.Exp(rows[i][o].Log + Before(i, sum - rows[i][o].Value) - left);
                if (share <= 0)
                    continue;
                // The last outcome that can be also takes what rounding leaves.
                drawn[i] = o;
                if ((rest -= share) < 0)
                    break;
            }

            sum -= rows[i][drawn[i]].Value;
        }

        return drawn;
    }

    private double Before(int rowCount, int sum) => sum < 0 ? double.NegativeInfinity : table[rowCount * width + sum];
}

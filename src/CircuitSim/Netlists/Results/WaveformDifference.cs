namespace CircuitSim.Netlists.Results;

/// <summary>Where one vector of two simulations differs most.</summary>
/// <param name="Name">Name of the vector.</param>
/// <param name="Unit">Unit of <paramref name="Largest"/>.</param>
/// <param name="Largest">Largest |difference|, linearly interpolated on the points of both.</param>
/// <param name="Axis">Where on the axis.</param>
/// <param name="Swing">Largest |value| of the first: what the difference may be compared with.</param>
public sealed record WaveformDifference(string Name, string Unit, double Largest, double Axis, double Swing)
{
    /// <summary>The vectors that both hold, in the order of the first.</summary>
    public static IReadOnlyList<WaveformDifference> Between(Waveforms first, Waveforms second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return [.. first.Header.Vectors.Where(v => second.Contains(v.Name)).Select(v => Compare(v, first, second))];
    }

    private static WaveformDifference Compare(WaveformVector vector, Waveforms first, Waveforms second)
    {
        var (a, b) = (first[vector.Name], second[vector.Name]);
        double largest = 0, place = first.Points > 0 ? first.Axis[0] : 0, swing = 0;
        for (var k = 0; k < first.Points; k++)
            swing = Math.Max(swing, Math.Abs(a[k]));
        foreach (var (x, y, mirror) in new[] { (first, a, (second, b)), (second, b, (first, a)) })
        {
            var k = 0;
            var sameGrid = mirror.Item1.Points == x.Points;
            for (var n = 0; n < x.Points; n++)
            {
                // A nested sweep runs its axis again and again; its points are compared one by one.
                var other = sameGrid && mirror.Item1.Axis[n] == x.Axis[n] ? mirror.Item2[n] : At(mirror.Item1, mirror.Item2, x.Axis[n], ref k);
                // Two infinities of one sign are the same.
                var difference = y[n] == other ? 0 : Math.Abs(y[n] - other);
                if (difference > largest || double.IsNaN(difference))
                    (largest, place) = (difference, x.Axis[n]);
            }
        }

        return new WaveformDifference(vector.Name, vector.Unit, largest, place, swing);
    }

    /// <summary>Value at a place of the axis; <paramref name="k"/> walks along with rising places.</summary>
    private static double At(Waveforms waveforms, IReadOnlyList<double> values, double place, ref int k)
    {
        var axis = waveforms.Axis;
        while (k + 1 < axis.Count && axis[k + 1] < place)
            k++;
        if (k + 1 >= axis.Count)
            return values[^1];
        var (x0, x1) = (axis[k], axis[k + 1]);
        if (place <= x0 || x1 == x0)
            return values[k];
        return values[k] + (values[k + 1] - values[k]) * ((place - x0) / (x1 - x0));
    }
}

using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;

namespace CircuitSim.LookupTables.Formats;

/// <summary>The curve of one direction, as parts of the range from its beginning to its end; down it is the mirror image.</summary>
internal sealed record NeuroSimCurve(double From, double To, double Curvature, double Rms, double Largest, double LabelVariance, double CycleVariance)
{
    /// <summary>A ramp has come through the range where this part of it is left; saturation never ends.</summary>
    private const double Left = 0.001;

    /// <summary>
    /// Of a curve that begins flat, the least part of the range that its first pulse goes: NeuroSim steps from the conductance that a cell
    /// has, and below the rounding of its numbers (of DNN+NeuroSim V2.1, 32 bits) a cell never leaves its end.
    /// </summary>
    private const double LeastFirstStep = 1e-7;

    public int Levels => Math.Max(1, (int)Math.Round(To - From));

    /// <summary>Within NeuroSim's table.</summary>
    public double Label => NonlinearUpdate.Nonlinearity(Curvature) is var label && double.IsNegative(label)
        ? Math.Clamp(label, -NonlinearUpdate.GreatestNonlinearity, -NonlinearUpdate.LeastNonlinearity)
        : Math.Clamp(label, NonlinearUpdate.LeastNonlinearity, NonlinearUpdate.GreatestNonlinearity);

    /// <param name="sign">1 up, −1 down.</param>
    public static NeuroSimCurve Of(TableSet tables, double least, double greatest, int sign)
    {
        var (nominal, drawn) = sign > 0 ? (DeviceKeys.SetRamp, DeviceKeys.SetRamps) : (DeviceKeys.ResetRamp, DeviceKeys.ResetRamps);
        var ramp = Parts(tables[nominal].Values.Span, sign > 0 ? least : greatest, sign > 0 ? greatest : least);
        var (from, to) = (Crossing(ramp, 0), Math.Min(Crossing(ramp, 1), Math.Ceiling(Crossing(ramp, 1 - Left))));
        InvalidParameterException.Require(to - from >= 2, nominal, to - from, "", "at least 2 pulses through the range: a curve needs points; take shorter or weaker pulses");
        var points = Points(ramp, from, to);
        var flattest = Flattest(to - from);
        var curvature = NonlinearUpdate.Fit(points, flattest);
        var errors = points.Select(p => NonlinearUpdate.Part(p.X, curvature) - p.Y).ToList();
        var whole = tables[nominal].Values.Span;
        var usual = Parts(whole, At(whole, from), At(whole, to));
        var (labels, residuals) = (new List<double>(), new List<double>());
        for (var r = 0; r < tables[drawn].Axes[0].Count; r++)
        {
            // Of its own range, from the same pulse to the same pulse: NeuroSim's devices differ in their label alone.
            var own = tables[drawn].Row(r);
            var (first, last) = (At(own, from), At(own, to));
            if ((last - first) * sign <= 0)
                continue;
            var part = Parts(own, first, last);
            labels.Add(NonlinearUpdate.Nonlinearity(NonlinearUpdate.Fit(Points(part, from, to), flattest)));
            residuals.AddRange(Residuals(usual, part, from, to));
        }

        // Counted from the least conductance, as NeuroSim does, the curve downwards has the other sign.
        return new NeuroSimCurve(from, to, sign * curvature, Math.Sqrt(errors.Average(e => e * e)), errors.Max(Math.Abs), Variance(labels), residuals.Count == 0 ? 0 : residuals.Average(e => e * e));
    }

    /// <summary>The least 1/A whose first of so many pulses goes <see cref="LeastFirstStep"/>.</summary>
    private static double Flattest(double pulses)
    {
        var (low, high) = (-1 / 0.0228, 0.0);
        for (var k = 0; k < 60; k++)
        {
            var middle = (low + high) / 2;
            (low, high) = NonlinearUpdate.Part(1 / pulses, middle) < LeastFirstStep ? (middle, high) : (low, middle);
        }

        return high;
    }

    public JsonObject Json(TablePulse? pulse)
    {
        var json = new JsonObject
        {
            ["pulses"] = Levels,
            ["from_pulse"] = From,
            ["to_pulse"] = To,
            ["a_normalised"] = 1 / Math.CopySign(Math.Max(Math.Abs(Curvature), 1 / 126.27), Curvature), // The table's first A is its straightest.
            ["nonlinearity"] = Label,
            ["curve_error_rms"] = Rms,
            ["curve_error_largest"] = Largest,
        };
        if (pulse is { } p)
            (json["write_voltage_v"], json["write_pulse_width_s"]) = (Math.Abs(p.Voltage), p.Width);
        return json;
    }

    /// <summary>
    /// A drawn ramp's steps less those of the nominal ramp at the same place and at the device's own pace: what changes from cycle to
    /// cycle. The curve is left out of it, as its own error is no noise.
    /// </summary>
    private static IEnumerable<double> Residuals(double[] nominal, double[] part, double from, double to)
    {
        // Within the ends, where a place tells the pulse.
        var inside = Enumerable.Range((int)Math.Ceiling(from), (int)to - (int)Math.Ceiling(from) + 1).Where(n => part[n] is > 0.02 and < 0.98).ToList();
        if (inside.Count < 2)
            return [];
        var pace = (Crossing(nominal, part[inside[^1]]) - Crossing(nominal, part[inside[0]])) / (inside[^1] - inside[0]);
        return inside.Where(n => n + 1 < part.Length).Select(n => part[n + 1] - At(nominal, Crossing(nominal, part[n]) + pace));
    }

    private static double[] Parts(ReadOnlySpan<double> ramp, double begin, double end)
    {
        var parts = new double[ramp.Length];
        for (var n = 0; n < parts.Length; n++)
            parts[n] = (ramp[n] - begin) / (end - begin);
        return parts;
    }

    /// <summary>The pulse, between two pulses a part of one, at which a ramp first reaches a level; its last if it never does.</summary>
    private static double Crossing(double[] ramp, double level)
    {
        var n = Array.FindIndex(ramp, y => y >= level);
        return n <= 0 ? n < 0 ? ramp.Length - 1 : 0 : n - 1 + (level - ramp[n - 1]) / (ramp[n] - ramp[n - 1]);
    }

    private static double At(ReadOnlySpan<double> ramp, double pulse) =>
        (int)pulse is var n && n + 1 < ramp.Length ? ramp[n] + (pulse - n) * (ramp[n + 1] - ramp[n]) : ramp[^1];

    private static List<(double X, double Y)> Points(double[] ramp, double from, double to)
    {
        var points = new List<(double X, double Y)>();
        for (var n = (int)Math.Ceiling(from); n <= to; n++)
            points.Add(((n - from) / (to - from), ramp[n]));
        return points;
    }

    private static double Variance(List<double> values) => values.Count < 2 ? 0 : ArrayStatistics.Variance([.. values]);
}

using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;

namespace CircuitSim.LookupTables.Formats;

/// <summary>The curve of one direction, as parts of the range from its beginning to its end; down it is the mirror image.</summary>
internal sealed record NeuroSimCurve(double From, double To, double Curvature, double Rms, double Largest, double LabelVariance, double CycleVariance)
{
    /// <summary>A ramp has come through the range where this part of it is left; saturation never ends.</summary>
    private const double Left = 0.001;

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
        var curvature = NonlinearUpdate.Fit(points);
        var errors = points.Select(p => NonlinearUpdate.Part(p.X, curvature) - p.Y).ToList();
        var (labels, residuals) = (new List<double>(), new List<double>());
        for (var r = 0; r < tables[drawn].Axes[0].Count; r++)
        {
            // Of its own range, from the same pulse to the same pulse: NeuroSim's devices differ in their label alone.
            var own = tables[drawn].Row(r);
            var (first, last) = (At(own, from), At(own, to));
            if ((last - first) * sign <= 0)
                continue;
            var part = Parts(own, first, last);
            var bent = NonlinearUpdate.Fit(Points(part, from, to));
            labels.Add(NonlinearUpdate.Nonlinearity(bent));
            for (var n = (int)Math.Ceiling(from); n + 1 <= to; n++)
                residuals.Add(part[n + 1] - NonlinearUpdate.Part(NonlinearUpdate.Pulse(Math.Clamp(part[n], 0, 1), bent) + 1 / (to - from), bent));
        }

        // Counted from the least conductance, as NeuroSim does, the curve downwards has the other sign.
        return new NeuroSimCurve(from, to, sign * curvature, Math.Sqrt(errors.Average(e => e * e)), errors.Max(Math.Abs), Variance(labels), Variance(residuals));
    }

    public JsonObject Json(TablePulse? pulse)
    {
        var json = new JsonObject
        {
            ["pulses"] = Levels,
            ["from_pulse"] = From,
            ["to_pulse"] = To,
            ["a_normalised"] = 1 / Math.CopySign(Math.Max(Math.Abs(Curvature), 1e-6), Curvature), // JSON has no infinity.
            ["nonlinearity"] = Label,
            ["curve_error_rms"] = Rms,
            ["curve_error_largest"] = Largest,
        };
        if (pulse is { } p)
            (json["write_voltage_v"], json["write_pulse_width_s"]) = (Math.Abs(p.Voltage), p.Width);
        return json;
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

using CircuitSim.Devices;
using CircuitSim.Devices.Fitting;
using CircuitSim.Numerics;

namespace CircuitSim.Tests.Devices.Fitting;

/// <summary>
/// A device of VTEAM that is measured: its equations written out again, Kvatinsky et al. 2015, (1) to (4), and integrated by Runge and
/// Kutta's fourth order in fine steps of the sine, not by the product's integral over straight pieces.
/// </summary>
internal sealed record SyntheticDevice(VteamParameters P, double Amplitude, double Frequency, double Start)
{
    private const int Fine = 40;

    /// <summary>One of many, whose loop switches both ways.</summary>
    public static SyntheticDevice Random(ulong seed, CurrentVoltageForm form, StateWindow window)
    {
        var s = new RandomStream(seed).Child("card");
        double Logarithmic(double a, double b) => a * Math.Pow(b / a, s.NextUniform());
        const double Range = 3e-9, Frequency = 1e3;
        var (rOn, ratio, vOn, vOff) = (Logarithmic(100, 10e3), Logarithmic(5, 200), -s.NextUniform(0.3, 1.2), s.NextUniform(0.3, 1.2));
        var (aOn, aOff) = (s.NextUniform(1.3, 4), s.NextUniform(1.3, 4));
        var amplitude = 1.8 * Math.Max(-vOn, vOff);
        // From 0.8 to 3 times as far as the range within half a period.
        double Speed(double threshold, double alpha) => s.NextUniform(0.8, 3) * Range * 2 * Frequency
            / Enumerable.Range(0, 1000).Average(k => Math.Pow(Math.Max(amplitude * Math.Sin(Math.PI * (k + 0.5) / 1000) / threshold - 1, 0), alpha));
        var p = new VteamParameters
        {
            ROn = rOn,
            ROff = rOn * ratio,
            KOn = -Speed(-vOn, aOn),
            KOff = Speed(vOff, aOff),
            AlphaOn = aOn,
            AlphaOff = aOff,
            VOn = vOn,
            VOff = vOff,
            WOn = 0,
            WOff = Range,
            Form = form,
            Window = window,
        };
        return new SyntheticDevice(p, amplitude, Frequency, s.NextUniform(0.1, 0.9) * Range);
    }

    /// <summary>Two periods, with noise of 1 %: of each current, or of the largest one.</summary>
    public MeasuredSeries Loop(int points, ulong seed, bool noiseOfEach, double noise = 0.01, double periods = 2)
    {
        var stream = new RandomStream(seed).Child("noise");
        var (w, step) = (Start, periods / Frequency / (points - 1));
        double[] times = [.. Enumerable.Range(0, points).Select(k => k * step)];
        double[] voltages = [.. times.Select(Voltage)];
        var currents = new double[points];
        for (var k = 0; k < points; k++)
        {
            for (var n = 0; k > 0 && n < Fine; n++)
                w = Advance(w, times[k - 1] + n * step / Fine, step / Fine);
            currents[k] = Current(voltages[k], w);
        }

        var largest = currents.Max(Math.Abs);
        return MeasuredSeries.Loop("loop.csv", times, voltages, [.. currents.Select(i => i + noise * stream.NextNormal() * (noiseOfEach ? i : largest))]);
    }

    /// <summary>Rectangular pulses, each read without noise.</summary>
    public MeasuredSeries Train(IReadOnlyList<(double Voltage, double Width)> pulses)
    {
        var w = Start;
        var currents = new List<double>();
        foreach (var (voltage, width) in pulses)
        {
            for (var n = 0; n < Fine; n++)
                w = Step(w, width / Fine, _ => voltage, 0);
            currents.Add(Current(0.1, w));
        }

        return MeasuredSeries.Train("pulses.csv", [.. pulses.Select(p => p.Voltage)], [.. pulses.Select(p => p.Width)], [.. pulses.Select(_ => 0.1)], currents);
    }

    public double Current(double v, double w)
    {
        var x = w / P.WOff;
        return P.Form == CurrentVoltageForm.Linear ? v / (P.ROn + (P.ROff - P.ROn) * x) : v / P.ROn * Math.Exp(-Math.Log(P.ROff / P.ROn) * x);
    }

    private double Voltage(double t) => Amplitude * Math.Sin(2 * Math.PI * Frequency * t);

    private double Advance(double w, double t, double h) => Step(w, h, Voltage, t);

    private double Step(double w, double h, Func<double, double> voltage, double t)
    {
        var k1 = Rate(w, voltage(t));
        var k2 = Rate(w + h / 2 * k1, voltage(t + h / 2));
        var k3 = Rate(w + h / 2 * k2, voltage(t + h / 2));
        var k4 = Rate(w + h * k3, voltage(t + h));
        return Math.Clamp(w + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4), 0, P.WOff);
    }

    private double Rate(double w, double v)
    {
        var x = Math.Clamp(w / P.WOff, 0, 1);
        // Biolek's window; p = 1 here.
        double Window(double distance) => P.Window.Kind == StateWindowKind.None ? 1 : 1 - distance * distance;
        return v > P.VOff ? P.KOff * Math.Pow(v / P.VOff - 1, P.AlphaOff) * Window(x) : v < P.VOn ? P.KOn * Math.Pow(v / P.VOn - 1, P.AlphaOn) * Window(1 - x) : 0;
    }
}

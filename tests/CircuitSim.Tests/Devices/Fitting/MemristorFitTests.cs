using CircuitSim.Devices;
using CircuitSim.Devices.Fitting;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices.Fitting;

[Trait("Category", "slow")]
public class MemristorFitTests
{
    /// <summary>Over all parameters that the fit says the data determine, of 20 cards; every other card has the other form of the current, every third a window.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_Of20RandomCardsWith1PercentNoise_IsWithinThreeStandardErrors(bool isLogarithmic)
    {
        var (determined, within, squares) = (0, 0, 0.0);
        for (ulong n = 1; n <= 20; n++)
        {
            var device = SyntheticDevice.Random(n, n % 2 == 0 ? CurrentVoltageForm.Linear : CurrentVoltageForm.Exponential, n % 3 == 0 ? StateWindow.Biolek(1) : StateWindow.None);
            var fit = Fit([device.Loop(250, n, isLogarithmic)], device.P, new FitOptions { IsLogarithmic = isLogarithmic, Starts = 6 });
            Assert.InRange(fit.Rms, 0.008, 0.012);
            foreach (var (found, truth) in fit.Parameters.Zip(Truths(device)).Where(p => p.First.IsDetermined))
            {
                var deviations = (found.IsLogarithmic ? Math.Log(found.Value / truth) * Math.Abs(found.Value) : found.Value - truth) / found.StandardError!.Value;
                (determined, within, squares) = (determined + 1, within + (Math.Abs(deviations) <= 3 ? 1 : 0), squares + deviations * deviations);
            }
        }

        // Of 180; under linear noise the current of the HRS, and so all that a set begins with, is lost in it.
        Assert.InRange(determined, isLogarithmic ? 150 : 80, 180);
        Assert.True(within >= 0.95 * determined, $"{within} of {determined}");
        // Errors of what is hardly known are not normal; under logarithmic noise most is well known.
        if (isLogarithmic)
            Assert.InRange(Math.Sqrt(squares / determined), 0.8, 1.2);
    }

    [Theory]
    [InlineData(CurrentVoltageForm.Linear)]
    [InlineData(CurrentVoltageForm.Exponential)]
    public void Fit_OfALoopWithoutNoise_GivesTheCardBack(CurrentVoltageForm form)
    {
        var device = SyntheticDevice.Random(3, form, StateWindow.None);
        var fit = Fit([device.Loop(1000, 1, true, noise: 0)], device.P, new FitOptions());
        Assert.True(fit.Converged);
        Assert.Equal(8, fit.Followed);
        foreach (var (found, truth) in fit.Parameters.Zip(Truths(device)))
            Close.Equal(truth, found.Value, rtol: 5e-3, where: found.Key);
    }

    [Fact]
    public void Fit_OfALoopThatNeverGoesPositive_NamesWhatItCannotKnow()
    {
        var device = SyntheticDevice.Random(4, CurrentVoltageForm.Linear, StateWindow.None);
        var loop = device.Loop(401, 1, true);
        var half = Enumerable.Range(0, 401).Where(k => loop.Times[k] >= 0.5e-3 && loop.Times[k] <= 1e-3).ToList();
        var fit = Fit([MeasuredSeries.Loop("half.csv", [.. half.Select(k => loop.Times[k])], [.. half.Select(k => Math.Min(loop.ReadVoltages[k], 0))], [.. half.Select(k => loop.Currents[k])])], device.P, new FitOptions());
        foreach (var key in new[] { "koff", "aoff", "voff" })
            Assert.Equal("no voltage of the data is positive", Of(fit, key).Reason);
        Assert.True(Of(fit, "von").IsDetermined, Of(fit, "von").Reason);
    }

    [Fact]
    public void Fit_OfPulsesOfOneVoltage_SaysThatSpeedExponentAndThresholdAreOne()
    {
        var device = SyntheticDevice.Random(5, CurrentVoltageForm.Linear, StateWindow.None);
        var (set, reset) = (Pulse(device, 1.5 * device.P.VOn), Pulse(device, 1.5 * device.P.VOff));
        var fit = Fit([device.Train([.. Enumerable.Repeat(set, 30), .. Enumerable.Repeat(reset, 30)])], device.P, new FitOptions());
        foreach (var key in new[] { "kon", "aon", "von", "koff", "aoff", "voff" })
            Assert.Contains("have one voltage, ", Of(fit, key).Reason, StringComparison.Ordinal);
        Assert.True(fit.Rms < 1e-4, $"{fit.Rms}");
        // Two more voltages a direction, and all is known.
        List<(double, double)> more = [];
        foreach (var factor in new[] { 1.3, 1.5, 1.9 })
            more.AddRange([.. Enumerable.Repeat(Pulse(device, factor * device.P.VOn), 12), .. Enumerable.Repeat(Pulse(device, factor * device.P.VOff), 12)]);
        fit = Fit([device.Train(more)], device.P, new FitOptions());
        foreach (var (found, truth) in fit.Parameters.Take(8).Zip(Truths(device)))
            Close.Equal(truth, found.Value, rtol: 1e-3, where: found.Key);
    }

    [Fact]
    public void Fit_OfADeviceThatStaysFarFromALimit_DoesNotClaimToKnowIt()
    {
        var device = SyntheticDevice.Random(6, CurrentVoltageForm.Linear, StateWindow.None);
        device = device with { P = device.P with { KOn = 0.15 * device.P.KOn, KOff = 0.15 * device.P.KOff }, Start = 0.6 * device.P.WOff };
        var fit = Fit([device.Loop(300, 1, true)], device.P, new FitOptions());
        Assert.Contains("this limit", Of(fit, "ron").Reason, StringComparison.Ordinal);
        Assert.NotNull(Of(fit, "roff").Reason);
    }

    [Fact]
    public void Fit_WithTheSameSeed_IsTheSameBits_AndFixedAndBoundedValuesHold()
    {
        var device = SyntheticDevice.Random(7, CurrentVoltageForm.Exponential, StateWindow.None);
        var series = device.Loop(200, 1, true);
        var options = new FitOptions
        {
            Starts = 3,
            Fixed = new Dictionary<string, double> { ["voff"] = device.P.VOff },
            Bounds = new Dictionary<string, (double, double)> { ["aon"] = (1, 1.2), ["kon"] = (2 * device.P.KOn, 0.5 * device.P.KOn) },
        };
        var (one, other) = (Fit([series], device.P, options), Fit([series], device.P, options));
        Assert.Equal(one.Values, other.Values);
        Assert.Equal(device.P.VOff, Of(one, "voff").Value);
        Assert.True(Of(one, "voff").IsFixed);
        Assert.InRange(Of(one, "aon").Value, 1, 1.2);
        Assert.InRange(Of(one, "kon").Value, 2.0001 * device.P.KOn, 0.4999 * device.P.KOn);
    }

    [Fact]
    public void Fit_OfMorePointsThanItSearchesWith_EndsOnAllOfThem()
    {
        var device = SyntheticDevice.Random(8, CurrentVoltageForm.Linear, StateWindow.None);
        var series = device.Loop(9001, 1, true);
        Assert.Equal(4000, series.Thinned(4000).Count);
        Assert.Equal(series.Times[^1], series.Thinned(4000).Times[^1]);
        var fit = Fit([series], device.P, new FitOptions { Starts = 2 });
        Assert.Equal(9001, fit.Used + fit.LeftOut);
        foreach (var (found, truth) in fit.Parameters.Zip(Truths(device)).Where(p => p.First.IsDetermined))
            Close.Equal(truth, found.Value, rtol: 4 * found.StandardError!.Value / Math.Abs(found.Value), where: found.Key);
    }

    /// <summary>The equations of Strukov et al. 2008 with Joglekar's window, in fine steps of the sine.</summary>
    [Fact]
    public void Fit_OfLinearIonDrift_GivesTheCardBack()
    {
        const double ROn = 100, ROff = 16e3, D = 10e-9, Mobility = 1e-14, Amplitude = 1.2, Frequency = 1;
        const int Points = 200, Fine = 100;
        var (x, step) = (0.3, 2.0 / Frequency / (Points - 1));
        double[] times = [.. Enumerable.Range(0, Points).Select(k => k * step)];
        var currents = new double[Points];
        double Voltage(double t) => Amplitude * Math.Sin(2 * Math.PI * Frequency * t);
        double Rate(double state, double t) => Mobility * ROn / D / D * Voltage(t) / (ROn * state + ROff * (1 - state)) * (1 - Math.Pow(2 * state - 1, 2));
        for (var k = 0; k < Points; k++)
        {
            for (var n = 0; k > 0 && n < Fine; n++)
            {
                var (t, h) = (times[k - 1] + n * step / Fine, step / Fine);
                // The midpoint rule; the error of 20,000 steps is below 1e-7.
                x += h * Rate(x + h / 2 * Rate(x, t), t + h / 2);
            }

            currents[k] = Voltage(times[k]) / (ROn * x + ROff * (1 - x));
        }

        var series = MeasuredSeries.Loop("drift.csv", times, [.. times.Select(Voltage)], currents);
        var family = new IonDriftFamily(new IonDriftParameters { ROn = 1, ROff = 2, Thickness = D, Mobility = 1 }, MeasuredRange.Of([series]));
        var fit = MemristorFit.Run([series], family, new FitOptions());
        Assert.True(fit.Rms < 1e-4, $"{fit.Rms}");
        Close.Equal(ROff, Of(fit, "roff").Value, rtol: 1e-2);
        // Far from the LRS only the product shows: μ_v R_on.
        Close.Equal(Mobility * ROn, Of(fit, "uv").Value * Of(fit, "ron").Value, rtol: 1e-2);
    }

    private static (double, double) Pulse(SyntheticDevice device, double voltage) =>
        (voltage, Math.Abs(0.09 * device.P.WOff / new Vteam(device.P).Drive(voltage)));

    private static FitResult Fit(IReadOnlyList<MeasuredSeries> series, VteamParameters p, FitOptions options)
    {
        var family = new VteamFamily(p with { ROn = 1, ROff = 2, KOn = -1, KOff = 1 }, MeasuredRange.Of(series), [.. options.Fixed.Keys, .. options.Bounds.Keys]);
        return MemristorFit.Run(series, family, options);
    }

    private static double[] Truths(SyntheticDevice d) =>
        [d.P.ROn, d.P.ROff, d.P.KOn, d.P.AlphaOn, d.P.VOn, d.P.KOff, d.P.AlphaOff, d.P.VOff, 1 / d.Current(1, d.Start)];

    private static FittedParameter Of(FitResult fit, string key) => fit.Parameters.Single(p => p.Key == key);
}

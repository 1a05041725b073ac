using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class VteamTests
{
    private static readonly VteamParameters Parameters = new()
    {
        ROn = 1e3,
        ROff = 300e3,
        KOn = -216.2,
        KOff = 0.091,
        AlphaOn = 4,
        AlphaOff = 3,
        VOn = -1.5,
        VOff = 0.3,
        WOn = 1e-9,
        WOff = 4e-9,
    };

    public static TheoryData<CurrentVoltageForm, StateWindow> Variants
    {
        get
        {
            var variants = new TheoryData<CurrentVoltageForm, StateWindow>();
            foreach (var form in Enum.GetValues<CurrentVoltageForm>())
            {
                foreach (var window in new[] { StateWindow.None, StateWindow.Joglekar(2), StateWindow.Biolek(2), StateWindow.Prodromakis(3, 1.1), StateWindow.Exponential(0.8, 0.2, 0.1) })
                    variants.Add(form, window);
            }

            return variants;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Derivatives_OnEveryBranchAndNearEveryThreshold_AgreeWithCentralDifferences(CurrentVoltageForm form, StateWindow window)
    {
        var device = new Vteam(Parameters with { Form = form, Window = window, W0 = 2e-9 });
        // Reset, just above its threshold, dead zone with both edges, just below the set threshold, set.
        double[] voltages = [2.5, 0.35, 0.3 + 1e-5, 0.3 - 1e-5, 0, -1.5 + 1e-5, -1.5 - 1e-5, -1.6, -3];
        foreach (var v in voltages)
        {
            foreach (var w in new[] { 1.01e-9, 1.7e-9, 2.5e-9, 3.99e-9 })
            {
                const double hv = 1e-7, hw = 1e-15;
                var at = $"{form}, {window.Kind}, v = {v}, w = {w}";
                Close.Equal(Slope(s => device.Current(v + s, w), hv), device.Conductance(v, w), rtol: 1e-7, atol: 1e-15, where: $"∂i/∂v, {at}");
                Close.Equal(Slope(s => device.Current(v, w + s), hw), device.CurrentPerState(v, w), rtol: 1e-5, atol: 1e-9, where: $"∂i/∂w, {at}");
                // Near the threshold the rate is a cube: its difference quotient has the error h² of its third derivative.
                var scale = Math.Abs(device.StateRatePerVolt(v + Math.CopySign(0.01, v), w));
                Close.Equal(Slope(s => device.StateRate(v + s, w), hv), device.StateRatePerVolt(v, w), rtol: 1e-6, atol: 1e-8 * scale, where: $"∂ẇ/∂v, {at}");
                var rate = Math.Abs(device.StateRate(v, w));
                Close.Equal(Slope(s => device.StateRate(v, w + s), hw), device.StateRatePerState(v, w), rtol: 1e-4, atol: 1e-6 * rate / 3e-9, where: $"∂ẇ/∂w, {at}");
            }
        }
    }

    [Fact]
    public void StateRate_AtTwiceTheThresholds_IsK()
    {
        var device = new Vteam(Parameters);
        Close.Equal(0.091, device.StateRate(0.6, 2e-9), rtol: 1e-15);
        Close.Equal(-216.2, device.StateRate(-3, 2e-9), rtol: 1e-15);
        Close.Equal(0.091 * 8, device.StateRate(0.9, 2e-9), rtol: 1e-14);
        Close.Equal(-216.2 / 16, device.StateRate(-2.25, 2e-9), rtol: 1e-14);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void StateRate_InTheDeadZone_LeavesEveryBitOfTheState(CurrentVoltageForm form, StateWindow window)
    {
        var device = new Vteam(Parameters with { Form = form, Window = window, W0 = 2e-9 });
        foreach (var v in new[] { 0.3, 0.2, double.Epsilon, 0, -0.2, -1.5 })
        {
            foreach (var start in new[] { 1e-9, 1.0000001e-9, 2e-9, 4e-9 })
            {
                // A second of reading.
                var w = start;
                for (var step = 0; step < 1000; step++)
                    w += 1e-3 * device.StateRate(v, w);
                Assert.Equal(BitConverter.DoubleToInt64Bits(start), BitConverter.DoubleToInt64Bits(w));
            }
        }
    }

    [Fact]
    public void StateRate_AboveAndBelowTheThresholds_ResetsAndSets()
    {
        var device = new Vteam(Parameters);
        Assert.True(device.StateRate(double.BitIncrement(0.3), 2e-9) >= 0);
        Assert.True(device.StateRate(0.31, 2e-9) > 0);
        Assert.True(device.StateRate(-1.51, 2e-9) < 0);
    }

    [Theory]
    [InlineData(CurrentVoltageForm.Linear)]
    [InlineData(CurrentVoltageForm.Exponential)]
    public void Current_AtBothLimits_IsOhmsLawAtROnAndROff(CurrentVoltageForm form)
    {
        var device = new Vteam(Parameters with { Form = form });
        Close.Equal(0.2 / 1e3, device.Current(0.2, 1e-9), rtol: 1e-15);
        Close.Equal(0.2 / 300e3, device.Current(0.2, 4e-9), rtol: 1e-14);
    }

    [Fact]
    public void Conductance_InTheMiddle_IsTheArithmeticOrGeometricMeanOfTheResistances()
    {
        Close.Equal(2 / 301e3, new Vteam(Parameters).Conductance(2.5e-9), rtol: 1e-14);
        var exponential = new Vteam(Parameters with { Form = CurrentVoltageForm.Exponential });
        Close.Equal(1 / Math.Sqrt(1e3 * 300e3), exponential.Conductance(2.5e-9), rtol: 1e-14);
    }

    [Theory]
    [InlineData(CurrentVoltageForm.Linear)]
    [InlineData(CurrentVoltageForm.Exponential)]
    public void StateForResistance_OfAnyResistance_IsTheInverseOfConductance(CurrentVoltageForm form)
    {
        var device = new Vteam(Parameters with { Form = form });
        Assert.Equal(1e-9, device.StateForResistance(1e3));
        Assert.Equal(4e-9, device.StateForResistance(300e3));
        foreach (var r in new[] { 1.001e3, 5e3, 47e3, 299e3 })
            Close.Equal(r, 1 / device.Conductance(device.StateForResistance(r)), rtol: 1e-11);
        foreach (var r in new[] { 999, 300_001, double.NaN, -1e3 })
            Assert.Equal("resistance", Assert.Throws<InvalidParameterException>(() => device.StateForResistance(r)).Parameter);
    }

    public static TheoryData<string, VteamParameters> OutOfRange => new()
    {
        { "ron", Parameters with { ROn = 0 } },
        { "roff", Parameters with { ROff = 1e3 } },
        { "roff", Parameters with { ROff = double.PositiveInfinity } },
        { "kon", Parameters with { KOn = 216 } },
        { "koff", Parameters with { KOff = -1 } },
        { "aon", Parameters with { AlphaOn = 0.5 } },
        { "aoff", Parameters with { AlphaOff = double.NaN } },
        { "von", Parameters with { VOn = 0 } },
        { "voff", Parameters with { VOff = -0.3 } },
        { "won", Parameters with { WOn = double.NegativeInfinity } },
        { "woff", Parameters with { WOff = 1e-9 } },
        { "w0", Parameters with { W0 = 0.9e-9 } },
        { "w0", Parameters with { W0 = 4.1e-9 } },
        { "w0", Parameters with { W0 = double.NaN } },
        { "w0", Parameters with { Window = StateWindow.Joglekar(1) } },
        { "w0", Parameters with { Window = StateWindow.Prodromakis(1, 1), W0 = 1e-9 } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Constructor_OutOfRange_NamesTheParameterAndTheBound(string parameter, VteamParameters parameters)
    {
        var e = Assert.Throws<InvalidParameterException>(() => new Vteam(parameters));
        Assert.Equal(parameter, e.Parameter);
        Assert.Contains(" must be ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireReadVoltage_AtAndAboveTheThresholds_AllowsAndRefuses()
    {
        Assert.Equal(0.3, Parameters.RequireReadVoltage(0.3));
        Assert.Equal(-1.5, Parameters.RequireReadVoltage(-1.5));
        var e = Assert.Throws<InvalidParameterException>(() => Parameters.RequireReadVoltage(0.301));
        Assert.Equal("read voltage = 301 mV must be from von = -1.5 V to voff = 300 mV, where the state does not move.", e.Message);
        Assert.Throws<InvalidParameterException>(() => Parameters.RequireReadVoltage(double.NaN));
    }

    private static double Slope(Func<double, double> f, double h) => (f(h) - f(-h)) / (2 * h);
}

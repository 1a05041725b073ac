using CircuitSim.Devices;
using CircuitSim.Netlists.Cards;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class DeviceSwitchingTests
{
    private static readonly VteamParameters Magic = VteamCard.ToParameters(DeviceModelLibrary.Find("vteam_magic").Card) with { W0 = 1e-9 };

    public static TheoryData<StateWindow> Windows =>
    [
        StateWindow.None, StateWindow.Joglekar(2), StateWindow.Biolek(1), StateWindow.Biolek(3), StateWindow.Prodromakis(2, 1.5), StateWindow.Exponential(0.9, 0.1, 0.1),
    ];

    [Fact]
    public void Time_WithoutWindow_IsTheClosedForm()
    {
        var switching = new DeviceSwitching(new Vteam(Magic));
        Close.Equal(3e-9 / (0.091 * Math.Pow(0.5 / 0.3 - 1, 4)), switching.Time(0.5, 0, 1), rtol: 1e-14, where: "reset");
        Close.Equal(0.5 * 3e-9 / (216.2 * Math.Pow(2 / 1.5 - 1, 4)), switching.Time(-2, 0.75, 0.25), rtol: 1e-13, where: "half a set");
        Assert.Equal(0, switching.Time(0.1, 0.5, 0.5));
    }

    [Fact]
    public void Time_InBioleksWindow_IsTheClosedForm()
    {
        // p = 1: ∫ dx/(1 − x²) = artanh x.
        var switching = new DeviceSwitching(new Vteam(Magic with { Window = StateWindow.Biolek(1) }));
        var speed = 0.091 * Math.Pow(0.5 / 0.3 - 1, 4) / 3e-9;
        Close.Equal(Math.Atanh(0.99) / speed, switching.Time(0.5, 0, 0.99), rtol: 1e-8, where: "reset");
        Close.Equal(Math.Atanh(0.99) / (216.2 * Math.Pow(2 / 1.5 - 1, 4) / 3e-9), switching.Time(-2, 1, 0.01), rtol: 1e-8, where: "set");
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(-1.5)]
    [InlineData(0)]
    [InlineData(-2)]
    public void Time_AtAThresholdInTheDeadZoneOrTheOtherWay_IsInfinite(double v) =>
        Assert.Equal(double.PositiveInfinity, new DeviceSwitching(new Vteam(Magic)).Time(v, 0, 1));

    [Fact]
    public void Time_WhereTheWindowHoldsTheState_IsInfinite() =>
        Assert.Equal(double.PositiveInfinity, new DeviceSwitching(new Vteam(Magic with { Window = StateWindow.Joglekar(1) })).Time(0.5, 0, 0.9));

    [Theory]
    [MemberData(nameof(Windows))]
    public void StateAfter_TheTimeThatIsNeeded_IsThere(StateWindow window)
    {
        // Quadrature one way, Runge and Kutta the other.
        var switching = new DeviceSwitching(new Vteam(Magic with { Window = window }));
        foreach (var (v, from, to) in new[] { (0.5, 0.05, 0.9), (-2.0, 0.95, 0.1), (0.9, 0.2, 0.3), (-1.6, 0.5, 0.45) })
            Close.Equal(to, switching.StateAfter(v, switching.Time(v, from, to), from), rtol: 0, atol: 5e-5 * Math.Abs(to - from), where: $"{window.Kind}, {v} V");
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Voltage_OfATime_NeedsThatTime(StateWindow window)
    {
        var switching = new DeviceSwitching(new Vteam(Magic with { Window = window }));
        foreach (var (time, from, to) in new[] { (1e-9, 0.05, 0.9), (1e-6, 0.95, 0.1) })
            Close.Equal(time, switching.Time(switching.Voltage(time, from, to), from, to), rtol: 1e-11, where: $"{window.Kind}");
        Assert.Equal("time", Assert.Throws<InvalidParameterException>(() => switching.Voltage(0, 0, 1)).Parameter);
    }
}

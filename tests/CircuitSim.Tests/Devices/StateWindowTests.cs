using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class StateWindowTests
{
    public static TheoryData<StateWindow> Windows =>
    [
        StateWindow.None,
        StateWindow.Joglekar(1),
        StateWindow.Joglekar(4),
        StateWindow.Biolek(1),
        StateWindow.Biolek(2.5),
        StateWindow.Prodromakis(1, 1),
        StateWindow.Prodromakis(0.5, 2),
        StateWindow.Prodromakis(7, 1.2),
        StateWindow.Exponential(0.7, 0.3, 0.04),
    ];

    [Theory]
    [MemberData(nameof(Windows))]
    public void Slopes_InsideTheRange_AgreeWithCentralDifferences(StateWindow window)
    {
        const double h = 1e-6;
        for (var x = 0.01; x < 1; x += 0.0173)
        {
            Close.Equal((window.Off(x + h) - window.Off(x - h)) / (2 * h), window.OffSlope(x), rtol: 1e-6, atol: 1e-7, where: $"{window} off at {x}");
            Close.Equal((window.On(x + h) - window.On(x - h)) / (2 * h), window.OnSlope(x), rtol: 1e-6, atol: 1e-7, where: $"{window} on at {x}");
        }
    }

    [Fact]
    public void Joglekar_AtLimitsAndMiddle_IsZeroZeroOne()
    {
        var window = StateWindow.Joglekar(3);
        Assert.Equal((0, 1, 0), (window.Off(0), window.Off(0.5), window.Off(1)));
        Assert.Equal((0, 1, 0), (window.On(0), window.On(0.5), window.On(1)));
        Close.Equal(1 - Math.Pow(0.5, 6), window.On(0.25), rtol: 1e-15);
    }

    [Fact]
    public void Biolek_AtLimits_ClosesTheWayOutOnly()
    {
        var window = StateWindow.Biolek(2);
        Assert.Equal((1, 0), (window.Off(0), window.Off(1)));
        Assert.Equal((0, 1), (window.On(0), window.On(1)));
    }

    [Fact]
    public void Prodromakis_AtLimitsAndMiddle_FollowsTheFormula()
    {
        var window = StateWindow.Prodromakis(2, 1.5);
        Assert.Equal((0, 0), (window.Off(0), window.On(1)));
        Close.Equal(1.5 * (1 - 0.75 * 0.75), window.Off(0.5), rtol: 1e-15);
    }

    [Fact]
    public void Exponential_AtItsPosition_IsOneOverEAndFarBeyondItZero()
    {
        var window = StateWindow.Exponential(0.7, 0.3, 1e-3);
        Close.Equal(1 / Math.E, window.Off(0.7), rtol: 1e-15);
        Close.Equal(1 / Math.E, window.On(0.3), rtol: 1e-15);
        Assert.Equal((0, 0, 1), (window.Off(1), window.OffSlope(1), window.Off(0)));
        Assert.Equal((0, 0, 1), (window.On(-1), window.OnSlope(-1), window.On(1)));
    }

    [Fact]
    public void Factories_OutOfRange_NameTheParameter()
    {
        Assert.Equal("p", Assert.Throws<InvalidParameterException>(() => StateWindow.Joglekar(0.9)).Parameter);
        Assert.Equal("p", Assert.Throws<InvalidParameterException>(() => StateWindow.Biolek(double.NaN)).Parameter);
        Assert.Equal("j", Assert.Throws<InvalidParameterException>(() => StateWindow.Prodromakis(1, 0)).Parameter);
        Assert.Equal("wc", Assert.Throws<InvalidParameterException>(() => StateWindow.Exponential(1, 0, 0)).Parameter);
    }
}

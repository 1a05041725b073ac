using CircuitSim.Devices;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Devices;

public class CellTests
{
    [Fact]
    public void OhmicCell_AtAnyVoltage_FollowsOhm()
    {
        var cell = new OhmicCell(2e3);
        Assert.Equal((1e-4, 5e-4), (cell.Current(0.2, 0), cell.Conductance(0.2, 0)));
        Assert.Throws<InvalidParameterException>(() => new OhmicCell(-1));
    }

    [Fact]
    public void HyperbolicSineCell_AtAnyVoltage_IsOddAndItsConductanceItsSlope()
    {
        var cell = new HyperbolicSineCell(1e-6, 4);
        Close.Equal(1e-6 * (Math.Exp(2) - Math.Exp(-2)) / 2, cell.Current(0.5, 0), rtol: 1e-14);
        Assert.Equal(-cell.Current(0.5, 0), cell.Current(-0.5, 0));
        foreach (var v in new[] { -1, -0.1, 0, 0.3, 2 })
            Close.Equal((cell.Current(v + 1e-6, 0) - cell.Current(v - 1e-6, 0)) / 2e-6, cell.Conductance(v, 0), rtol: 1e-9);
        Assert.Equal("b", Assert.Throws<InvalidParameterException>(() => new HyperbolicSineCell(1, double.NaN)).Parameter);
    }
}

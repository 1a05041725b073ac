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

    /// <summary>The parts that one alone is made of, System.Math's, are the reference: near zero, across the change of formula at 1/4, far out, and past whole eights.</summary>
    [Fact]
    public void HyperbolicSineCell_ManyAtOnce_AreAsOneAlone()
    {
        double[] arguments = [0, 1e-300, -1e-9, 0.01, -0.2, 0.2499, 0.25, -0.2501, 0.7, -3, 12, 300, -300, 1e-3, -0.05, 0.249999999, 40, 1, -1];
        HyperbolicSineCell[] cells = [.. arguments.Select((_, k) => new HyperbolicSineCell(1e-6 * (k + 1), 1 + 0.37 * k))];
        double[] voltages = [.. arguments.Select((x, k) => x / cells[k].B)];
        var (currents, conductances) = (new double[cells.Length], new double[cells.Length]);
        HyperbolicSineCell.Linearize(cells, voltages, currents, conductances);
        for (var k = 0; k < cells.Length; k++)
        {
            Close.Equal(cells[k].Current(voltages[k], 0), currents[k], rtol: 2e-15 * Math.Max(1, Math.Abs(arguments[k])), where: $"current at {arguments[k]}");
            Close.Equal(cells[k].Conductance(voltages[k], 0), conductances[k], rtol: 2e-15 * Math.Max(1, Math.Abs(arguments[k])), where: $"conductance at {arguments[k]}");
        }
    }
}

using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>C/h of a short step beside conductances of 1e-12 S: rounding leaves little or nothing of what ties the capacitance's two nodes to the rest.</summary>
public class DrownedConductanceTests
{
    /// <summary>
    /// A bridge rectifier, whose four diodes are open between the charging pulses. The voltage across its capacitor is that of one differential
    /// equation, i((|v_in| − v)/2) = C v' + v/R with i(v) of diode and series resistance by Lambert's function (SciPy, Radau at rtol = 1e-12);
    /// by symmetry the input is the sum of its two ends.
    /// </summary>
    [Theory]
    [InlineData("gear", "1e-5")]
    [InlineData("gear", "1e-6")]
    [InlineData("trap", "1e-5")]
    public void BridgeRectifier_InShortSteps_ChargesAsItsEquationSays(string method, string tolerance)
    {
        var (waveforms, _) = Spice.Transient($"""
            .options method={method} reltol={tolerance} vntol=1n abstol=0.1p
            VIN in 0 SIN(0 14 60)
            D1 in p m
            D2 0 p m
            D3 n in m
            D4 n 0 m
            RL p n 1k
            CL p n 100u
            .model m D(is=1e-14 rs=1)
            .tran 0.1m 45m 0 5u
            """);
        foreach (var (time, expected) in new[] { (1e-3, 2.5536486), (5e-3, 12.3755847), (16.25e-3, 12.0237091), (40e-3, 12.1749787) })
        {
            var (k, part) = Spot(waveforms.Axis, time);
            Close.Equal(expected, (1 - part) * Across(k - 1) + part * Across(k), rtol: 0, atol: 1e-4);
        }

        for (var k = 0; k < waveforms.Points; k++)
            Close.Equal(waveforms["v(in)"][k], waveforms["v(p)"][k] + waveforms["v(n)"][k], rtol: 0, atol: 1e-3);

        double Across(int k) => waveforms["v(p)"][k] - waveforms["v(n)"][k];
    }

    private static (int Point, double Part) Spot(IReadOnlyList<double> times, double time)
    {
        var k = 1;
        while (times[k] < time - 1e-12)
            k++;
        return (k, (time - times[k - 1]) / (times[k] - times[k - 1]));
    }
}

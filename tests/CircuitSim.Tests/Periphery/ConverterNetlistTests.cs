using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

/// <summary>The readable converters of netlists/periphery: what they measure is their closed form.</summary>
public class ConverterNetlistTests
{
    /// <summary>The step in the middle with the highest leg 1 % high, by Thevenin; and the highest level.</summary>
    [Fact]
    public void R2R_AtRest_HasTheStepsOfTheClosedForm()
    {
        var values = Measure("dac-r2r-6bit.cir");
        Close.Equal(31 / 64.0, values["ideal31"], 1e-9);
        Close.Equal(32 / 64.0, values["ideal32"], 1e-9);
        Close.Equal((1 - (1 - 1 / 32.0) * 1.01) / 2.01, values["high32"] - values["high31"], 1e-8);
        Close.Equal(1 / 2.01 + 1.01 / 2.01 * (1 - 1 / 32.0), values["high63"], 1e-9);
    }

    [Fact]
    public void R2R_Counting_FallsInTheMiddleUntilTheHighestBitComes()
    {
        var values = Measure("dac-r2r-counting.cir");
        Close.Equal(31 / 64.0, values["v31"], 1e-4);
        Close.Equal(32 / 64.0, values["v32"], 1e-4);
        // Behind RC = 0.2 ns: the lower bits fall along 0.1 ns, decay for another, and the highest comes along 0.1 ns; lowest where it meets x.
        const double Rc = 0.2, Edge = 0.1;
        var before = 31 / 64.0 * Rc / Edge * (1 - Math.Exp(-Edge / Rc)) * Math.Exp(-Edge / Rc);
        Close.Equal(0.5 * Rc / Edge * Math.Log(1 + before * Edge / (0.5 * Rc)), values["glitch"], 2e-3);
    }

    [Fact]
    public void Flash_AtRest_HasTheTransitionsOfItsLadder()
    {
        var values = Measure("adc-flash-4bit.cir");
        // A sweep of half a millivolt meets a jump between two of its points.
        Close.Equal([4 / 16.1 + 12.5e-3, 7 / 16.1, 8.1 / 16.1, 15.1 / 16.1], [values["t4"], values["t7"], values["t8"], values["t15"]], 0, 0.5e-3, "transition");
    }

    [Fact]
    public void Sar_AtEachTrial_HasTheChargeOfItsCode()
    {
        var values = Measure("adc-sar-5bit.cir");
        foreach (var code in new[] { 16, 24, 20, 18, 19 })
            Close.Equal((code / 32.0 - 0.6) * 640 / 704, values[$"x{code}"], 1e-4, 1e-6, $"trial {code}");
    }

    [Fact]
    public void Ramp_FlipsWhenItPassesItsInput()
    {
        var values = Measure("adc-ramp-5bit.cir");
        Close.Equal([20e-9 + 0.6 * 320e-9, 20e-9 + 0.1 * 320e-9, 20e-9 + 0.89 * 320e-9], [values["ta"], values["tb"], values["tc"]], 1e-4, 0, "flip");
        Assert.Equal([19, 3, 28], new[] { "ta", "tb", "tc" }.Select(t => (int)Math.Floor((values[t] - 20e-9) / 10e-9)));
    }

    private static Dictionary<string, double> Measure(string file)
    {
        var netlist = NetlistFile.Read(Path.Combine(Repository.Root, "netlists", "periphery", file)).Netlist;
        var flat = NetlistFlattening.Flatten(netlist);
        var sink = new MeasurementSink(flat);
        var simulator = new BuiltInSimulator();
        if (Assert.Single(netlist.Analyses) is DcSweepAnalysis sweep)
            simulator.RunDcSweep(flat, sweep, sink);
        else
            simulator.RunTransient(flat, (TransientAnalysis)netlist.Analyses[0], sink);
        return sink.Values.ToDictionary(v => v.Name, v => v.Value ?? double.NaN);
    }
}

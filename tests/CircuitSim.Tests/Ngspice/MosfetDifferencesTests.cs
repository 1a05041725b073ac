using System.Globalization;
using CircuitSim.Engine;
using CircuitSim.Netlists.Results;
using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Ngspice;

/// <summary>What netlists/README.md says that ngspice 39 has otherwise of MOSFETs, and that the engine has it as it says. A version that has it right fails here, and its row goes.</summary>
public class MosfetDifferencesTests
{
    private const string Options = ".options reltol=1e-9 abstol=1e-16 vntol=1e-12\n";

    [NgspiceFact]
    public void NarrowChannels_OfTwoTransistors_AreThoseOfEach_InNgspiceNot()
    {
        string Circuit(int m) => Options + $"Vd d 0 3\nVg g 0 1.5\nVb b 0 -1\nM1 d g 0 b nm w=2u l=2u m={m}\n.model nm nmos(level=2 vto=0.5 gamma=0.5 tox=50n delta=2)\n.op";
        var one = PlainNgspice.Last(Circuit(1), "i(vd)");
        Close.Equal(2 * one, Current(Circuit(2)), rtol: 1e-6);
        Assert.True(PlainNgspice.Last(Circuit(2), "i(vd)") / (2 * one) > 1.02);
    }

    /// <summary>Without a body effect the polynomial has the root v_dsat = a + x − √(a² + x²), a = v_gs − v_th and x = L vmax/uo.</summary>
    [NgspiceFact]
    public void VelocitySaturation_OfLevel2_IsTheRoot_InNgspiceNotAlways()
    {
        const string Circuit = Options + "Vd d 0 3\nVg g 0 4\nM1 d g 0 0 nm w=10u l=2u\n.model nm nmos(level=2 vto=0.8 kp=1e-4 uo=500 vmax=1e5)\n.op";
        var v = 3.2 + 4 - Math.Sqrt(3.2 * 3.2 + 4 * 4);
        var expected = 1e-4 * 5 * (3.2 - v / 2) * v;
        Close.Equal(-expected, Current(Circuit), rtol: 1e-6);
        Assert.True(-PlainNgspice.Last(Circuit, "i(vd)") / expected is > 1.05 or < 0.95);
    }

    [NgspiceTheory]
    [InlineData("level=3 vto=0.8 gamma=0.5 tox=20n nsub=1e16", 2, 3, 1e-3)]
    [InlineData("level=3 vto=0.8 gamma=0.5 tox=20n vmax=1e5", 2, 3, 1e-2)]
    [InlineData("level=2 vto=0.8 gamma=0.5 tox=20n nsub=1e16 vmax=5e4 nfs=1e11", 3, 0.5, 0.1)]
    public void SmallSignals_AreTheSlopesOfNgspicesOwnCurrent_InNgspiceNot(string card, double vgs, double vds, double least)
    {
        string Circuit(double v, string analysis) => Options + string.Create(CultureInfo.InvariantCulture,
            $"Vd d 0 {vds}\nVg g 0 {v}\nM1 d g 0 0 nm w=10u l=2u\n.model nm nmos({card})\n{analysis}");
        const double H = 1e-4;
        var difference = (PlainNgspice.Last(Circuit(vgs + H, ".op"), "i(vd)") - PlainNgspice.Last(Circuit(vgs - H, ".op"), "i(vd)")) / (2 * H);
        var slope = Circuit(vgs, ".tf i(Vd) Vg");
        var run = new Waveforms();
        var netlist = SpiceReader.Read($"t\n{slope}\n").Flat;
        new BuiltInSimulator().RunTransferFunction(netlist, (CircuitSim.Netlists.Analyses.TransferFunctionAnalysis)netlist.Analyses[0], run);
        Close.Equal(difference, run[run.Header.Vectors[0].Name][0], rtol: 1e-6);
        Assert.True(Math.Abs(PlainNgspice.Last(slope, "transfer") / difference - 1) > least);
    }

    private static double Current(string circuit) => new BuiltInSimulator().SolveOperatingPoint(SpiceReader.Read($"t\n{circuit}\n").Flat).Current("Vd");
}

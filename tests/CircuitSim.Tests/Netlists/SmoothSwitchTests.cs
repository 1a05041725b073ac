using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Netlists;

/// <summary>VSWITCH, ISWITCH and SWITCH against the law in the PSpice reference guide.</summary>
public class SmoothSwitchTests
{
    private static double Conductance(double control, double on, double off, double ron, double roff)
    {
        if ((control - on) * Math.Sign(on - off) >= 0)
            return 1 / ron;
        if ((control - off) * Math.Sign(on - off) <= 0)
            return 1 / roff;
        double lm = Math.Log(Math.Sqrt(ron * roff)), lr = Math.Log(ron / roff), vm = (on + off) / 2, vd = on - off;
        return 1 / Math.Exp(lm + 3 * lr * (control - vm) / (2 * vd) - 2 * lr * Math.Pow(control - vm, 3) / Math.Pow(vd, 3));
    }

    [Theory]
    [InlineData("S1 a 0 c 0 m\n.model m VSWITCH(ron=2 roff=1meg von=1.5 voff=0.5)", 1.5, 0.5, 2, 1e6)]
    [InlineData("S1 a 0 c 0 m\n.model m vswitch", 1, 0, 1, 1e6)]
    [InlineData("S1 a 0 c 0 m ON\n.model m VSWITCH(ron=1k roff=2k von=-1 voff=1)", -1, 1, 1e3, 2e3)]
    [InlineData("S1 a 0 m control={v(c)}\n.model m SWITCH(ron=1 roff=1g on=2 off=0)", 2, 0, 1, 1e9)]
    [InlineData("S1 a 0 m OFF CONTROL={2*v(c)-v(c)}\n.model m VSWITCH(von=1 voff=0.9)", 1, 0.9, 1, 1e6)]
    // 1 Ω makes a current of the control.
    [InlineData("W1 a 0 Vc m\n.model m ISWITCH(ron=5 roff=1k ion=1 ioff=-1)", 1, -1, 5, 1e3)]
    [InlineData("S1 a 0 m control={i(Vc)}\n.model m ISWITCH(ron=5 roff=1k ion=1 ioff=-1)", 1, -1, 5, 1e3)]
    public void Conductance_OfAControl_FollowsTheLaw(string cards, double on, double off, double ron, double roff)
    {
        foreach (var part in new[] { -0.2, 0, 0.1, 0.25, 0.5, 0.7, 0.99, 1, 1.3 })
        {
            var control = off + part * (on - off);
            double Current(double c) => -Spice.OperatingPoint($"V1 a 0 1\nIc 0 x {c:R}\nVc x c 0\nRc c 0 1\n{cards}").Current("V1");
            Close.Equal(Conductance(control, on, off, ron, roff), Current(control), rtol: 1e-9);

            // The slope is that of the law, too.
            var netlist = Spice.Read($"V1 a 0 1\nIc 0 x {control:R} AC 1\nVc x c 0\nRc c 0 1\n{cards}\n.ac lin 1 1 1");
            var w = new Waveforms();
            new BuiltInSimulator().RunAc(netlist, netlist.Analyses.OfType<AcAnalysis>().Single(), w);
            var h = 1e-5 * Math.Abs(on - off);
            var slope = (Conductance(control + h, on, off, ron, roff) - Conductance(control - h, on, off, ron, roff)) / (2 * h);
            Close.Equal(slope, -w["ir(V1)"][0], rtol: 1e-6, atol: 5e-4 / ron / Math.Abs(on - off));
        }
    }

    [Theory]
    [InlineData("S1 a 0 c 0 m\n.model m VSWITCH(von=1 voff=1)", "the controls of on and off must differ")]
    [InlineData("S1 a 0 c 0 m\n.model m VSWITCH(ron=-1)", "ron")]
    [InlineData("S1 a 0 c 0 m\n.model m VSWITCH(vt=1)", "vt is a key of switches with hysteresis; make the card one of kind SW")]
    [InlineData("S1 a 0 c 0 m\n.model m ISWITCH(von=1)", "has no key 'von'; did you mean")]
    [InlineData("W1 a 0 V1 m\n.model m VSWITCH", "W1 refers to model card m, which is of kind VSWITCH")]
    public void Card_ThatCannotBe_IsRefused(string cards, string what) =>
        Assert.Contains(what, Assert.Throws<NetlistException>(() => Spice.Read($"V1 a 0 1\nR1 c 0 1\n{cards}")).What, StringComparison.Ordinal);
}

using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Where a ramp or time itself makes something switch, a step ends, whatever the length of steps.</summary>
public class SwitchingInstantTests
{
    [Fact]
    public void Condition_InTime_JumpsWhereItSays()
    {
        var (waveforms, _) = Spice.Transient("B1 a 0 V=time>4.512n?1:0\nR1 a 0 1k\n.tran 1n 10n");
        Close.Equal(10e-9 - 4.512e-9, Integral(waveforms, "v(a)"), rtol: 0, atol: 1e-13);
    }

    /// <summary>The ideal staircase of a ramp: each step where the ramp meets it.</summary>
    [Fact]
    public void Floor_OfARamp_JumpsAtEveryStep()
    {
        var (waveforms, _) = Spice.Transient("V1 r 0 pwl(0 0 32n 1)\nB1 a 0 V=floor(8*v(r)+0.3)/8\nR1 a 0 1k\n.tran 1n 32n 0 3n");
        var (t, v) = (waveforms.Axis, waveforms["v(a)"]);
        var jumps = Enumerable.Range(1, waveforms.Points - 1).Where(k => v[k] != v[k - 1]).ToList();
        Assert.Equal(8, jumps.Count);
        for (var step = 0; step < 8; step++)
            Close.Equal((step + 0.7) * 4e-9, t[jumps[step]], rtol: 0, atol: 5e-13);
    }

    [Fact]
    public void Comparator_BehindARamp_ChargesFromTheCrossingOn()
    {
        const double crossing = 0.437 * 100e-9;
        var (waveforms, _) = Spice.Transient(
            ".options reltol=1e-4 chgtol=1e-20\nV1 r 0 pwl(0 0 100n 1)\nB1 b 0 V=v(r)>0.437?1:0\nR1 b a 1k\nC1 a 0 1p\n.tran 0.1n 100n");
        Assert.InRange(waveforms.LargestError("v(a)", t => t < crossing ? 0 : 1 - Math.Exp(-(t - crossing) / 1e-9)), 0, 1e-3);
    }

    /// <summary>A value that goes on where its condition changes is not looked for: as many steps as without a condition.</summary>
    [Fact]
    public void Corner_OfACondition_CostsNoSteps()
    {
        const string around = "V1 r 0 pwl(0 0 100n 1)\nR1 b a 1k\nC1 a 0 1p\n.tran 1n 100n\n";
        var (_, condition) = Spice.Transient(around + "B1 b 0 V=v(r)>0.437?v(r)-0.437:0");
        var (_, maximum) = Spice.Transient(around + "B1 b 0 V=max(v(r)-0.437,0)");
        Assert.Equal(maximum.AcceptedSteps, condition.AcceptedSteps);
        Assert.Equal(maximum.RejectedSteps, condition.RejectedSteps);
    }

    /// <summary>10 fF hold what the ramp was when the switch opened, less its lag of RC.</summary>
    [Fact]
    public void Switch_ThatARampOpens_HoldsWhatItTracked()
    {
        var (waveforms, _) = Spice.Transient(
            ".options chgtol=1e-22\nV1 in 0 pwl(0 0 100n 1)\nV2 c 0 pwl(0 1 100n 0)\nS1 in a c 0 s\nC1 a 0 10f\n.model s sw(vt=0.437 ron=1k roff=1e15)\n.tran 1n 100n");
        Close.Equal(0.563 - 1e3 * 10e-15 * 1e7, waveforms["v(a)"][^1], rtol: 0, atol: 1e-5);
    }

    /// <summary>
    /// Steps of 10 ps ask for toggles in 0.1 fs, over which 1 pF would be 1e16 times an open switch. What the input left on it goes over to the output:
    /// v_out (C₂ + (C₁ + C₂)/A) = C₁ V_in.
    /// </summary>
    [Fact]
    public void Integrator_OfSwitchesInShortSteps_TakesTheWholeCharge()
    {
        const double Gain = 1e5;
        var (waveforms, _) = Spice.Transient(
            """
            V1 in 0 1
            S1 in left phi1 0 sm
            S2 left 0 phi2 0 sm
            S3 right 0 phi1 0 sm
            S4 right n phi2 0 sm
            C1 left right 1p
            C2 n out 10p
            Rf n out 1g
            E1 out 0 0 n 100k
            V2 phi1 0 pulse(0 5 0 2n 2n 4n 1)
            V3 phi2 0 pulse(0 5 10n 2n 2n 4n 1)
            .model sm sw(ron=10 roff=1t vt=2.5 vh=0.5)
            .options reltol=1e-4
            .tran 10p 20n 0 10p
            """);
        Close.Equal(1e-12 / (10e-12 + 11e-12 / Gain), waveforms["v(out)"][^1], rtol: 1e-5);
    }

    /// <summary>
    /// A charge-redistribution converter of ideal switches, whose units of 20 fF hold a hundredth of SPICE's default chgtol at most:
    /// v_x = (D/32 − V_in) C/(C + C_p) at every trial D, however small a charge counts.
    /// </summary>
    [Theory]
    [InlineData("1e-21")]
    [InlineData("1e-24")]
    public void Converter_OfFemtofarads_RunsAtTheirCharges(string chargeTolerance)
    {
        var (waveforms, _) = Spice.Transient(
            $"""
            Vref ref 0 1
            Vin in 0 0.6
            Vsx gx 0 pulse(1 0 40n 0.2n 0.2n 1 2)
            Vs gs 0 pulse(1 0 45n 0.2n 0.2n 1 2)
            V4 g4 0 pwl(0 0 60n 0 60.2n 1)
            V3 g3 0 pwl(0 0 80n 0 80.2n 1 100n 1 100.2n 0)
            V2 g2 0 pwl(0 0 100n 0 100.2n 1 120n 1 120.2n 0)
            V1 g1 0 pwl(0 0 120n 0 120.2n 1)
            V0 g0 0 pwl(0 0 140n 0 140.2n 1)
            .subckt cell x in ref g gs c=1f
            S1 b in gs 0 sw
            Bn ns 0 V=(1-v(gs))*v(g)
            Bm ms 0 V=(1-v(gs))*(1-v(g))
            S2 b ref ns 0 sw
            S3 b 0 ms 0 sw
            C1 x b c
            .ends
            .model sw sw(vt=0.5 vh=0.1 ron=1k roff=1t)
            Sx x 0 gx 0 sw
            Cp x 0 64f
            X4 x in ref g4 gs cell c=320f
            X3 x in ref g3 gs cell c=160f
            X2 x in ref g2 gs cell c=80f
            X1 x in ref g1 gs cell c=40f
            X0 x in ref g0 gs cell c=20f
            Xd x in 0 0 gs cell c=20f
            .options reltol=1e-6 vntol=1e-9 abstol=1e-16 chgtol={chargeTolerance} gmin=1e-15
            .tran 0.1n 160n 0 0.1n
            """);
        foreach (var (time, code) in new[] { (78e-9, 16), (98e-9, 24), (118e-9, 20), (138e-9, 18), (158e-9, 19) })
            Close.Equal((code / 32.0 - 0.6) * 640 / 704, At(waveforms, "v(x)", time), rtol: 0, atol: 1e-6, where: $"code {code}");
    }

    private static double At(Waveforms waveforms, string vector, double time)
    {
        var k = Enumerable.Range(0, waveforms.Points).First(k => waveforms.Axis[k] >= time);
        return waveforms[vector][k];
    }

    private static double Integral(Waveforms waveforms, string vector)
    {
        var (t, v) = (waveforms.Axis, waveforms[vector]);
        return Enumerable.Range(1, waveforms.Points - 1).Sum(k => 0.5 * (v[k] + v[k - 1]) * (t[k] - t[k - 1]));
    }
}

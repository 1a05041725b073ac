using CircuitSim.Netlists.Spice;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

public class CoupledInductorTests
{
    /// <summary>
    /// Two equal tanks without loss, one charged: the sum and the difference of their voltages swing at ω = 1/√(L C (1 ± k)),
    /// so v₁, v₂ = ½ (cos ω₊t ± cos ω₋t).
    /// </summary>
    [Theory]
    [InlineData(0.2, "trap")]
    [InlineData(-0.2, "trap")]
    [InlineData(0.6, "gear")]
    public void Tanks_CoupledByTheirFlux_BeatAtTheirTwoResonances(double k, string method)
    {
        const double L = 1e-6, C = 1e-9;
        var (waveforms, _) = Spice.Transient(
            $".options reltol=1e-6 method={method}\nL1 a 0 1u\nC1 a 0 1n ic=1\nL2 b 0 1u\nC2 b 0 1n ic=0\nK1 L1 L2 {k}\n.tran 1n 1u 0 0.1n uic");
        var (plus, minus) = (1 / Math.Sqrt(L * C * (1 + k)), 1 / Math.Sqrt(L * C * (1 - k)));
        Assert.InRange(waveforms.LargestError("v(a)", t => 0.5 * (Math.Cos(plus * t) + Math.Cos(minus * t))), 0, 1e-3);
        Assert.InRange(waveforms.LargestError("v(b)", t => 0.5 * (Math.Cos(plus * t) - Math.Cos(minus * t))), 0, 1e-3);
    }

    /// <summary>At k = 1 all flux is shared: v₂/v₁ = √(L₂/L₁) at every point, whatever the load.</summary>
    [Fact]
    public void Windings_TightlyCoupled_HaveVoltagesLikeTheirTurns()
    {
        var (waveforms, _) = Spice.Transient(
            "V1 in 0 SIN(0 1 10k)\nR1 in a 10\nL1 a 0 1m\nL2 b 0 9m\nL3 0 c 4m\nK1 L1 L2 L3 1\nR2 b 0 1k\nR3 c 0 100\nC3 c 0 10n\n.tran 1u 200u");
        for (var k = 1; k < waveforms.Points; k++)
        {
            Close.Equal(3 * waveforms["v(a)"][k], waveforms["v(b)"][k], rtol: 1e-6, atol: 1e-6);
            Close.Equal(-2 * waveforms["v(a)"][k], waveforms["v(c)"][k], rtol: 1e-6, atol: 1e-6);
        }
    }

    /// <summary>With uic the flux of a winding is that of every initial current: φ₂ = L₂ i₂ + M i₁, and i₂ = φ₂/L₂ once i₁ is cut off.</summary>
    [Fact]
    public void Flux_OfInitialCurrents_IsShared()
    {
        var (waveforms, _) = Spice.Transient("L1 a 0 1m ic=1\nR1 a 0 1k\nL2 b 0 4m ic=0.5\nR2 b 0 1m\nK1 L1 L2 0.5\n.tran 1u 50u uic");
        // M = 1 mH; the decay of 4 mH in 1 mΩ takes 4 s.
        Close.Equal((4e-3 * 0.5 + 1e-3 * 1) / 4e-3, waveforms["i(L2)"][^1], rtol: 1e-4);
    }

    [Fact]
    public void Coupling_InASubcircuit_MeansItsOwnInductors()
    {
        var netlist = Spice.Read(
            "L1 a 0 1m\nR1 a 0 1\n.subckt t p q\nL1 p 0 1m\nL2 q 0 1m\nL3 q r 1m\nR3 r 0 1\nK1 L1 L2 L3 {k}\n.param k=0.5\n.ends\nX1 a b t\nR2 b 0 1\nKx L1 X1.L1 0.1\n.op");
        var text = SpiceWriter.ToText(netlist, new SpiceWriterOptions { Dialect = SpiceDialect.Ngspice });
        Assert.Contains("\nK.X1.K1.1 L.X1.L1 L.X1.L2 0.5\nK.X1.K1.2 L.X1.L1 L.X1.L3 0.5\nK.X1.K1.3 L.X1.L2 L.X1.L3 0.5\n", text, StringComparison.Ordinal);
        Assert.Contains("\nKx L1 L.X1.L1 0.1\n", text, StringComparison.Ordinal);
    }
}

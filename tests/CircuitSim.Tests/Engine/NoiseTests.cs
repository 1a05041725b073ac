using CircuitSim.Devices;
using CircuitSim.Engine;
using CircuitSim.Netlists;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Flattening;
using CircuitSim.Netlists.Results;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Engine;

/// <summary>Noise against its closed forms; netlists/conformance compares it with ngspice.</summary>
public class NoiseTests
{
    private const double KT = PhysicalConstants.Boltzmann * 300.15, Q = PhysicalConstants.ElementaryCharge;

    [Fact]
    public void Resistors_OfTheirOwnTemperatures_AddTheirPowers()
    {
        // The parallel resistance of 600 Ω turns 4 k T/R of each into a voltage.
        var (densities, totals) = Noise("I1 0 a ac 1\nR1 a 0 1k temp=127\nR2 a 0 1.5k m=1 dtemp=10\n.noise v(a) I1 lin 3 1 3");
        var expected = 600 * Math.Sqrt(4 * PhysicalConstants.Boltzmann * (400.15 / 1000 + 310.15 / 1500));
        Close.Equal(expected, densities["onoise_spectrum"][1], rtol: 1e-12);
        Close.Equal(expected / 600, densities["inoise_spectrum"][1], rtol: 1e-12);
        Assert.Equal(("V/√Hz", "A/√Hz"), (densities.Header.Vectors[0].Unit, densities.Header.Vectors[1].Unit));
        Close.Equal(expected * Math.Sqrt(2), totals.Output, rtol: 1e-12);
        Close.Equal(expected / 600 * Math.Sqrt(2), totals.Input, rtol: 1e-12);
    }

    [Fact]
    public void LowPass_OverAllFrequencies_HasKTOverC()
    {
        var (_, totals) = Noise("V1 in 0 ac 1\nR1 in out 10k\nC1 out 0 1n\n.noise v(out) V1 dec 50 1 1g");
        Close.Equal(Math.Sqrt(KT / 1e-9), totals.Output, rtol: 1e-4);
        Close.Equal(Math.Sqrt(4 * KT * 1e4 * 1e9), totals.Input, rtol: 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Diodes_OfACurrent_HaveShotAndFlickerNoiseEach(int m)
    {
        // With kf and af = 1 flicker is kf i/f, and 1 mA per diode meets its slope resistance only.
        var (densities, _) = Noise($"I1 0 a dc {m}m ac 1\nD1 a 0 d m={m}\n.model d d(is=1e-14 kf=1e-15 af=1)\n.options gmin=1e-15 reltol=1e-9 vntol=1e-12\n.noise v(a) I1 dec 1 1 1meg");
        for (var k = 0; k < densities.Points; k++)
            Close.Equal(Math.Sqrt((2 * Q + 1e-15 / densities.Axis[k]) * m * 1e-3), densities["inoise_spectrum"][k], rtol: 1e-9);
    }

    [Fact]
    public void Channel_InSaturation_HasTwoThirdsOfItsTransconductance()
    {
        // gm = 2 I/(vgs − vto) = 0.2 mS at β = 0.5 mA/V².
        var (densities, _) = Noise("Vg g 0 dc 1.1 ac 1\nVd d 0 3\nVs d x 0\nM1 x g 0 0 n w=10u l=2u\nH1 o 0 Vs 1\n.model n nmos(vto=0.7 kp=100u kf=1e-25 af=2 tox=20n)\n.noise v(o) Vg dec 1 1 10meg");
        var current = 0.25e-3 * 0.4 * 0.4;
        var oxide = PhysicalConstants.OxidePermittivity / 20e-9;
        for (var k = 0; k < densities.Points; k++)
        {
            var power = 4 * KT * 2 / 3 * 0.2e-3 + 1e-25 * current * current / (densities.Axis[k] * 20e-12 * oxide * oxide);
            Close.Equal(Math.Sqrt(power), densities["onoise_spectrum"][k], rtol: 1e-6);
            Close.Equal(Math.Sqrt(power) / 0.2e-3, densities["inoise_spectrum"][k], rtol: 1e-6);
        }
    }

    [Fact]
    public void Measure_OfADensity_IntegratesItsPower()
    {
        var netlist = Spice.Read("V1 in 0\nR1 in out 10k\nC1 out 0 1n\n.noise v(out) V1 dec 100 1 1g 5\n.measure noise total integ v(onoise)\n.measure noise low find onoise at=10\n.measure noise gain find {onoise/inoise} at=10");
        var waveforms = new Waveforms();
        new BuiltInSimulator().RunNoise(netlist, netlist.Analyses.OfType<NoiseAnalysis>().Single(), waveforms);
        var values = MeasurementSink.Evaluate(netlist.Flatten(), waveforms);
        Close.Equal(Math.Sqrt(KT / 1e-9), values[0].Value!.Value, rtol: 1e-3);
        Close.Equal(Math.Sqrt(4 * KT * 1e4), values[1].Value!.Value, rtol: 1e-6);
        Close.Equal(1, values[2].Value!.Value, rtol: 1e-6);
        Assert.Equal(["V", "V/√Hz"], values.Take(2).Select(v => v.Unit));
    }

    [Theory]
    [InlineData(".noise i(V1) V1 dec 1 1 10", ".noise needs a voltage")]
    [InlineData(".noise v(out) V2 dec 1 1 10", "refers to V2, which is no voltage or current source")]
    [InlineData(".noise v(nowhere) V1 dec 1 1 10", "nowhere")]
    [InlineData(".noise v(out) V1 lin 3 0 10", "starts at a frequency above zero")]
    [InlineData(".noise v(out) V1 10", "'10' is no spacing of frequencies")]
    [InlineData(".noise v(out) V1 dec 1 1 10\n.measure noise m max v(out)*onoise", "v(out) is no quantity of .noise, which has onoise and inoise.")]
    [InlineData(".op\n.measure op m find onoise", "onoise_spectrum is a quantity of .noise.")]
    [InlineData("B1 x 0 V=inoise", "inoise_spectrum, a quantity of .noise")]
    public void Read_OfWhatCannotBe_IsRefusedWithItsPlace(string cards, string message)
    {
        var e = Assert.Throws<NetlistException>(() => Spice.Read($"V1 in 0 1\nR1 in out 1k\nR2 out 0 1k\n{cards}"));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.True(e.Line >= 5);
    }

    private static (Waveforms Densities, NoiseTotals Totals) Noise(string cards)
    {
        var netlist = Spice.Read(cards);
        var waveforms = new Waveforms();
        var statistics = new BuiltInSimulator().RunNoise(netlist, netlist.Analyses.OfType<NoiseAnalysis>().Single(), waveforms);
        return (waveforms, statistics.Noise!);
    }
}

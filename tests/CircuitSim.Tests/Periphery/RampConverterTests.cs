using CircuitSim.Engine;
using CircuitSim.Netlists.Analyses;
using CircuitSim.Netlists.Results;
using CircuitSim.Ngspice;
using CircuitSim.Periphery.Converters;
using CircuitSim.Tests.Support;

namespace CircuitSim.Tests.Periphery;

public class RampConverterTests
{
    private static readonly RampDesign FiveBits = new() { Bits = 5, Range = 1 };

    /// <summary>code = ⌊v_in 2^N/V_ref⌋, shifted by V_os and slope · delay.</summary>
    [Theory]
    [InlineData(0.6, 0, 0, 19)]
    [InlineData(0.1, 0, 0, 3)]
    [InlineData(0.9, 0, 0, 28)]
    [InlineData(0.9, -10e-3, 0, 29)]
    [InlineData(0.9, 0, 4e-9, 29)]
    [InlineData(0.9, 0, 1e-9, 28)]
    public void Ramp_OfFiveBits_CountsTheClosedForm(double input, double offset, double delay, int code)
    {
        var ramp = new RampConverter(FiveBits with { ComparatorOffset = offset, ComparatorDelay = delay });
        Assert.Equal(code, (int)Math.Floor((input - offset + delay * 1 / 320e-9) * 32));
        Assert.Equal(code, ramp.Convert(input));
        Assert.Equal(code, ramp.Convert(input));
    }

    /// <summary>Offset, delay, gain and the bow of a source of finite resistance, all in the transitions.</summary>
    [Fact]
    [Trait("Category", "slow")]
    public void Ramp_OfRealParts_ConvertsRampAndSineAsItsPartsSay()
    {
        var design = FiveBits with { Lowest = -0.3, ComparatorOffset = 3e-3, ComparatorDelay = 3e-9, CurrentError = 0.02, SourceResistance = 500e3 };
        var (current, rc) = (1e-12 / 320e-9 * 1.02, 500e3 * 1e-12);
        double RampAt(double time) => -0.3 + current * 500e3 * (1 - Math.Exp(-time / rc));
        // The flip behind its low-pass comes a delay late: what the clock's edge sees is the ramp so long before.
        var exact = Enumerable.Range(1, 31).Select(k => RampAt(k * 10e-9 - 3e-9) + 3e-3).ToArray();
        AdcTests.AssertConvertsAs(new RampConverter(design), exact, 64, 8, 2e-3);
    }

    [NgspiceFact]
    public void TestBench_OfAConversion_AgreesWithNgspice()
    {
        var ramp = new RampConverter(FiveBits with { Lowest = -0.3, ComparatorOffset = 3e-3, ComparatorDelay = 3e-9, CurrentError = 0.02, SourceResistance = 500e3 });
        var bench = ramp.TestBench(0.2);
        bench = bench with { Analyses = [new TransientAnalysis(0.1e-9, 400e-9)] };
        foreach (var simulator in new ICircuitSimulator[] { new BuiltInSimulator(), new NgspiceSimulator(new NgspiceOptions { Executable = NgspiceLocation.Find() }) })
        {
            var waveforms = new Waveforms();
            simulator.RunTransient(bench, (TransientAnalysis)bench.Analyses[0], waveforms);
            var flip = waveforms.Axis.Zip(waveforms["v(adc_f)"]).First(p => p.Second > 0.5).First;
            // ramp + V_os = input at t, flip a delay later.
            var crossing = -500e-9 * Math.Log(1 - (0.2 - 3e-3 + 0.3) / (500e3 * 1e-12 / 320e-9 * 1.02));
            Close.Equal(ramp.StartTime + crossing + 3e-9, flip, 0, 0.2e-9, simulator.Name);
            Assert.Equal(ramp.Convert(0.2), (int)Math.Floor((flip - ramp.StartTime) / 10e-9));
        }
    }

    [Fact]
    public void Values_OutOfRange_AreRefusedInALine()
    {
        AssertRefused("bits = 0: a ramp converter has 1 to 14 bits here.", FiveBits with { Bits = 0 });
        AssertRefused("clock period = 0 s must be finite and above zero.", FiveBits with { ClockPeriod = 0 });
        AssertRefused("current error = -1 must be finite and above -1.", FiveBits with { CurrentError = -1 });
        AssertRefused("comparator delay = -1 s must be finite and not negative.", FiveBits with { ComparatorDelay = -1 });
    }

    private static void AssertRefused(string sentence, RampDesign design) =>
        Assert.Equal(sentence, Assert.Throws<InvalidParameterException>(() => new RampConverter(design)).Message);
}
